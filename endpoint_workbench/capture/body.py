"""The body of a captured request: its text, or why there is none."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from werkzeug.exceptions import HTTPException

from odoo.addons.endpoint.pure.redact import REDACTED, Redactor
from odoo.addons.endpoint_route_handler import request_body

#: bytes of a body that are kept
MAX_SIZE = 2**18
_ENCODED = ("Transfer-Encoding", "Content-Encoding")


class Raw(NamedTuple):
    """A body as it was sent, decoded but not redacted.

    :param state: a value of ``endpoint.captured.call``, ``body_state``
    :param size: of the whole body in bytes, as far as it is known
    :param data: the body, up to :data:`MAX_SIZE`
    :param parts: of a form with files: (name, value, whether it is a file)
    """

    state: str
    size: int = 0
    data: bytes = b""
    parts: tuple[tuple[str, str, bool], ...] = ()
    mimetype: str = ""
    charset: str = "utf-8"


def read(request: Any) -> Raw:
    """Read the body, after the endpoint has responded. A body that the endpoint did not
    read, for example because it refused the caller, is read up to :data:`MAX_SIZE`.

    :param request: :data:`odoo.http.request`
    """
    httprequest = request.httprequest
    limit, size = httprequest.max_content_length, httprequest.content_length or 0
    httprequest.max_content_length = MAX_SIZE
    try:
        if any(name in httprequest.headers for name in _ENCODED):
            request_body.decode(request)
            httprequest = request.httprequest
        if httprequest.mimetype == "multipart/form-data":
            return Raw("form", size, parts=tuple(_parts(httprequest)))
        data = httprequest.get_data()
    except (HTTPException, OSError):  # too large, wrongly encoded, or not all arrived
        return Raw("unread", size)
    finally:
        request.httprequest.max_content_length = limit
    if not data:
        return Raw("empty")
    state = "text" if len(data) <= MAX_SIZE else "cut"
    return Raw(
        state,
        len(data),
        data[:MAX_SIZE],
        mimetype=httprequest.mimetype,
        charset=httprequest.mimetype_params.get("charset", "utf-8"),
    )


def _parts(httprequest: Any) -> Iterator[tuple[str, str, bool]]:
    """:return: (name, value, whether it is a file) of each part"""
    for name, value in httprequest.form.items(multi=True):
        yield name, value, False
    for name, file in httprequest.files.items(multi=True):
        about = f"{file.filename} ({file.mimetype}, {_size_of(file)} bytes)"
        yield name, about, True


def _size_of(file: Any) -> int | str:
    """:return: size of an uploaded file in bytes; “?” if the endpoint closed it"""
    try:
        position = file.stream.tell()
        file.stream.seek(0, 2)
        size = file.stream.tell()
        file.stream.seek(position)
    except (OSError, ValueError):
        return "?"
    return size


def to_text(raw: Raw, redactor: Redactor) -> tuple[str, str]:
    """
    :return: (state, redacted text that PostgreSQL can store); JSON is indented
    """
    if raw.state == "form":
        lines = (_line(redactor, *part) for part in raw.parts)
        return raw.state, storable("\n".join(lines)[:MAX_SIZE])
    if raw.state not in ("text", "cut"):
        return raw.state, ""
    try:
        decoder = codecs.getincrementaldecoder(raw.charset)()
        # A cut may split a character.
        text = decoder.decode(raw.data, final=raw.state == "text")
    except (LookupError, UnicodeError):
        return "binary", ""
    if "\0" in text:
        return "binary", ""
    # JSON is written with spaces, which must not be cut off.
    text = redactor.body(text.encode(), raw.mimetype, 2 * MAX_SIZE)
    return raw.state, storable(_indent(text))


def _line(redactor: Redactor, name: str, value: str, is_file: bool) -> str:
    if is_file:
        return f"{name}=@{value}"
    return f"{name}={REDACTED if redactor.hides(name) else value}"


def _indent(text: str) -> str:
    """:return: JSON with line breaks, unless that makes it much longer"""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(value, dict | list):
        return text
    lines, size = [], 0
    for part in json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(value):
        lines.append(part)
        size += len(part)
        if size > 4 * MAX_SIZE:
            return text
    return "".join(lines)


def storable(text: str) -> str:
    """:return: the text without NUL and lone surrogates, which PostgreSQL refuses"""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
