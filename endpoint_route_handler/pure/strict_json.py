"""JSON from strangers: RFC 8259 to the letter, and never more than an error."""

import json
import math
import re

MAX_DEPTH = 200
# An escape of NUL, or of a half of a surrogate pair (RFC 8259 §8.2).
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_HALF = re.compile("[\ud800-\udfff]")


class InvalidJSON(ValueError):
    """The text is not JSON, or not such as we take; the message says why."""


def loads(body):
    """
    :param bytes body: the text in UTF-8
    :return: the value
    :raise InvalidJSON: wrong encoding, wrong syntax, ``NaN``, a number too large, a
        NUL character, half of a character, nested deeper than MAX_DEPTH
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InvalidJSON(f"not UTF-8 at byte {exc.start}") from None
    try:
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise InvalidJSON("nested too deep") from None
    except InvalidJSON:
        raise
    except ValueError as exc:
        raise InvalidJSON(str(exc)) from None
    # Cheap where it cannot be: so many brackets only a deep text has.
    if text.count("[") + text.count("{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise InvalidJSON("nested too deep")
    if _SUSPECT.search(text):
        _check_texts(value)
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


def _finite(text):
    number = float(text)
    if math.isinf(number):
        raise InvalidJSON(f"the number {text[:20]} is too large")
    return number


def _check_texts(value):
    """:raise InvalidJSON: a text that neither a database nor UTF-8 can hold"""
    if isinstance(value, str):
        if "\0" in value:
            raise InvalidJSON("a text holds the character NUL")
        if _HALF.search(value):
            raise InvalidJSON("a text holds half of a surrogate pair")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_texts(key)
            _check_texts(item)
    elif isinstance(value, list):
        for item in value:
            _check_texts(item)
