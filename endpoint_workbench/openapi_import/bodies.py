"""Request bodies and responses: media types, schemas and examples."""

import json
import re
from typing import Any, NamedTuple

from odoo.addons.endpoint.pure import media_type as media_types
from odoo.addons.endpoint.pure.text import CONTROLS

from .. import valid_example
from . import forms
from .document import Document, check_depth, member
from .problems import Note, Unusable, note
from .schemas import Schemas

_NO_BODY = (204, 205, 304)
_OTHER_TYPES = ("text/plain", "text/csv", *media_types.FORMS)
MAX_EXAMPLE = 50_000
# RFC 9110 §8.3.1; the length of a name is that of RFC 6838 §4.2.
_NAME = r"[-!#$%&'*+.^_`|~0-9A-Za-z]{1,127}"
_MEDIA_TYPE = re.compile(rf"{_NAME}/{_NAME}(?:[ \t]*;[\t -~]{{0,200}})?")


class Body(NamedTuple):
    """
    :param media_type: as in a header; empty for no body
    :param schema: converted JSON Schema, None if there is none
    :param value: JSON value or text of an example
    :param valid: whether the example matches the schema
    """

    media_type: str = ""
    schema: Any = None
    value: Any = None
    valid: bool = False

    @property
    def is_json(self) -> bool:
        return _family(self.media_type) == media_types.JSON

    def text(self, indent: int | None = None) -> str:
        """:return: the example as it is sent"""
        if self.is_json:
            return json.dumps(self.value, ensure_ascii=False, indent=indent)
        return CONTROLS.sub("", self.value or "")


class Bodies:
    def __init__(self, document: Document, schemas: Schemas) -> None:
        self.notes: list[Note] = []
        self._document = document
        self._schemas = schemas

    def request(self, operation: dict[str, Any], method: str) -> Body:
        """:param method: in lower case"""
        part = self._document.resolve(operation.get("requestBody"))
        part = part if isinstance(part, dict) else {}
        content = self._content(part)
        required = part.get("required") is True
        if method in ("get", "delete") and not required:
            if content:
                self.notes.append(note("body_of_method"))
            return Body()
        if not content:
            return Body("*/*" if method in ("post", "put", "patch") else "")
        if part.get("required") is False:
            self.notes.append(note("body_optional"))
        return self._body(content, "request")

    def response(self, operation: dict[str, Any]) -> tuple[int, dict, Body]:
        """:return: (status, Response Object, body) of the first success"""
        responses = member(operation, "responses", dict)
        keys = sorted(responses, key=_order)
        if not keys or _order(keys[0])[0] > 3:
            self.notes.append(note("no_success"))
            return 200, {}, Body()
        key = keys[0]
        status = int(key) if key.isdecimal() else 300 if key[0] == "3" else 200
        part = self._document.resolve(responses[key])
        part = part if isinstance(part, dict) else {}
        headers = member(part, "headers", dict)
        self.notes += [note("response_header", name=name) for name in headers]
        content = self._content(part)
        if not content or status in _NO_BODY:
            return status, part, Body()
        return status, part, self._body(content, "response")

    def _content(self, part: dict[str, Any]) -> dict[str, Any]:
        """:return: media type -> Media Type Object, without what no header can carry"""
        content = member(part, "content", dict)
        wrong = [name for name in content if not _MEDIA_TYPE.fullmatch(name)]
        self.notes += [note("media_type", name=name) for name in wrong]
        return {name: content[name] for name in content if name not in wrong}

    def _body(self, content: dict[str, Any], side: str) -> Body:
        name = min(content, key=_preference)
        others = [each for each in content if each != name]
        if others:
            self.notes.append(note(f"{side}_types", names=", ".join(others), kept=name))
        media = content[name] if isinstance(content[name], dict) else {}
        schema = self._schema(media, side)
        media_type = _concrete(name, schema)
        family = _family(media_type)
        given = self._examples(media)
        if family == media_types.JSON:
            return Body(media_type, schema, *_json(given, schema, side))
        text = self._text(family, given, schema)
        if text is None:
            self.notes.append(note(f"{side}_example", type=media_type))
        return Body(media_type, None, text or "", text is not None)

    def _schema(self, media: dict[str, Any], side: str) -> Any:
        if "schema" not in media:
            return None
        try:
            return self._schemas.convert(media["schema"])
        except Unusable as exc:
            self.notes += [note(f"{side}_schema"), exc.note]
            return None

    def _examples(self, media: dict[str, Any]) -> list[Any]:
        """:return: the examples of a Media Type Object"""
        given = [media["example"]] if "example" in media else []
        for example in member(media, "examples", dict).values():
            example = self._document.resolve(example)
            if isinstance(example, dict) and "value" in example:
                given.append(example["value"])
        return [each for each in given if len(json.dumps(each)) <= MAX_EXAMPLE]

    def _text(self, family: str, given: list[Any], schema: Any) -> str | None:
        """:return: the example as text, None if there is none"""
        if given and isinstance(given[0], str):
            return given[0]
        value = given[0] if given else valid_example.make(schema or {})[1]
        if family == media_types.XML:
            root = isinstance(schema, dict) and schema.get("title") or "example"
            return f"<{root}/>" if str(root).isidentifier() else "<example/>"
        if family in media_types.FORMS and isinstance(value, dict):
            return forms.write(value, family)
        if family.startswith("text/"):
            return value if isinstance(value, str) else "text"
        return None


def _family(media_type: str) -> str:
    """:return: the media type that determines how a body is parsed"""
    return media_types.family(media_types.essence(media_type))


def _json(given: list[Any], schema: Any, side: str) -> tuple[Any, bool]:
    """:return: (value, whether it is valid). A response is the document's example,
    even if that does not match
    """
    given = [_parsed(each) for each in given]
    if schema is None:
        return (given[0] if given else {}), True
    valid, value = valid_example.make(schema, given)
    return (given[0], True) if given and side == "response" else (value, valid)


def _parsed(value: Any) -> Any:
    """:return: the value of a JSON text that stands for an object or a list"""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            parsed = json.loads(value)
            json.dumps(parsed, allow_nan=False)  # no NaN, and nothing that is infinite
            check_depth(parsed)
            return parsed
        except (ValueError, RecursionError):
            return value
    return value


def content_type(media_type: str) -> str:
    """:return: value of ``request_content_type`` that accepts the media type"""
    known = _family(media_type)
    if known in (media_types.JSON, media_types.XML, *_OTHER_TYPES):
        return known
    return media_types.ANY if media_type else ""


def _order(key: str) -> tuple[int, str]:
    """Success before the default response, redirects before the rest."""
    kind = {"2": 0, "3": 3}.get(key[:1], 4)
    if key == "default":
        return 2, key
    if not (key.isdecimal() and len(key) == 3):
        kind = 1 if key.upper() == "2XX" else 9
    return kind, key


def _preference(name: str) -> int:
    """JSON first, then XML, forms and text, then the rest."""
    families = (media_types.JSON, media_types.XML, *media_types.FORMS, "text/csv")
    family = _family(name)
    if family in families:
        return families.index(family)
    return 10 if family.startswith("text/") else 20


def _concrete(name: str, schema: Any) -> str:
    """:return: a media type for a range such as ``image/*``"""
    kind, _, subtype = media_types.essence(name).partition("/")
    if subtype != "*":
        return name
    if kind == "text":
        return "text/plain"
    is_binary = isinstance(schema, dict) and schema.get("format") == "binary"
    return "application/octet-stream" if kind != "*" or is_binary else media_types.JSON
