"""From the text of a query parameter to a value of its type."""

import re

from ..pure.text import one_line

_INTEGER = re.compile(r"[+-]?[0-9]{1,100}")
_NUMBER = re.compile(
    r"[+-]?([0-9]{1,100}(\.[0-9]{0,100})?|\.[0-9]{1,100})(e[+-]?\d{1,2})?", re.I
)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def _read_string(text: str) -> str:
    if "\0" in text:
        raise ValueError("it holds the character NUL")
    return text


def _read_integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError(f"{one_line(text)!r} is not an integer")
    return int(text)


def _read_number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{one_line(text)!r} is not a number")
    return float(text)


def _read_boolean(text: str) -> bool:
    value = _BOOLEANS.get(text.lower())
    if value is None:
        raise ValueError(f"{one_line(text)!r} is not true or false")
    return value


#: type of JSON Schema -> function from a text to a value; ``ValueError`` else
READERS = {
    "string": _read_string,
    "integer": _read_integer,
    "number": _read_number,
    "boolean": _read_boolean,
}
