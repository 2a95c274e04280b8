"""The body of a request: complete and decoded, or refused.

The limit of an endpoint, ``request_max_size``, becomes ``max_content_length``
of the route (``endpoint/controllers/main.py``, ``_max_content_length``). werkzeug
refuses a longer ``Content-Length`` with 413. This module refuses bodies without a
length (``chunked``) and encoded ones, whose size is only known after reading them.
"""

import io
import zlib
from contextlib import suppress
from typing import Any

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from .exceptions import EndpointHTTPException

# zlib's window bits to try for each coding (RFC 9110 §8.4.1). Some clients send raw
# deflate data without zlib's header.
_WINDOW_BITS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
_MAX_MEMBERS = 10
# Multiple codings save nothing, and each costs a body of the maximum size.
_MAX_CODINGS = 2


class CodingNotSupported(EndpointHTTPException):
    """415, with the supported codings in ``Accept-Encoding`` (RFC 9110 §12.5.3)."""

    code = 415
    error_name = "werkzeug.exceptions.UnsupportedMediaType"
    error_headers = (("Accept-Encoding", "gzip, deflate"),)


def decode(request: Any) -> None:
    """Read a body that werkzeug would truncate at the limit, or leave encoded.

    :param request: :data:`odoo.http.request`
    :raise RequestEntityTooLarge: the body is larger than the limit, encoded or not
    :raise CodingNotSupported: unknown ``Content-Encoding``
    :raise BadRequest: the body does not match its ``Content-Encoding``
    """
    httprequest = request.httprequest
    codings = _codings(httprequest.headers.get("Content-Encoding", ""))
    data = read(httprequest)
    for coding in reversed(codings):
        data = _decode(data, coding, httprequest.max_content_length)
    _replace(request, data)


def _codings(header: str) -> list[str]:
    """:return: the codings, in the order in which they were applied"""
    names = [name.strip().lower() for name in header.split(",")]
    codings = [name for name in names if name not in ("", "identity")]
    if len(codings) > _MAX_CODINGS or not _WINDOW_BITS.keys() >= set(codings):
        raise CodingNotSupported("Send the body uncompressed, or with gzip or deflate.")
    return codings


def read(httprequest: Any) -> bytes:
    """
    :return: the body as sent
    :raise RequestEntityTooLarge: the body is larger than the limit
    """
    limit = httprequest.max_content_length
    if limit is None:
        return httprequest.get_data()
    # werkzeug truncates a chunked body at the limit. One more byte reveals that.
    httprequest.max_content_length = limit + 1
    data = httprequest.get_data()
    httprequest.max_content_length = limit
    if len(data) > limit:
        raise RequestEntityTooLarge()
    return data


def _decode(data: bytes, coding: str, limit: int | None) -> bytes:
    for window_bits in _WINDOW_BITS[coding]:
        with suppress(zlib.error):
            return _inflate(data, window_bits, limit)
    raise BadRequest(f"The body is not valid {coding} data.")


def _inflate(data: bytes, window_bits: int, limit: int | None) -> bytes:
    decoded = bytearray()
    # A gzip body may consist of several members (RFC 1952 §2.2). Each copies the rest.
    for _member in range(_MAX_MEMBERS):
        if not data:
            return bytes(decoded)
        decompressor = zlib.decompressobj(window_bits)
        room = 0 if limit is None else limit - len(decoded) + 1  # 0: no limit
        decoded += decompressor.decompress(data, room)
        if limit is not None and len(decoded) > limit:
            raise RequestEntityTooLarge()
        if not decompressor.eof:
            raise zlib.error("the body ends too early")
        data = decompressor.unused_data
    raise zlib.error("too many members")


def _replace(request: Any, data: bytes) -> None:
    """Replace the request's body with the decoded one, for all readers of forms and
    JSON, including Odoo's dispatchers.
    """
    old = request.httprequest
    environ = {
        name: value
        for name, value in old.environ.items()
        if name not in ("HTTP_TRANSFER_ENCODING", "HTTP_CONTENT_ENCODING")
    }
    environ.update({"CONTENT_LENGTH": str(len(data)), "wsgi.input": io.BytesIO(data)})
    request.httprequest = type(old)(environ)
    request.httprequest.max_content_length = old.max_content_length
