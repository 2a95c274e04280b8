"""JSON from strangers: RFC 8259 to the letter, and never more than an error."""

import json

MAX_DEPTH = 200


class InvalidJSON(ValueError):
    """The text is not JSON, or not such as we take; the message says why."""


def loads(body):
    """
    :param bytes body: the text in UTF-8
    :return: the value
    :raise InvalidJSON: wrong encoding, wrong syntax, ``NaN``, a NUL character,
        nested deeper than MAX_DEPTH
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InvalidJSON(f"not UTF-8 at byte {exc.start}") from None
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise InvalidJSON("nested too deep") from None
    except InvalidJSON:
        raise
    except ValueError as exc:
        raise InvalidJSON(str(exc)) from None
    # Cheap where it cannot be: so many brackets only a deep text has.
    if text.count("[") + text.count("{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise InvalidJSON("nested too deep")
    if "\\u0000" in text and _has_nul(value):
        raise InvalidJSON("a text holds the character NUL")
    return value


def _refuse_constant(name):
    raise InvalidJSON(f"{name} is not JSON")


def _depth(text):
    """:return: how deep the brackets outside of strings are nested"""
    depth = deepest = 0
    in_string = escaped = False
    for char in text:
        if in_string:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_string = False
        elif char == '"':
            in_string = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _has_nul(value):
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(k) or _has_nul(v) for k, v in value.items())
    return isinstance(value, list) and any(map(_has_nul, value))
