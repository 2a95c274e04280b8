"""A JSON Schema (Draft 2020-12) made from example values."""

import functools
from collections.abc import Sequence
from typing import Any

from odoo.addons.endpoint.pure.redact import REDACTED
from odoo.addons.endpoint.validation import json_schema, yaml_text

_TYPES = {
    **{bool: "boolean", int: "integer", float: "number", str: "string"},
    **{dict: "object", list: "array", type(None): "null"},
}
_FORMATS = ("date-time", "date", "email", "uuid", "uri")


def text_of(value: Any) -> str:
    """
    :param value: the parsed body of a request
    :return: a schema as YAML, which the value matches
    :raise RecursionError: the value is nested too deeply
    """
    return yaml_text.dump(infer([value]))


def infer(values: Sequence[Any]) -> dict[str, Any]:
    """Merge the schemas of several values of one place, such as the items of a list.

    Members that all objects have are required. Others are allowed.

    :return: ``{}``, which accepts anything, if nothing is known about the type: for
        null alone, no value, and redacted values
    """
    types = list(dict.fromkeys(_TYPES[type(value)] for value in values))
    if "integer" in types and "number" in types:
        types.remove("integer")
    if REDACTED in [value for value in values if isinstance(value, str)]:
        return {}
    if not types or types == ["null"]:
        return {}
    schema: dict[str, Any] = {"type": types[0] if len(types) == 1 else types}
    if texts := [value for value in values if isinstance(value, str)]:
        if found := _format_of(texts):
            schema["format"] = found
    if objects := [value for value in values if isinstance(value, dict)]:
        schema.update(_members(objects))
    items = [item for value in values if isinstance(value, list) for item in value]
    if items:
        schema["items"] = infer(items)
    return schema


def _members(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """:return: the keywords ``required`` and ``properties`` of objects"""
    names = list(dict.fromkeys(name for each in objects for name in each))
    required = [name for name in names if all(name in each for each in objects)]
    properties = {
        name: infer([each[name] for each in objects if name in each]) for name in names
    }
    keywords = {"required": required, "properties": properties}
    return {keyword: value for keyword, value in keywords.items() if value}


def _format_of(texts: list[str]) -> str | None:
    """:return: the first format that all texts have"""
    for name in _FORMATS:
        # Any text with a colon is a URI: take only those with an authority.
        if name == "uri" and not all("://" in text for text in texts):
            continue
        if all(map(_validator(name).is_valid, texts)):
            return name
    return None


@functools.cache
def _validator(name: str) -> json_schema.Validator:
    """:return: the validator that requests meet, so that it accepts the example"""
    return json_schema.Validator({"type": "string", "format": name})
