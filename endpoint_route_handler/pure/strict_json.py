"""Strict JSON (RFC 8259) for untrusted input, with one exception for all errors."""

import json
import math
import re
from typing import Any

MAX_DEPTH = 200
# An escaped NUL, or an escaped lone surrogate (RFC 8259 §8.2).
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_DIGITS = bytes.maketrans(b"123456789E", b"0" * 9 + b"e")
_OVERFLOWS = (b"0e000", b"0e+000", b"0" * 309)
_HALF = re.compile("[\ud800-\udfff]")


class InvalidJSON(ValueError):
    """The text is not JSON that is accepted here; the message says why."""


def loads(body: bytes) -> Any:
    """
    :param body: the text in UTF-8
    :raise InvalidJSON: wrong encoding, wrong syntax, ``NaN``, a number too large, a
        NUL character, a lone surrogate, nested deeper than MAX_DEPTH
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InvalidJSON(f"not UTF-8 at byte {exc.start}") from None
    try:
        value = (_CAREFUL if _may_overflow(body) else _FAST).decode(text)
    except RecursionError:
        raise InvalidJSON("nested too deeply") from None
    except InvalidJSON:
        raise
    except ValueError as exc:
        raise InvalidJSON(str(exc)) from None
    # Fewer brackets cannot be nested too deeply: most texts need no walk.
    if text.count("[") + text.count("{") > MAX_DEPTH and _is_deep(value):
        raise InvalidJSON("nested too deeply")
    if _SUSPECT.search(text):
        _check_texts(value)
    return value


def _refuse_constant(name):
    raise InvalidJSON(f"{name} is not JSON")


def _is_deep(value):
    """:return: True if lists and objects are nested deeper than MAX_DEPTH"""
    level = [value]
    for _depth in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            for child in (parent.values() if type(parent) is dict else parent)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return True


def _may_overflow(body):
    """:return: False if no number has a 3-digit exponent or hundreds of digits. This
    is the usual case, in which the parser needs no callback per number.
    """
    digits = body.translate(_DIGITS)
    return any(sign in digits for sign in _OVERFLOWS)


def _finite(text):
    number = float(text)
    if math.isinf(number):
        raise InvalidJSON(f"the number {text[:20]} is too large")
    return number


# json.loads would make a decoder for each text.
_FAST = json.JSONDecoder(parse_constant=_refuse_constant)
_CAREFUL = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)


def _check_texts(value):
    """:raise InvalidJSON: a text that PostgreSQL or UTF-8 cannot represent"""
    if isinstance(value, str):
        if "\0" in value:
            raise InvalidJSON("a text contains a NUL character")
        if _HALF.search(value):
            raise InvalidJSON("a text contains a lone surrogate")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_texts(key)
            _check_texts(item)
    elif isinstance(value, list):
        for item in value:
            _check_texts(item)
