"""The data of a call: collected during the request, turned into a row by the writer."""

import threading
from functools import partial
from typing import Any, NamedTuple

from werkzeug.exceptions import HTTPException

from odoo.tools import real_time

from odoo.addons.endpoint_route_handler import errors
from odoo.addons.endpoint_route_handler.call import Call

from . import request_id
from .tables import UNKNOWN_COMPANY
from .writer import writer

# Redacting a larger body would be too expensive: only its size is logged.
_MAX_BODY = 2**20
# Limits the memory that queued rows take.
MAX_TEXT = 2_000
_MAX_ADDRESS = 64
_MAX_SIZE = 2**63 - 1  # the maximum of bigint; clients may claim any Content-Length
_TEXTS = ("json", "xml", "x-www-form-urlencoded")


class Facts(NamedTuple):
    """One call, as cheap to create as possible: nothing is redacted yet."""

    time: float
    duration: float
    rule_key: str
    routes: list[str]
    name: str | None
    route_group: str | None
    company_id: int | None  # of the endpoint
    method: str
    path: str
    query: bytes
    status: int
    query_count: int
    query_time: float
    user_id: int | None
    key_id: int | None  # of the API key
    address: str
    request_size: int
    response_size: int | None
    request_id: str
    traceparent: str | None
    error: tuple[str, str]
    redact: str | None
    # (request headers, response headers)
    headers: tuple[list, list] | None
    # (request body, its media type, response body, its media type)
    bodies: tuple[bytes | None, str, bytes | None, str] | None


class Entry:
    """The log entry of one request, stored in ``request.endpoint_log``.

    Odoo retries a request after a serialization failure, and can replace a response
    with an error response. Only the response that is closed writes the row.
    """

    __slots__ = (
        *("call", "httprequest", "dbname", "response", "error", "status"),
        *("request_body", "query_count", "query_time"),
    )

    def __init__(self, call: Call) -> None:
        self.call = call
        self.httprequest = self.dbname = self.response = self.request_body = None
        self.status, self.error = 0, ("", "")
        self.query_count, self.query_time = 0, 0.0

    def answer(
        self, request: Any, response: Any, exception: Exception | None = None
    ) -> None:
        """Write the row when this response is closed.

        :param request: :data:`odoo.http.request`
        :param exception: the exception that caused the response
        """
        if response is self.response:
            return
        snapshot = self.call.snapshot
        if self.call.is_dry_run or (snapshot and not snapshot["log_calls"]):
            return
        self.response = response
        self.httprequest = request.httprequest
        self.dbname = request.db
        self.status, *self.error = _error_of(exception, response, self.call)
        self.request_body = self._read_body() if _keeps_bodies(snapshot) else None
        self.count_queries()
        response.call_on_close(partial(self._close, response))

    def count_queries(self) -> None:
        """werkzeug's log line discards the counter before the response is closed
        (``netsvc.py``, ``PerfFilter``), so read it now.
        """
        thread = threading.current_thread()
        self.query_count = getattr(thread, "query_count", 0)
        self.query_time = getattr(thread, "query_time", 0.0)

    def _read_body(self) -> bytes | None:
        """:return: the body if it is text and the caller is authenticated: a refused
        caller must not make the server read the body
        """
        httprequest = self.httprequest
        size = httprequest.content_length
        is_known = self.call.caller_uid is not None
        if not (is_known and size and size <= _MAX_BODY and _is_text(httprequest)):
            return None
        try:
            return httprequest.get_data()
        except HTTPException:  # larger than the endpoint allows, or truncated
            return None

    def _close(self, response: Any) -> None:
        if response is not self.response:
            return
        self.response = None
        writer.put(self.dbname, self._facts(response))

    def _facts(self, response: Any) -> Facts:
        call, httprequest = self.call, self.httprequest
        environ, snapshot = httprequest.environ, call.snapshot
        now = real_time()
        start = getattr(threading.current_thread(), "perf_t0", now)
        bodies = headers = None
        if _keeps_bodies(snapshot):
            body = _response_body(response)
            media_types = httprequest.mimetype, response.mimetype or ""
            bodies = (self.request_body, media_types[0], body, media_types[1])
        if snapshot and snapshot["log_headers"]:
            headers = (list(httprequest.headers), list(response.headers))
        return Facts(
            start,
            now - start,
            call.rule_key,
            call.routing["routes"],
            snapshot and snapshot["name"],
            snapshot and snapshot["route_group"],
            snapshot["company_id"] if snapshot else UNKNOWN_COMPANY,
            httprequest.method,
            httprequest.path[:MAX_TEXT],
            httprequest.query_string[:MAX_TEXT],
            self.status,
            self.query_count,
            self.query_time,
            call.caller_uid,
            call.key_id,
            environ.get("REMOTE_ADDR", "")[:_MAX_ADDRESS],
            min(httprequest.content_length or 0, _MAX_SIZE),
            _size_of(response),
            call.request_id,
            request_id.accept_traceparent(environ.get("HTTP_TRACEPARENT")),
            self.error,
            snapshot and snapshot["log_redact"],
            headers,
            bodies,
        )


def entry_of(request: Any) -> Entry | None:
    """:return: the Entry of a request, None if no endpoint rule matched"""
    entry = getattr(request, "endpoint_log", None)
    return entry if isinstance(entry, Entry) else None


def _keeps_bodies(snapshot: Any) -> bool:
    return bool(snapshot and snapshot["log_bodies"])


def _is_text(message: Any) -> bool:
    """:param message: a request or a response"""
    mimetype = message.mimetype or ""
    return mimetype.startswith("text/") or mimetype.endswith(_TEXTS)


def _size_of(response: Any) -> int | None:
    """:return: size of the body in bytes, None if it is streamed and does not count"""
    if response.is_sequence:
        return sum(map(len, response.response))
    return response.content_length or getattr(response.response, "size", None)


def _response_body(response: Any) -> bytes | None:
    small = response.is_sequence and _size_of(response) <= _MAX_BODY
    return response.get_data() if small and _is_text(response) else None


def _error_of(exc: Exception | None, response: Any, call: Call) -> tuple[int, str, str]:
    """:return: status (for JSON-RPC, the error code), error name, error message"""
    if exc is None:
        return response.status_code, "", ""
    if isinstance(exc, HTTPException) and exc.response is not None:
        return response.status_code, type(exc).__name__, ""
    answer = errors.describe(exc, call.request_id)
    name = answer.body["name"]
    if answer.is_failure:
        # The exception's message may contain secrets. It is in ir.logging.
        kind = type(exc.__cause__ or exc)  # for a snippet, its own exception
        name = f"{kind.__module__}.{kind.__qualname__}"
    return answer.status, name, answer.body["message"][:MAX_TEXT]
