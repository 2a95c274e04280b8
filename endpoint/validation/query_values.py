"""Converts the text of a query parameter to its type."""

import re

from ..pure.text import one_line

_INTEGER = re.compile(r"[+-]?[0-9]{1,100}")
_NUMBER = re.compile(
    r"[+-]?([0-9]{1,100}(\.[0-9]{0,100})?|\.[0-9]{1,100})(e[+-]?\d{1,2})?", re.I
)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def _read_string(text: str) -> str:
    if "\0" in text:
        raise ValueError("it contains a NUL character")
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


#: JSON Schema type -> function that converts a text, or raises ``ValueError``
READERS = {
    "string": _read_string,
    "integer": _read_integer,
    "number": _read_number,
    "boolean": _read_boolean,
}


def split_list(text: str, nested: bool = False) -> list[str]:
    """
    >>> split_list('a,"b,c"'), split_list("x(1,2),y", nested=True)
    (['a', '"b,c"'], ['x(1,2)', 'y'])

    :param nested: whether commas in parentheses do not separate; quotes are then also
        allowed after a dot or a parenthesis
    :return: the parts between commas, see :func:`unquote`
    :raise ValueError: a quote or a parenthesis is not closed
    """
    parts, start, depth, index = [], 0, 0, 0
    while index < len(text):
        char = text[index]
        if char == '"' and (index == start or (nested and text[index - 1] in ".(,")):
            if not (quoted := _QUOTED.match(text, index)):
                raise ValueError("a quote is not closed")
            index = quoted.end()
            continue
        if nested and char in "()":
            depth += 1 if char == "(" else -1
            if depth < 0:
                raise ValueError("a parenthesis is not opened")
        elif char == "," and not depth:
            parts.append(text[start:index])
            start = index + 1
        index += 1
    if depth:
        raise ValueError("a parenthesis is not closed")
    return [*parts, text[start:]]


def unquote(text: str) -> str:
    r"""
    >>> unquote('"a,b"'), unquote(r'"say \"x\""'), unquote("plain")
    ('a,b', 'say "x"', 'plain')

    :raise ValueError: text follows the closing quote
    """
    if not text.startswith('"'):
        return text
    if not _QUOTED.fullmatch(text):
        raise ValueError("quote the whole value, with \\ before quotes in it")
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.S)
