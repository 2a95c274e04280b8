"""Query parameters made from the query of a request."""

from collections.abc import Container
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from odoo.addons.endpoint.validation import query, query_values, yaml_text

# The first type that can read all values of a parameter.
_TYPES = ("integer", "number", "boolean")


def add(text: str, sent: str, in_path: Container[str]) -> str:
    """
    :param text: the list of query parameters of an endpoint, as YAML or JSON
    :param sent: the query of a request, without “?”
    :param in_path: names of path parameters, which cannot be query parameters
    :return: the list with the parameters that it lacks; what was in it stays as it is
    :raise ValueError: the list cannot be used
    """
    known = {parameter.name for parameter in query.load(text)}
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(sent, keep_blank_values=True):
        if name and name not in known and name not in in_path:
            values.setdefault(name, []).append(value)
    new = [_parameter(name, texts) for name, texts in values.items()]
    if not new:
        return text
    if not text.strip():
        return yaml_text.dump(new)
    appended = f"{text.rstrip()}\n{yaml_text.dump(new)}"
    items = [*(yaml_text.load(text) or []), *new]
    with suppress(ValueError):  # a list in brackets, or an indented one
        if yaml_text.load(appended) == items:
            return appended
    return yaml_text.dump(items)


def _parameter(name: str, texts: list[str]) -> dict[str, Any]:
    parameter: dict[str, Any] = {"name": name, "type": _type_of(texts)}
    if len(texts) > 1:
        parameter["multiple"] = True
    return parameter


def _type_of(texts: list[str]) -> str:
    for name in _TYPES:
        if all(_reads(name, text) for text in texts):
            return name
    return "string"


def _reads(name: str, text: str) -> bool:
    # 007 is a code, not a number.
    digits = text.lstrip("+-")
    if name != "boolean" and digits[:1] == "0" and digits[1:2].isdigit():
        return False
    try:
        query_values.READERS[name](text)
    except ValueError:
        return False
    return True
