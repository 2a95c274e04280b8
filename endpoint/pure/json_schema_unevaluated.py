"""The keywords about what other keywords left (JSON Schema Core 2020-12, 11).

jsonschema keeps what was evaluated in lists: that takes the square of a value's size.
"""

from jsonschema.exceptions import ValidationError

from .json_schema_regex import TooLong
from .json_schema_values import is_type, quote

_NAMED = 5


def fits(validator, instance, schema):
    """:return: whether the instance is valid under a part of the schema"""
    return next(validator.descend(instance, schema), None) is None


def matches(validator, pattern, name, when_too_long=False):
    """:return: whether the name of a property matches, or `when_too_long`"""
    run = validator.format_checker
    run.spend()
    try:
        return run.matches(pattern, name)
    except TooLong:
        return when_too_long


def evaluated_items(validator, instance, schema):
    """:return: set of the indexes that `schema` evaluates"""
    if not isinstance(schema, dict):
        return set()
    everything = set(range(len(instance)))
    validator.format_checker.spend(1 + len(instance) // 16)
    if "items" in schema:
        return everything
    found = set(range(len(schema.get("prefixItems", ()))))
    for keyword in ("contains", "unevaluatedItems"):
        if keyword in schema:
            part = schema[keyword]
            found |= {i for i in everything if fits(validator, instance[i], part)}
    for inner, part in _parts_in_place(validator, instance, schema):
        found |= evaluated_items(inner, instance, part)
    return found


def evaluated_names(validator, instance, schema):
    """:return: set of the properties that `schema` evaluates"""
    if not isinstance(schema, dict):
        return set()
    validator.format_checker.spend(1 + len(instance) // 16)
    found = set()
    if is_type(schema.get("properties"), "object"):
        found |= schema["properties"].keys() & instance.keys()
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        if keyword in schema:
            part = schema[keyword]
            found |= {n for n, v in instance.items() if fits(validator, v, part)}
    for pattern in schema.get("patternProperties", ()):
        found |= {name for name in instance if matches(validator, pattern, name)}
    for inner, part in _parts_in_place(validator, instance, schema):
        found |= evaluated_names(inner, instance, part)
    return found


def _parts_in_place(validator, instance, schema):
    """The parts that apply to the same value and hold for it, each with the
    validator that knows what a reference in it means.
    """
    run = validator.format_checker
    for keyword in ("$ref", "$dynamicRef"):
        if keyword in schema:
            resolved = run.resolve(validator._resolver, schema[keyword])
            if isinstance(resolved.contents, dict):
                part = run.part(validator, resolved.contents, resolved.resolver)
                yield part[0], resolved.contents
    for name, part in schema.get("dependentSchemas", {}).items():
        if isinstance(instance, dict) and name in instance:
            yield validator, part
    for keyword in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(keyword, ()):
            if fits(validator, instance, part):
                yield validator, part
    if "if" in schema:
        holds = fits(validator, instance, schema["if"])
        if holds:
            yield validator, schema["if"]
        then = "then" if holds else "else"
        if then in schema:
            yield validator, schema[then]


def _unevaluated_items(validator, unevaluated, instance, schema):
    if not is_type(instance, "array"):
        return
    known = evaluated_items(validator, instance, schema)
    rest = [
        item
        for index, item in enumerate(instance)
        if index not in known and not fits(validator, item, unevaluated)
    ]
    if rest:
        yield ValidationError(f"Unevaluated items are not allowed ({unexpected(rest)})")


def _unevaluated_properties(validator, unevaluated, instance, schema):
    if not is_type(instance, "object"):
        return
    known = evaluated_names(validator, instance, schema)
    rest = [
        name
        for name, value in instance.items()
        if name not in known and not fits(validator, value, unevaluated)
    ]
    if not rest:
        return
    if unevaluated is False:
        yield ValidationError(
            f"Unevaluated properties are not allowed ({unexpected(sorted(rest))})"
        )
        return
    yield ValidationError(
        "Unevaluated properties are not valid under the given schema "
        f"({named(rest)} unevaluated and invalid)"
    )


def unexpected(values):
    """:return: words for values that should not be there"""
    return f"{named(values)} {'was' if len(values) == 1 else 'were'} unexpected"


def named(values):
    """:return: the first of the values, in words"""
    named = ", ".join(map(quote, values[:_NAMED]))
    more = len(values) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


KEYWORDS = {
    "unevaluatedItems": _unevaluated_items,
    "unevaluatedProperties": _unevaluated_properties,
}
