"""Credentials in saved examples: they never leave the database."""

import json
import re

_HEADER = re.compile(
    "authoriz|auth(?!or)|cookie|token|secret|passw|api.?key|signature|session", re.I
)
_MEMBER = re.compile("passw|secret|token|api.?key|credential", re.I)
_REDACTED = "REDACTED"


def headers(
    text: str | None, refused: frozenset[str] = frozenset()
) -> tuple[list[list[str]], bool]:
    """
    >>> headers("X-Shop: Paris\\nAuthorization: Bearer abc")
    ([['X-Shop', 'Paris']], True)

    :param text: one header per line
    :param refused: names of more headers that hold credentials, in lower case
    :return: (name and value of each header, whether some are left out)
    """
    pairs = [line.partition(":") for line in (text or "").splitlines()]
    found = [[name.strip(), value.strip()] for name, _, value in pairs if name.strip()]
    kept = [
        pair
        for pair in found
        if not _HEADER.search(pair[0]) and pair[0].lower() not in refused
    ]
    return kept, kept != found


def query(text: str | None) -> tuple[str, bool]:
    """
    >>> query("size=2&api_key=abc")
    ('size=2', True)

    :return: (query string, whether parameters are left out)
    """
    found = (text or "").split("&")
    kept = [pair for pair in found if not _HEADER.search(pair.partition("=")[0])]
    return "&".join(kept), kept != found


def body(text: str | None) -> tuple[str, bool]:
    """
    >>> body('{"user": {"password": "abc"}}')
    ('{"user": {"password": "REDACTED"}}', True)

    :return: (body, whether members are redacted). Bodies other than JSON are kept
    """
    try:
        value = json.loads(text or "")
        clean = _clean(value)
    except (ValueError, RecursionError):
        return text or "", False
    if clean == value:
        return text or "", False
    return json.dumps(clean, ensure_ascii=False), True


def _clean(value):
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {
            name: _REDACTED
            if _MEMBER.search(name) and isinstance(item, str)
            else _clean(item)
            for name, item in value.items()
        }
    return value
