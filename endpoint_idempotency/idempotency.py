"""The ``Idempotency-Key`` header (draft-ietf-httpapi-idempotency-key-header-08): which
parts of a request are compared and what is stored. Used by ``endpoint.mixin._respond``.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import Conflict, UnprocessableEntity
from werkzeug.wrappers import Request

from odoo.http import Response

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.pure.media_type import FORMS
from odoo.addons.endpoint_route_handler.exceptions import EndpointHTTPException

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
#: The methods that are not idempotent (RFC 9110 §9.2.2)
METHODS = ("POST", "PATCH")
MAX_LENGTH = 255
#: Only the key tells anonymous clients apart
MIN_LENGTH_ANONYMOUS = 16
#: In bytes; a larger response is not stored
MAX_BODY = 4 * 2**20

# Headers and errors of an operation, see ``endpoint.mixin._describe_operation``.
REQUEST_HEADERS = (
    (
        HEADER,
        "A unique key, such as a UUID. If the request is sent again within 24 "
        "hours, it is executed only once and gets the first response again.",
    ),
)
RESPONSE_HEADERS = ((REPLAYED, "`true` if an earlier request got this response."),)
ERRORS = {
    409: f"The first request with this `{HEADER}` is still running (send it again "
    "after `Retry-After` seconds), or its response was not stored.",
    422: f"A different request was sent with this `{HEADER}`.",
}

_QUOTED = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])+)"')  # RFC 9651 §3.3.3
# Without a comma, which joins repeated headers.
_BARE = re.compile(r"[!#-+\--~]+")
# Odoo sets its cookie, and werkzeug the length, on every response.
_NOT_KEPT = ("set-cookie", "content-length")


class StillRunning(EndpointHTTPException, Conflict):
    """The first request with this key has no response yet (409)."""

    error_name = "werkzeug.exceptions.Conflict"
    description = "The first request with this Idempotency-Key is still running."
    error_headers = [("Retry-After", "1")]
    error_extra = {"code": "idempotency_running"}


class ResponseNotKept(EndpointHTTPException, Conflict):
    """The first request was executed, but its response was not stored (409)."""

    error_name = "werkzeug.exceptions.Conflict"
    description = (
        "A request with this Idempotency-Key was already executed, but its response "
        "was not stored. Check its effect before you send it with another key."
    )
    error_extra = {"code": "idempotency_answer_not_kept"}


class KeyReused(EndpointHTTPException, UnprocessableEntity):
    """A different request used this key (422)."""

    error_name = "werkzeug.exceptions.UnprocessableEntity"
    description = "A different request was already sent with this Idempotency-Key."
    error_extra = {"code": "idempotency_key_reused"}


def read_key(value: str, min_length: int = 1) -> str:
    """
    >>> read_key('"a"'), read_key("a")
    ('a', 'a')
    :param value: value of the header: a String (RFC 9651 §3.3.3), or a bare text
    :raise RequestValidationError: the key is malformed, too short or too long
    """
    value = value.strip(" \t")  # RFC 9110 §5.5: not part of the value
    if quoted := _QUOTED.fullmatch(value):
        key = re.sub(r"\\(.)", r"\1", quoted[1])
    else:
        key = value if _BARE.fullmatch(value) else ""
    if min_length <= len(key) <= MAX_LENGTH:
        return key
    raise RequestValidationError(
        [
            {
                "loc": ["header", HEADER],
                "msg": f"{HEADER} must have {min_length} to {MAX_LENGTH} printable "
                "ASCII characters, such as a UUID",
                "type": "idempotency_key",
            }
        ]
    )


def fingerprint(httprequest: Request) -> str:
    """:return: a hash that differs between different requests"""
    digest = hashlib.sha256()
    for part in _parts(httprequest):
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.hexdigest()


def _parts(httprequest: Request) -> Iterator[bytes]:
    """A form is identified by its fields: every attempt has a different boundary, and
    the raw bytes are gone once werkzeug has parsed them.
    """
    mimetype = httprequest.mimetype
    yield from (httprequest.method.encode(), httprequest.path.encode())
    yield from (httprequest.query_string, mimetype.encode())
    if mimetype not in FORMS:
        yield httprequest.mimetype_params.get("charset", "").lower().encode()
        yield httprequest.get_data()
        return
    for name, value in httprequest.form.items(multi=True):
        yield from (b"field", name.encode(), value.encode("utf-8", "surrogatepass"))
    for name, file in httprequest.files.items(multi=True):
        yield from (b"file", name.encode(), (file.filename or "").encode())
        yield _file_digest(file)


def _file_digest(file: FileStorage) -> bytes:
    digest = hashlib.sha256()
    file.seek(0)  # validation may have read it
    while chunk := file.read(2**16):
        digest.update(chunk)
    file.seek(0)
    return digest.digest()


def scope_digest(*parts: Any) -> bytes:
    """:return: a hash of the parts, such as the endpoint, the caller and the key"""
    return hashlib.sha256(json.dumps(parts).encode()).digest()


def to_keep(response: Response) -> tuple[int, list, bytes] | tuple[()]:
    """
    :param response: rendered
    :return: (status, headers, body); () if it is streamed or too large to store
    """
    if response.is_streamed or response.direct_passthrough:
        return ()
    body = response.get_data()
    if len(body) > MAX_BODY:
        return ()
    pairs = response.headers.items()
    headers = [(name, value) for name, value in pairs if name.lower() not in _NOT_KEPT]
    return (response.status_code, headers, body)


def replay(status: int, headers: list, body: bytes) -> Response:
    """Rebuild the response from the result of :func:`to_keep`."""
    response = Response(body, status=status)
    response.headers.clear()
    response.headers.extend(headers)
    response.headers[REPLAYED] = "true"
    return response
