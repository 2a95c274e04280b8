"""Example values of a JSON Schema (Draft 2020-12).

They meet the usual keywords. A pattern, a condition or a dependency may refuse them.
"""

import math
from typing import Any

_MAX_DEPTH = 20
_MAX_VALUES = 500
_NOTHING = object()
#: keyword -> the type that it is about
_KINDS = {"items": "array", "prefixItems": "array"}
_KINDS |= dict.fromkeys(("minimum", "maximum", "multipleOf"), "number")
_KINDS |= dict.fromkeys(("format", "minLength", "maxLength", "pattern"), "string")
#: format -> a text of it
_FORMATS = {
    "date-time": "2026-01-31T12:00:00Z",
    "date": "2026-01-31",
    "time": "12:00:00Z",
    "duration": "P1D",
    "email": "ada@example.com",
    "hostname": "www.example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://www.example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
# A picture, which is a valid file where any file is accepted: one pixel of PNG.
_FILE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAA"
    "SUVORK5CYII="
)


def examples_of(schema: Any) -> list[Any]:
    """
    >>> examples_of({"type": "object", "properties": {"qty": {"type": "integer"}}})
    [{'qty': 1}, {}]

    :param schema: with all that it refers to; hostile ones cost a bounded time
    :return: values that JSON can represent: with all properties, with the required ones
    """
    values = (_Sampler(schema, optional).value(schema, 0) for optional in (True, False))
    return [None if value is _NOTHING else value for value in values]


class _Sampler:
    def __init__(self, root: Any, optional: bool) -> None:
        self._root = root
        self._optional = optional
        self._left = _MAX_VALUES
        self._open: list[str] = []  # references that are being followed

    def value(self, part: Any, depth: int) -> Any:
        """:return: a value, _NOTHING beyond the limits"""
        self._left -= 1
        if self._left < 0 or depth > _MAX_DEPTH or not isinstance(part, dict):
            return _NOTHING
        for keyword in ("examples", "enum"):
            if isinstance(part.get(keyword), list) and part[keyword]:
                return part[keyword][0]
        for keyword in ("const", "default", "example"):
            if keyword in part:
                return part[keyword]
        if isinstance(part.get("$ref"), str):
            return self._behind(part["$ref"], depth)
        return self._of_kind(part, depth)

    def _behind(self, reference: str, depth: int) -> Any:
        """:return: a value of the definition, _NOTHING where it contains itself"""
        if reference in self._open or not reference.startswith("#"):
            return _NOTHING
        self._open.append(reference)
        try:
            return self.value(self._target(reference), depth + 1)
        finally:
            self._open.pop()

    def _target(self, reference: str) -> Any:
        """:return: the target of a local JSON Pointer (RFC 6901), None if missing"""
        target = self._root
        for token in reference.split("/")[1:]:
            token = token.replace("~1", "/").replace("~0", "~")
            target = target.get(token) if isinstance(target, dict) else None
        return target

    def _of_kind(self, part: dict[str, Any], depth: int) -> Any:
        kinds = part.get("type", [])
        kinds = kinds if isinstance(kinds, list) else [kinds]
        kind = next((kind for kind in kinds if kind != "null"), "null" if kinds else "")
        if not kind:
            kind = next((_KINDS[name] for name in part if name in _KINDS), "")
        own = self._object(part, depth) if kind in ("", "object") else _NOTHING
        parts = list(part.get("allOf", ()))
        for keyword in ("oneOf", "anyOf"):
            options = [o for o in part.get(keyword, ()) if o != {"type": "null"}]
            parts += options[:1]
        for each in parts:
            value = self.value(each, depth + 1)
            if isinstance(own, dict) and isinstance(value, dict):
                own = {**own, **value}
            elif value is not _NOTHING and (own is _NOTHING or own == {}):
                return value
        if kind in ("", "object"):
            return own if own or kind or parts else "text"
        return getattr(self, f"_{kind}", lambda *args: _NOTHING)(part, depth)

    def _object(self, part: dict[str, Any], depth: int) -> dict[str, Any]:
        required = part.get("required", [])
        schemas = {**dict.fromkeys(required, {}), **part.get("properties", {})}
        made = {}
        for name, schema in schemas.items():
            if name in required or self._optional:
                value = self.value(schema, depth + 1)
                if value is not _NOTHING:
                    made[name] = value
                elif name in required:
                    made[name] = None
        return made

    def _array(self, part: dict[str, Any], depth: int) -> list[Any]:
        first = [self.value(each, depth + 1) for each in part.get("prefixItems", ())]
        item = self.value(part.get("items", {}), depth + 1)
        count = min(int(part.get("minItems", 1)) or 1, 10)
        items = [*first, *[item] * (count - len(first))]
        return [each for each in items if each is not _NOTHING]

    def _string(self, part: dict[str, Any], depth: int) -> str:
        if part.get("contentEncoding") == "base64":
            return _FILE
        text = _FORMATS.get(part.get("format"), "text")
        text = text.ljust(min(int(part.get("minLength", 0)), 1000), "x")
        return text[: int(part.get("maxLength", len(text)))]

    def _number(self, part: dict[str, Any], depth: int) -> float:
        low = part.get("minimum", part.get("exclusiveMinimum", 0) + 1)
        high = part.get("maximum", part.get("exclusiveMaximum", low + 1) - 1)
        value, step = min(low, high), part.get("multipleOf")
        try:
            rounded = -(-value // step) * step if step else value
            return rounded if math.isfinite(rounded) else value
        except OverflowError:  # an integer that no float can hold
            return value

    def _integer(self, part: dict[str, Any], depth: int) -> int:
        value = self._number({"multipleOf": 1, **part}, depth)
        return int(value) if abs(value) < 2**53 else 1

    def _boolean(self, part: dict[str, Any], depth: int) -> bool:
        return True

    def _null(self, part: dict[str, Any], depth: int) -> None:
        return None
