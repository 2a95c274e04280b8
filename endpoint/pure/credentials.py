"""The API keys in the headers of a request."""

import base64
import binascii
import re
from collections.abc import Mapping

HEADER = "X-API-Key"
# Finds all that Odoo's _auth_method_bearer finds (``ir_http.py``), so that no key gets
# there unchecked.
_BEARER = re.compile(r"bearer(\s.*)", re.IGNORECASE | re.DOTALL)
_BASIC = re.compile(r"basic +([A-Za-z0-9+/]+=*) *", re.IGNORECASE)
# Odoo finds a key by its first 8 characters. passlib refuses more than 4,096.
_KEY = re.compile(r"[!-~]{8,4096}")


def keys(
    headers: Mapping[str, str], allow_header: bool, allow_basic: bool
) -> list[tuple[str, str]]:
    """
    :param allow_header: whether ``X-API-Key`` counts
    :param allow_basic: whether the password of Basic counts (RFC 7617)
    :return: (``bearer``, ``basic`` or ``header``, key) of each key that was sent; an
        unusable key is an empty string
    """
    found = []
    authorization = headers.get("Authorization") or ""
    if bearer := _BEARER.match(authorization):
        found.append(("bearer", bearer[1]))
    elif allow_basic and authorization[:5].lower() == "basic":
        found.append(("basic", _password(authorization)))
    if allow_header and headers.get(HEADER) is not None:
        found.append(("header", headers[HEADER]))
    return [(way, _usable(key.strip(" \t"))) for way, key in found]


def _password(authorization):
    """:return: the password; empty if the header is malformed"""
    if not (basic := _BASIC.fullmatch(authorization)):
        return ""
    try:
        user_and_password = base64.b64decode(basic[1], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return user_and_password.partition(":")[2]


def _usable(key):
    return key if _KEY.fullmatch(key) else ""
