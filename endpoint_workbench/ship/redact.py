"""Credentials in saved examples: they never leave the database."""

import json
import sys
from urllib.parse import unquote_plus

from odoo.addons.endpoint.pure.redact import Redactor

#: its name looks like a credential, but its value is not secret
_NO_SECRET = "idempotency-key"


def headers(text: str | None, redactor: Redactor) -> tuple[list[list[str]], bool]:
    """
    >>> headers("X-Shop: Paris\\nAuthorization: Bearer abc", Redactor())
    ([['X-Shop', 'Paris']], True)

    :param text: one header per line
    :return: (name and value of each header, whether some are left out)
    """
    pairs = [line.partition(":") for line in (text or "").split("\n")]
    found = [[name.strip(), value.strip()] for name, _, value in pairs if name.strip()]
    kept = [
        pair
        for pair in found
        if pair[0].lower() == _NO_SECRET or not redactor.hides(pair[0])
    ]
    return kept, kept != found


def query(text: str | None, redactor: Redactor) -> tuple[str, bool]:
    """
    >>> query("size=2&api%5Fkey=abc", Redactor())
    ('size=2', True)

    :return: (query string, whether parameters are left out)
    """
    found = (text or "").split("&")
    kept = [
        pair
        for pair in found
        if not redactor.hides(unquote_plus(pair.partition("=")[0]))
    ]
    return "&".join(kept), kept != found


def body(text: str | None, media_type: str, redactor: Redactor) -> tuple[str, bool]:
    """
    >>> body('{"user": {"pin": 1234}}', "application/json", Redactor())
    ('{"user": {"pin": "***"}}', True)
    >>> body("name=Ada&password=abc", "application/x-www-form-urlencoded", Redactor())
    ('name=Ada&password=***', True)

    :param media_type: without parameters
    :return: (body, whether a part of it is redacted)
    """
    text = text or ""
    clean = redactor.body(text.encode(), media_type, sys.maxsize)
    try:
        is_same = json.loads(clean) == json.loads(text)
    except (ValueError, RecursionError):
        is_same = clean == text
    return (text, False) if is_same else (clean, True)
