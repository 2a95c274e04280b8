"""Remove secrets from calls that are logged or captured."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import Any
from urllib.parse import unquote_plus

REDACTED = "***"
_SENSITIVE = re.compile(
    r"passw|pwd|secret|token|signature|credential|authori[sz]ation|cookie|jwt"
    r"|session|api_?key|private_?key|access_?key"
    r"|(?:^|_)(?:auth|key|pass|pin|otp|cvc|cvv|sig|hmac|hash)s?(?:$|_)"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^0-9a-zA-Z]+")
# Members and elements in text that cannot be parsed.
_MEMBER = re.compile(r'"([^"\\]{1,100})"(\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,"{}[\]]+)')
_ELEMENT = re.compile(r"<([\w:.-]{1,100})((?:\s[^<>]*)?>)([^<]+)")
_ATTRIBUTE = re.compile(r"""([\w:.-]{1,100})(\s*=\s*)("[^"<]*"?|'[^'<]*'?)""")
# Placeholders of a route: <converter:name>.
_PARAMETER = re.compile(r"<(?:[^<>:]*:)?(\w+)>")


@lru_cache(4096)
def is_sensitive(name: str) -> bool:
    """:return: whether a header, parameter or member with this name is a secret"""
    words = _NOT_WORD.sub("_", _CAMEL.sub("_", name)).lower()
    return bool(_SENSITIVE.search(words))


class Redactor:
    """Redacts sensitive names, and the names that an admin lists.

    :param listed: names such as ``iban``, or JSON paths such as ``customer.iban``;
        lists are not part of a path, but ``$.`` and ``[*]`` are accepted
    """

    def __init__(self, listed: Iterable[str] = ()) -> None:
        paths = (re.sub(r"^\$\.?|\[\*?\d*\]|\.\*", "", path) for path in listed)
        self._listed = {path.strip().lower() for path in paths}

    def hides(self, name: str, parents: str = "") -> bool:
        """:param parents: the path to a JSON member, with a trailing dot"""
        lower = name.lower()
        listed = self._listed
        return is_sensitive(name[:200]) or lower in listed or parents + lower in listed

    def path(self, path: str, routes: Sequence[str]) -> str:
        """:return: the first route if the path contains a sensitive parameter"""
        names = _PARAMETER.findall(" ".join(routes))
        return routes[0] if any(map(self.hides, names)) else path

    def query(self, query: str) -> str:
        """Redact a query or a form."""
        pairs = (pair.partition("=") for pair in query.split("&"))
        return "&".join(
            f"{name}={REDACTED}"
            if equals and self.hides(unquote_plus(name))
            else name + equals + value
            for name, equals, value in pairs
        )

    def headers(self, headers: Iterable[tuple[str, str]]) -> str:
        """:return: one header per line"""
        return "\n".join(
            f"{name}: {self._header(name, str(value))}" for name, value in headers
        )

    def _header(self, name: str, value: str) -> str:
        if self.hides(name):
            return REDACTED
        url, mark, query = value.partition("?")  # Referer, Location, Link
        return f"{url}?{self.query(query)}" if mark else value

    def body(self, body: bytes, mimetype: str, size: int) -> str:
        """
        :param mimetype: a text type
        :param size: maximum number of characters
        :return: the text; JSON without whitespace
        """
        text = body.decode("utf-8", "replace")
        if mimetype == "application/x-www-form-urlencoded":
            return self.query(text)[:size]
        try:
            value = self._value(json.loads(text))
        except (ValueError, RecursionError):
            return self._text(text[:size])
        return json.dumps(value, ensure_ascii=False)[:size]

    def _value(self, value: Any, parents: str = "") -> Any:
        if isinstance(value, list):
            return [self._value(item, parents) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            name: REDACTED
            if self.hides(name, parents)
            else self._value(member, f"{parents}{name.lower()}.")
            for name, member in value.items()
        }

    def _text(self, text: str) -> str:
        for pattern, after in (
            (_MEMBER, f'"{REDACTED}"'),
            (_ELEMENT, REDACTED),
            (_ATTRIBUTE, f'"{REDACTED}"'),
        ):
            text = pattern.sub(partial(self._found, after), text)
        return text

    def _found(self, after: str, found: re.Match) -> str:
        if not self.hides(found[1].rpartition(":")[2]):
            return found[0]
        return found[0][: found.start(3) - found.start()] + after
