"""The header ``Idempotency-Key`` (draft-ietf-httpapi-idempotency-key-header): what of a
request and of its answer counts.
"""

import hashlib
import json
import re

from werkzeug.exceptions import Conflict, UnprocessableEntity

from odoo.http import Response

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint_route_handler.exceptions import EndpointHTTPException

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
#: those that are not idempotent by themselves (RFC 9110 §9.2.2)
METHODS = ("POST", "PATCH")
MAX_LENGTH = 255
#: of a key of anyone: nothing else tells those apart who do not log in
MIN_LENGTH_OF_ANYONE = 16
#: bytes; what a day of answers takes in the database stays within reason, also where a
#: caller wants to fill it: the large ones together have a limit
MAX_ANSWER = 4 * 2**20
LARGE_ANSWER = 2**16
MAX_LARGE_ANSWERS = 2**30

_QUOTED = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])+)"')  # RFC 9651 §3.3.3
# Without a comma: two headers reach us joined by one.
_BARE = re.compile(r"[!#-+\--~]+")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# Of one answer alone: Odoo adds its cookie to each, werkzeug the length.
_NOT_KEPT = ("set-cookie", "content-length")


class StillRunning(EndpointHTTPException, Conflict):
    """The first request with this key is not answered yet (409)."""

    error_name = "werkzeug.exceptions.Conflict"
    description = "The first request with this Idempotency-Key is still running."
    error_headers = [("Retry-After", "1")]
    error_extra = {"code": "idempotency_running"}


class AnswerNotKept(EndpointHTTPException, Conflict):
    """The first request was carried out, but its answer is not there (409)."""

    error_name = "werkzeug.exceptions.Conflict"
    description = (
        "A request with this Idempotency-Key was carried out before, and its answer "
        "was not kept. Look what is there before you send it with another key."
    )
    error_extra = {"code": "idempotency_answer_not_kept"}


class KeyReused(EndpointHTTPException, UnprocessableEntity):
    """Another request had this key (422)."""

    error_name = "werkzeug.exceptions.UnprocessableEntity"
    description = "Another request was sent with this Idempotency-Key before."
    error_extra = {"code": "idempotency_key_reused"}


def read_key(value, least=1):
    """
    >>> read_key('"a"'), read_key("a")
    ('a', 'a')
    :param str value: of the header: a string of RFC 9651, or the bare text
    :param int least: number of characters that it has to have
    :raise RequestValidationError: it is no key
    """
    value = value.strip(" \t")  # not of the value: RFC 9110 §5.5
    if quoted := _QUOTED.fullmatch(value):
        key = re.sub(r"\\(.)", r"\1", quoted[1])
    else:
        key = value if _BARE.fullmatch(value) else ""
    if least <= len(key) <= MAX_LENGTH:
        return key
    raise RequestValidationError(
        [
            {
                "loc": ["header", HEADER],
                "msg": f"{HEADER} must be {least} to {MAX_LENGTH} printable characters "
                "of ASCII, such as a UUID",
                "type": "idempotency_key",
            }
        ]
    )


def fingerprint(httprequest):
    """:return: str that differs between requests that differ"""
    digest = hashlib.sha256()
    for part in _parts(httprequest):
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.hexdigest()


def _parts(httprequest):
    """Yield bytes. A form counts by its fields: each try has a boundary of its own,
    and its bytes are gone once it is read.
    """
    kind = httprequest.mimetype
    yield from (httprequest.method.encode(), httprequest.path.encode())
    yield from (httprequest.query_string, kind.encode())
    if kind not in _FORMS:
        yield httprequest.mimetype_params.get("charset", "").lower().encode()
        yield httprequest.get_data()
        return
    for name, value in httprequest.form.items(multi=True):
        yield from (b"field", name.encode(), value.encode("utf-8", "surrogatepass"))
    for name, file in httprequest.files.items(multi=True):
        yield from (b"file", name.encode(), (file.filename or "").encode())
        yield _file_digest(file)


def _file_digest(file):
    digest = hashlib.sha256()
    while chunk := file.read(2**16):
        digest.update(chunk)
    file.seek(0)
    return digest.digest()


def scope_digest(*parts):
    """:return: bytes, of whose key it is and for what"""
    return hashlib.sha256(json.dumps(parts).encode()).digest()


def to_keep(response):
    """
    :param response: :class:`odoo.http.Response`, rendered
    :return: (status, headers, body); Nones where it is streamed, or too large to keep
    """
    if response.is_streamed or response.direct_passthrough:
        return (None, None, None)
    body = response.get_data()
    if len(body) > MAX_ANSWER:
        return (None, None, None)
    pairs = response.headers.items()
    headers = [(name, value) for name, value in pairs if name.lower() not in _NOT_KEPT]
    return (response.status_code, headers, body)


def replay(status, headers, body):
    """:return: :class:`odoo.http.Response`, from what :func:`to_keep` returned"""
    response = Response(body, status=status)
    response.headers.clear()
    response.headers.extend(headers)
    response.headers[REPLAYED] = "true"
    return response
