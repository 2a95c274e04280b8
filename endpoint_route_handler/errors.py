"""From an exception to the answer that a caller gets: one place for all rules."""

import json
import logging
import traceback
import uuid

from psycopg2.errors import NumericValueOutOfRange
from werkzeug.exceptions import BadRequest, HTTPException

from odoo.exceptions import (
    AccessDenied,
    AccessError,
    LockError,
    MissingError,
    RedirectWarning,
    UserError,
)
from odoo.http import Response, SessionExpiredException
from odoo.tools import config

from .pure.error_object import class_name, error_object

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.request")

# The first that fits. UserError and what inherits it without standing here: 400.
_STATUS = (
    (AccessDenied, 401),
    (SessionExpiredException, 401),
    (AccessError, 403),
    (MissingError, 404),
    (LockError, 409),
    (UserError, 400),
    (RedirectWarning, 400),
)
# The types of Odoo's own dispatchers. Others, such as fastapi's, word their own errors.
ROUTE_TYPES = ("http", "jsonrpc", "json2")
_EXCEEDS = "A number is too large, or a text holds the character NUL."
# RFC 9110 §11.6.1: a 401 names a way to authenticate. There is no registered scheme
# for a session cookie; a name of its own makes no browser ask for a password.
_CHALLENGES = {"bearer": "Bearer"}
_SESSION_CHALLENGE = 'Session realm="Odoo"'


def describe(exc):
    """
    :return: (status, error object, headers) for an exception of any kind
    """
    debug = "".join(traceback.format_exception(exc)) if config["dev_mode"] else ""
    extra = getattr(exc, "error_extra", None)
    for kind, status in _STATUS:
        if isinstance(exc, kind):
            message = str(exc.args[0]) if exc.args else str(exc)
            return (
                status,
                error_object(class_name(exc), message, extra=extra, debug=debug),
                [],
            )
    if isinstance(exc, HTTPException):
        body = error_object(
            class_name(exc),
            exc.description or exc.name,
            [exc.description or exc.name, exc.code],
            extra=extra,
            debug=debug,
        )
        return exc.code, body, _headers_of(exc)
    if _exceeds_database(exc):
        return describe(BadRequest(_EXCEEDS))
    error_id = uuid.uuid4().hex[:12]
    exc.endpoint_error_id = error_id
    message = f"Internal Server Error ({error_id})"
    return 500, error_object("builtins.Exception", message, debug=debug), []


def _exceeds_database(exc):
    """:return: whether the cause is a value that PostgreSQL has no place for: a number
    with too many digits, a text with NUL. Such come from callers.
    """
    while exc is not None:
        if isinstance(exc, NumericValueOutOfRange):
            return True
        if isinstance(exc, ValueError) and "NUL (0x00)" in str(exc):  # psycopg2
            return True
        exc = exc.__cause__
    return False


def _headers_of(exc):
    """What an HTTPException adds, ``Allow`` or ``Retry-After`` say."""
    return [
        (name, value)
        for name, value in exc.get_headers()
        if name.lower() not in ("content-type", "content-length")
    ]


def make_response(exc, endpoint, request_id=None):
    """
    :param exc: the exception
    :param endpoint: the endpoint of the rule that matched, with ``.routing``
    :param request_id: the ``id`` of a JSON-RPC request
    :return: :class:`odoo.http.Response`
    """
    routing = endpoint.routing
    if isinstance(exc, HTTPException) and exc.response is not None:
        response = exc.response
        status = response.status_code
    else:
        status, body, headers = describe(exc)
        if status == 401 and not any(
            n.lower() == "www-authenticate" for n, _ in headers
        ):
            challenge = _CHALLENGES.get(routing["auth"], _SESSION_CHALLENGE)
            headers.append(("WWW-Authenticate", challenge))
        if routing["type"] == "jsonrpc":
            body = _json_rpc_error(status, body, request_id)
            status = 200  # as Odoo: the envelope is the answer
        response = Response(
            json.dumps(body, ensure_ascii=False, default=str),
            status=status,
            headers=headers,
            content_type="application/json; charset=utf-8",
        )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _json_rpc_error(status, body, request_id):
    return {
        "jsonrpc": "2.0",
        "id": request_id,
        "error": {"code": status, "message": body["message"], "data": body},
    }


def log(exc, endpoint, status):
    """A refused request is the caller's mistake; a failed one is ours."""
    # Odoo logs each exception itself, and asks for the level here (odoo/http.py).
    exc.loglevel = logging.DEBUG
    if error_id := getattr(exc, "endpoint_error_id", None):
        _logger.error("%s failed (%s)", endpoint.rule_key, error_id, exc_info=exc)
    else:
        _logger.info("%s refused with %s: %r", endpoint.rule_key, status, exc)
