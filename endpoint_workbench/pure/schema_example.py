"""An example value of a JSON Schema (Draft 2020-12), to begin a request with.

It meets the usual keywords. A pattern, a condition or a dependency may still refuse it.
"""

import math
from typing import Any

Schema = dict[str, Any] | bool

# Objects below this depth get their required members only, which ends most recursions.
_DEPTH = 4
_MAX_DEPTH = 12
_MAX_ITEMS = 100
_FORMATS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "P1D",
    "email": "jane@shop.example",
    "hostname": "shop.example",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://shop.example/1",
    "uri-reference": "/1",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def example_of(schema: Schema, root: Schema | None = None, depth: int = 0) -> Any:
    """
    >>> example_of({"type": "object", "properties": {"qty": {"type": "integer"}}})
    {'qty': 1}

    :param root: the document that ``$ref`` refers to, by default ``schema``
    :return: a value that JSON can represent
    """
    root = schema if root is None else root
    if not isinstance(schema, dict) or depth > _MAX_DEPTH:
        return None
    for keyword in ("examples", "enum"):
        if values := schema.get(keyword):
            return values[0]
    for keyword in ("example", "default", "const"):
        if keyword in schema:
            return schema[keyword]
    schema = _merged(schema, root, depth)
    kind = schema.get("type") or _guess(schema)
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), "null")
    make = _MAKERS.get(kind)
    return make(schema, root, depth) if make else None


def _merged(schema, root, depth):
    """:return: the schema with what it refers to; the first of several choices"""
    parts = [*schema.get("allOf", ())]
    for keyword in ("anyOf", "oneOf"):
        parts += schema.get(keyword, ())[:1]
    if "$ref" in schema:
        parts.append(_resolve(schema["$ref"], root))
    merged = {**schema}
    for part in parts:
        if not isinstance(part, dict) or depth > _MAX_DEPTH:
            continue
        part = _merged(part, root, depth + 1)
        properties = {**part.get("properties", {}), **merged.get("properties", {})}
        required = [*part.get("required", ()), *merged.get("required", ())]
        merged = {**part, **merged}
        if properties:
            merged["properties"] = properties
        if required:
            merged["required"] = required
    return merged


def _resolve(reference, root):
    """:return: the target of a local JSON Pointer (RFC 6901); {} for any other"""
    target = root
    for token in reference.removeprefix("#").split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        target = target.get(token, {}) if isinstance(target, dict) else {}
    return target if reference.startswith("#") else {}


def _guess(schema):
    if "properties" in schema or "required" in schema:
        return "object"
    if "items" in schema or "prefixItems" in schema:
        return "array"
    if "minimum" in schema or "maximum" in schema:
        return "number"
    return "string" if {"format", "pattern", "minLength"} & schema.keys() else None


def _object(schema, root, depth):
    required = schema.get("required", ())
    properties = schema.get("properties", {})
    names = [*properties, *(name for name in required if name not in properties)]
    return {
        name: example_of(properties.get(name, {}), root, depth + 1)
        for name in names
        if name in required or depth < _DEPTH
    }


def _array(schema, root, depth):
    items = list(schema.get("prefixItems", ()))
    count = max(schema.get("minItems", 0), 0 if items else 1)
    count = min(count, schema.get("maxItems", count), _MAX_ITEMS)
    items += [schema.get("items", {})] * (count - len(items))
    if depth > _DEPTH and not schema.get("minItems"):
        items = []
    return [example_of(item, root, depth + 1) for item in items]


def _string(schema, _root, _depth):
    text = _FORMATS.get(schema.get("format"), "text")
    text = text.ljust(min(schema.get("minLength", 0), 10_000), "x")
    return text[: schema.get("maxLength", len(text))]


def _integer(schema, root, depth):
    return math.ceil(_number(schema, root, depth))


def _number(schema, _root, _depth):
    step = schema.get("multipleOf", 1)
    low = schema.get("minimum", -math.inf)
    high = schema.get("maximum", math.inf)
    if "exclusiveMinimum" in schema:
        low = max(low, schema["exclusiveMinimum"] + step)
    if "exclusiveMaximum" in schema:
        high = min(high, schema["exclusiveMaximum"] - step)
    value = min(max(1, low), high)
    return math.ceil(value / step) * step if "multipleOf" in schema else value


_MAKERS = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": lambda _schema, _root, _depth: True,
}
