"""Sees the responses of a listening endpoint, and keeps the first request."""

import logging
import re
from functools import partial
from typing import Any, NamedTuple

import psycopg2
from werkzeug.exceptions import HTTPException

from odoo import SUPERUSER_ID, api, fields
from odoo.http import request
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.sql_db import PoolError

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.pure.redact import Redactor
from odoo.addons.endpoint_route_handler import errors
from odoo.addons.endpoint_route_handler.call import Call
from odoo.addons.endpoint_route_handler.rule import parse_key

from . import body

_logger = logging.getLogger(__name__)
# Another request that is kept, or an admin who saves the endpoint.
_MAX_TRIES = 5
_MAX_ERROR = 5_000
_WORD = re.compile(r"\w+")


class Captured(NamedTuple):
    """One request and its response. Nothing is redacted yet."""

    time: Any
    routes: list[str]
    method: str
    path: str
    query: str
    headers: list[tuple[str, str]]
    body: body.Raw
    address: str
    status: int
    #: message for the caller, and the errors of the request: ``loc``, ``msg``, ``type``
    error: tuple[str, list[dict[str, Any]]]


def observe(call: Call, response: Any, exception: Exception | None) -> None:
    """Keep the request if this response is sent.

    See ``endpoint.mixin``, ``_answer_observers``.
    """
    snapshot = call.snapshot
    if snapshot is None or call.is_preflight or call.is_dry_run:
        return
    if snapshot["capture_until"] < fields.Datetime.now():
        snapshot.observers = ()
        return
    httprequest = request.httprequest
    captured = Captured(
        fields.Datetime.now(),
        call.routing["routes"],
        httprequest.method,
        httprequest.path,
        httprequest.query_string.decode("utf-8", "replace"),
        list(httprequest.headers),
        body.read(request),
        httprequest.environ.get("REMOTE_ADDR", ""),
        response.status_code,
        _error_of(call, exception),
    )
    # Afterwards: the transaction of a refused request is rolled back, and that of a
    # read-only endpoint cannot write.
    response.call_on_close(partial(keep, request.db, call.rule_key, captured))


def keep(dbname: str, rule_key: str, captured: Captured) -> None:
    """Write the request in a new transaction, unless another one was first. Never
    raises: the response is sent already.
    """
    model, record_id = parse_key(rule_key)
    for tries_left in reversed(range(_MAX_TRIES)):
        try:
            with Registry(dbname).cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env[model].browse(record_id)._keep_captured(captured)
            return
        except (psycopg2.Error, PoolError) as exc:
            retry = isinstance(exc, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)
            if not (retry and tries_left):
                _logger.warning("Cannot keep a call of %s: %r", rule_key, exc)
                return


def _error_of(
    call: Call, exception: Exception | None
) -> tuple[str, list[dict[str, Any]]]:
    """:return: (message for the caller, errors of the request); both empty if the
    exception carries its response
    """
    if exception is None or (
        isinstance(exception, HTTPException) and exception.response is not None
    ):
        return "", []
    message = errors.describe(exception, call.request_id).body["message"]
    if isinstance(exception, RequestValidationError):
        return message, exception.detail
    return message, []


def error_text(error: tuple[str, list[dict[str, Any]]], redactor: Redactor) -> str:
    """
    :param error: see :attr:`Captured.error`
    :return: one line for each error of the request, else the message
    """
    message, detail = error
    # The message repeats the first of the errors.
    text = "\n".join(_error_line(item, redactor) for item in detail) or message
    return body.storable(text[:_MAX_ERROR])


def _error_line(item: dict[str, Any], redactor: Redactor) -> str:
    place = ".".join(map(str, item["loc"]))
    line = f"{place}: {item['msg']}"
    # Messages repeat the value, except for a member that is missing.
    if item["type"] != "required" and any(map(redactor.hides, _WORD.findall(line))):
        return f"{place}: {item['type']}"
    return line
