"""What the keywords need to know of a value: its type, what it equals, its text.

Python differs from JSON: ``True == 1`` there, and ``1.0`` is no ``int``. Equal are
two values as JSON Schema Core 2020-12, section 4.2.2, has it.
"""

from fractions import Fraction
from math import isfinite

_TRUE, _FALSE = object(), object()
_HASH_MODULUS = 2**61 - 1
_QUOTED = 200
_QUOTED_TEXT = 80


def is_type(value, name):
    """:return: whether `value` is of the JSON type `name`"""
    return _TYPES[name](value)


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_integer(value):
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)


_TYPES = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_integer,
    "null": lambda value: value is None,
    "number": _is_number,
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}


def equal(one, two):
    """:return: whether two values are the same to JSON Schema"""
    if isinstance(one, list):
        return (
            isinstance(two, list) and len(one) == len(two) and all(map(equal, one, two))
        )
    if isinstance(one, dict):
        return (
            isinstance(two, dict)
            and one.keys() == two.keys()
            and all(equal(value, two[key]) for key, value in one.items())
        )
    return isinstance(one, bool) == isinstance(two, bool) and one == two


def divides(divisor, number):
    """As jsonschema has it, which stumbles over 1e999 and integers beyond floats.

    :return: whether `number` is a multiple of `divisor`
    """
    if isinstance(number, float) and not isfinite(number):
        return False
    if not isinstance(divisor, float):
        return not number % divisor
    try:
        quotient = number / divisor
        return int(quotient) == quotient
    except OverflowError:
        return (Fraction(number) / Fraction(divisor)).denominator == 1


def unique(values, spend):
    """Whether no two values are equal, in the time of one pass over them.

    :param list values:
    :param spend: called with the steps that a piece of the work takes
    """
    spend(len(values) // 24)
    kinds = set(map(type, values))
    if kinds <= {str, type(None)}:
        return len(set(values)) == len(values)
    seen = set()
    for value in values:
        key = _key(value, spend)
        if key in seen:
            return False
        seen.add(key)
    return True


def _key(value, spend):
    """Something hashable, equal for equal values.

    Arrays and objects become a text: the hash of a text holds a secret of the
    process, while a caller could choose numbers and tuples of the same hash.
    """
    kind = type(value)
    if kind is list or kind is dict:
        parts = []
        _write(value, parts.append, spend)
        return "".join(parts), kind
    return _scalar_key(value)


def _scalar_key(value):
    if isinstance(value, bool):
        return _TRUE if value else _FALSE
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        # Python hashes integers modulo 2**61 - 1: below it no two of them collide.
        return value if abs(value) < _HASH_MODULUS else (hex(value), int)
    return value


def _write(value, write, spend):
    if isinstance(value, list):
        spend(1 + len(value) // 4)
        write("[")
        for item in value:
            _write(item, write, spend)
            write(",")
        write("]")
    elif isinstance(value, dict):
        spend(1 + len(value) // 2)
        write("{")
        for name in sorted(value):
            write(repr(name))
            write(":")
            _write(value[name], write, spend)
            write(",")
        write("}")
    else:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        whole = isinstance(value, int) and not isinstance(value, bool)
        write(hex(value) if whole else repr(value))


def quote(value):
    """``repr(value)``, but of a large value only its beginning.

    The text is never made whole: the value may be as large as a body can be.

    :return: str of about 200 characters at most
    """
    parts = []
    if _quote(value, parts, _QUOTED) < 0:
        parts.append(" …")
    return "".join(parts)


def _quote(value, parts, left):
    """Append to `parts`. :return: the characters left, below 0 when cut"""
    kind = type(value)
    if kind is list:
        return _quote_all(value, parts, left, "[", "]")
    if kind is dict:
        return _quote_all(value.items(), parts, left, "{", "}")
    text = quote_text(value) if kind is str else _short(repr(value))
    parts.append(text)
    return left - len(text)


def _quote_all(items, parts, left, opening, closing):
    parts.append(opening)
    left -= 2
    for number, item in enumerate(items):
        if left <= 0:
            return -1
        if number:
            parts.append(", ")
            left -= 2
        if opening == "{":
            name, item = item
            parts.append(f"{quote_text(name)}: ")
            left -= len(parts[-1])
        left = _quote(item, parts, left)
        if left < 0:
            return left
    parts.append(closing)
    return left


def quote_text(text):
    """:return: ``repr(text)``, the middle of a long text left out"""
    if len(text) <= _QUOTED_TEXT * 2:
        return repr(text)
    return f"{text[:_QUOTED_TEXT]!r} … {text[-_QUOTED_TEXT:]!r}"


def _short(text):
    if len(text) <= _QUOTED_TEXT * 2:
        return text
    return f"{text[:_QUOTED_TEXT]} … {text[-_QUOTED_TEXT:]}"
