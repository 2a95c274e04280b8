"""Which keywords a Schema Object of OpenAPI 3.1 has, and what each may hold: those of
JSON Schema Draft 2020-12, and OpenAPI's own (OpenAPI 3.1 §4.8.24).
"""

import math

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value):
    return _is_number(value) and value >= 0 and not math.modf(value)[0]


def _is_texts(value):
    return (
        isinstance(value, list)
        and all(isinstance(item, str) for item in value)
        and len(set(value)) == len(value)
    )


def _is_type(value):
    if isinstance(value, str):
        return value in TYPES
    return _is_texts(value) and bool(value) and set(value) <= set(TYPES)


def _words(text, check):
    return dict.fromkeys(text.split(), check)


#: keywords whose value is a schema, a map of schemas, a list of schemas
ONE = frozenset(
    "additionalProperties propertyNames contains items not if then else "
    "unevaluatedItems unevaluatedProperties contentSchema".split()
)
MAP = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs"))
LIST = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))

#: keyword -> whether a value is one that it may hold
PLAIN = {
    **_words("maximum minimum exclusiveMaximum exclusiveMinimum", _is_number),
    "multipleOf": lambda value: _is_number(value) and value > 0,
    **_words("maxLength minLength maxItems minItems", _is_count),
    **_words("maxContains minContains maxProperties minProperties", _is_count),
    **_words(
        "pattern format title description $comment contentEncoding contentMediaType",
        lambda value: isinstance(value, str),
    ),
    **_words(
        "uniqueItems deprecated readOnly writeOnly",
        lambda value: isinstance(value, bool),
    ),
    **_words("enum examples", lambda value: isinstance(value, list)),
    **_words("const default", lambda value: True),
    "required": _is_texts,
    "dependentRequired": lambda value: (
        isinstance(value, dict) and all(map(_is_texts, value.values()))
    ),
    "type": _is_type,
}
#: keywords whose meaning depends on where a schema stands
UNMOVABLE = ("$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$vocabulary")
