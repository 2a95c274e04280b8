"""Turns exceptions into error responses, for all rules."""

import json
import logging
import threading
import traceback
from typing import Any, NamedTuple

from psycopg2.errors import NumericValueOutOfRange
from werkzeug.exceptions import (
    BadRequest,
    BadRequestKeyError,
    HTTPException,
    ServiceUnavailable,
)

from odoo.exceptions import (
    AccessDenied,
    AccessError,
    ConcurrencyError,
    LockError,
    MissingError,
    RedirectWarning,
    UserError,
)
from odoo.http import Response, SessionExpiredException
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import config

from . import failure_log
from .call import Call
from .exceptions import EndpointHTTPException

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.request")

# First match wins; unlisted subclasses of UserError map to 400.
_STATUS = (
    (AccessDenied, 401),
    (SessionExpiredException, 401),
    (AccessError, 403),
    (MissingError, 404),
    (LockError, 409),
    (UserError, 400),
    (RedirectWarning, 400),
)
# Odoo's own dispatchers. Others, such as fastapi's, format their own errors.
ROUTE_TYPES = ("http", "jsonrpc", "json2")
# Odoo repeats such a request four times before it gives up (``service/model.py``).
_CONCURRENCY = (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)
_BUSY = "Other requests wrote the same records. Nothing was written: send it again."
_EXCEEDS = "A number is too large, or a text contains a NUL character."
# RFC 9110 §11.6.1: a 401 names an authentication scheme. No scheme is registered for
# session cookies; browsers ignore an unknown scheme and show no password dialog.
_CHALLENGES = {"bearer": "Bearer"}
_SESSION_CHALLENGE = 'Session realm="Odoo"'


class ErrorAnswer(NamedTuple):
    """The content of an error response."""

    status: int
    body: dict[str, Any]
    headers: list[tuple[str, str]]
    #: True if the server is at fault and the message contains the request id
    is_failure: bool = False


def error_object(
    exc: BaseException, message: str, arguments: list | None = None, debug: str = ""
) -> dict[str, Any]:
    """Build the error object of Odoo's JSON-2 API (``odoo/http.py``,
    ``serialize_exception``), so that a client needs one parser for both.

    :param message: for the caller
    :param arguments: defaults to the message alone
    :param debug: a traceback, for developers
    """
    kind = type(exc)
    name = f"{kind.__module__}.{kind.__qualname__}"
    extra: dict[str, Any] = {}
    if isinstance(exc, EndpointHTTPException):
        name = exc.error_name or name
        extra = exc.error_extra
    return {
        "name": name,
        "message": message,
        "arguments": [message] if arguments is None else arguments,
        "context": {},
        "debug": debug,
        **extra,
    }


def describe(exc: BaseException, request_id: str = "") -> ErrorAnswer:
    """
    :param exc: an exception of any kind
    :param request_id: :attr:`Call.request_id`, named in the message of a failure
    """
    debug = "".join(traceback.format_exception(exc)) if config["dev_mode"] else ""
    for kind, status in _STATUS:
        if isinstance(exc, kind):
            message = str(exc.args[0]) if exc.args else str(exc)
            return ErrorAnswer(status, error_object(exc, message, debug=debug), [])
    if isinstance(exc, HTTPException):
        message = exc.description or exc.name
        if isinstance(exc, BadRequestKeyError) and exc.args:
            message = f"“{exc.args[0]}” is missing from the request."
        body = error_object(exc, message, [message, exc.code], debug)
        return ErrorAnswer(exc.code, body, _headers_of(exc))
    if isinstance(exc, _CONCURRENCY):
        answer = describe(ServiceUnavailable(_BUSY))
        return answer._replace(headers=[("Retry-After", "1")])
    if _exceeds_database(exc):
        return describe(BadRequest(_EXCEEDS))
    message = f"Internal Server Error ({request_id})"
    body = error_object(Exception(), message, debug=debug)
    return ErrorAnswer(500, body, [], is_failure=True)


def explain(exc: Exception, **members: Any) -> EndpointHTTPException:
    """:return: an error with the response of ``exc`` and additional members"""
    status, body, headers, _is_failure = describe(exc)
    kept = {name: body[name] for name in ("name", "arguments", "debug")}
    return EndpointHTTPException(
        body["message"], status, headers, extra={**kept, **members}
    )


def _exceeds_database(exc: BaseException | None) -> bool:
    """:return: whether PostgreSQL cannot represent a value: a number with too many
    digits, or a text with NUL. Such values come from callers.
    """
    while exc is not None:
        if isinstance(exc, NumericValueOutOfRange):
            return True
        if isinstance(exc, ValueError) and "NUL (0x00)" in str(exc):  # psycopg2
            return True
        exc = exc.__cause__
    return False


def _headers_of(exc: HTTPException) -> list[tuple[str, str]]:
    """:return: the headers that an exception adds, such as ``Allow``"""
    return [
        (name, value)
        for name, value in exc.get_headers()
        if name.lower() not in ("content-type", "content-length")
    ]


def make_response(exc: BaseException, call: Call, rpc_id: Any = None) -> Response:
    """Build the error response, and log it.

    :param call: the request that failed
    :param rpc_id: the ``id`` of a JSON-RPC request
    """
    if isinstance(exc, HTTPException) and exc.response is not None:
        response = exc.response
        _log_refused(exc, call, response.status_code)
    else:
        answer = describe(exc, call.request_id)
        if answer.is_failure:
            _log_failed(exc, call)
        else:
            _log_refused(exc, call, answer.status)
        response = _to_response(answer, call.routing, rpc_id)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _to_response(answer: ErrorAnswer, routing: dict, rpc_id: Any) -> Response:
    status, body, headers, _is_failure = answer
    if status == 401 and not any(n.lower() == "www-authenticate" for n, _ in headers):
        challenge = _CHALLENGES.get(routing["auth"], _SESSION_CHALLENGE)
        headers.append(("WWW-Authenticate", challenge))
    if routing["type"] == "jsonrpc":
        error = {"code": status, "message": body["message"], "data": body}
        body = {"jsonrpc": "2.0", "id": rpc_id, "error": error}
        status = 200  # like Odoo: the envelope reports the error
    return Response(
        json.dumps(body, ensure_ascii=False, default=str),
        status=status,
        headers=headers,
        content_type="application/json; charset=utf-8",
    )


def _log_failed(exc: BaseException, call: Call) -> None:
    if call.is_dry_run:
        name = f"Dry run of {call.rule_key}"
        _logger.info("%s failed (%s)", name, call.request_id, exc_info=exc)
        return
    _logger.error("%s failed (%s)", call.rule_key, call.request_id, exc_info=exc)
    failure_log.write(threading.current_thread().dbname, call, exc)


def _log_refused(exc: BaseException, call: Call, status: int) -> None:
    """Log a refusal at INFO: it is the caller's mistake."""
    name = f"Dry run of {call.rule_key}" if call.is_dry_run else call.rule_key
    _logger.info("%s refused with %s: %r", name, status, exc)
