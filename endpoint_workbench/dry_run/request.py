"""One request, served by Odoo's own code from within a dry run."""

import json
import threading
import time
import traceback
from typing import Any
from urllib.parse import urlencode

from psycopg2.errors import QueryCanceled
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.test import EnvironBuilder

from odoo import http
from odoo.exceptions import ConcurrencyError
from odoo.http import HTTPRequest, Request, Response, Session
from odoo.models import BaseModel
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.endpoint.snippet.sandbox import line_of
from odoo.addons.endpoint_route_handler import errors
from odoo.addons.endpoint_route_handler.rule import parse_key

from .guard import DryRunStopped

#: bytes of a body that are read; an export may have millions
MAX_BODY = 2**20
_MAX_SQL = 5_000
#: Odoo waits and tries again, up to four times
CONCURRENCY = (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)
_LOCKED = (
    "Another transaction holds a lock on the records, or has changed them. Try again."
)
_SLOW = "The dry run was stopped: a statement of PostgreSQL took too long."
_NOT_OURS = (
    "No route of this endpoint matches the path. Check the path and its parameters."
)


class DryRunRequest(Request):
    """
    :param endpoint: (model, id) of the only record that may respond
    """

    is_endpoint_dry_run = True

    def __init__(
        self, httprequest: HTTPRequest, session: Session, endpoint: tuple[str, int]
    ) -> None:
        super().__init__(httprequest)
        self.db, self.session = session.db, session
        self._endpoint = endpoint

    def _get_session_and_dbname(self):
        """Called again by Odoo after an error in the transaction."""
        return self.session, self.db

    def _serve_ir_http(self, rule, args):
        key = getattr(rule.endpoint, "rule_key", "")
        if parse_key(key) != self._endpoint:
            raise _not_ours()
        try:
            response = super()._serve_ir_http(rule, args)
            if not self.env.cr.closed:
                self.env.cr.flush()
            return response
        except (*CONCURRENCY, QueryCanceled) as exc:
            self.env.cr.rollback()
            message = _SLOW if isinstance(exc, QueryCanceled) else _LOCKED
            raise DryRunStopped(message) from exc

    def _serve_ir_http_fallback(self, not_found):
        raise _not_ours()


def _not_ours() -> NotFound:
    exc = NotFound(_NOT_OURS)
    body = json.dumps(errors.describe(exc).body)
    exc.error_response = Response(body, 404, content_type="application/json")
    return exc


def make_session(dbname: str, user: BaseModel | None) -> Session:
    """
    :param user: record of ``res.users``, in the transaction of the dry run
    :return: a session that is never saved
    """
    session = http.root.session_store.new()
    session.update({**http.get_default_session(), "db": dbname, "_trace_disable": True})
    session.context["lang"] = http.DEFAULT_LANG
    if user:
        session.uid, session.context = user.id, dict(user.context_get())
        session.session_token = user._compute_session_token(session.sid)
    session.can_save = False
    return session


def make_environ(
    base_url: str, method: str, path: str, query: Any, headers: Any, body: bytes
) -> dict[str, Any]:
    """
    :param path: may have a query string
    :param query: dict, or pairs of name and value
    :return: the WSGI environment
    """
    path, _mark, text = path.partition("?")
    pairs = query if isinstance(query, dict) else list(map(tuple, query or ()))
    text = "&".join(filter(None, (text, urlencode(pairs, doseq=True))))
    builder = EnvironBuilder(
        path=path or "/",
        base_url=base_url,
        query_string=text,
        method=method,
        headers=headers,
        data=body,
        environ_overrides={"REMOTE_ADDR": "127.0.0.1"},
    )
    try:
        return builder.get_environ()
    finally:
        builder.close()


def serve(
    environ: dict[str, Any], session: Session, endpoint: tuple[str, int]
) -> dict[str, Any]:
    """
    :return: ``status``, ``headers``, ``body``, ``is_truncated``, ``error``,
        ``queries``, ``duration``
    """
    queries: list[dict[str, Any]] = []

    def note_query(cr, query, params, start, delay):
        sql = cr._format(query, params)[:_MAX_SQL]
        queries.append({"sql": sql, "time": delay * 1000})

    thread = threading.current_thread()
    thread.query_hooks = [*getattr(thread, "query_hooks", ()), note_query]
    start = time.perf_counter()
    with HTTPRequest(environ) as httprequest:
        request = DryRunRequest(httprequest, session, endpoint)
        http._request_stack.push(request)
        try:
            response, exc = _respond(request)
            answer, read_exc = _read(response, environ)
        finally:
            http._request_stack.pop()
            thread.query_hooks = thread.query_hooks[:-1]
    duration = (time.perf_counter() - start) * 1000
    error = _error_of(exc or read_exc, answer["body"])
    return {**answer, "error": error, "queries": queries, "duration": duration}


def _respond(request):
    """Do what ``Application.__call__`` does (``odoo/http.py``).

    :return: (WSGI application, exception or None)
    """
    try:
        return request._serve_db(), None
    except Exception as exc:
        if hasattr(exc, "error_response"):
            return exc.error_response, exc
        if isinstance(exc, HTTPException):
            return exc, exc
        return request.dispatcher.handle_error(exc), exc


def _read(response, environ):
    """:return: (answer, exception of a body that is generated meanwhile, or None)"""
    answer = {"status": 0, "headers": {}, "body": b"", "is_truncated": False}

    def start_response(status, headers, exc_info=None):
        answer["status"] = int(status.split(" ")[0])
        for name, value in headers:
            known = answer["headers"].get(name)
            answer["headers"][name] = f"{known}, {value}" if known else value

    chunks = response(environ, start_response)
    body, failure = bytearray(), None
    try:
        for chunk in chunks:
            body += chunk
            if len(body) > MAX_BODY:
                answer["is_truncated"] = True
                break
    except Exception as exc:  # a real client would see the connection end
        failure = exc
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    answer["body"] = bytes(body[:MAX_BODY])
    return answer, failure


def _error_of(exc, body):
    """:return: the error object of the response, with ``debug`` and ``line``"""
    if exc is None:
        return None
    cause = exc.__cause__ or exc
    try:
        error = json.loads(body)
    except ValueError:
        error = None
    if isinstance(error, dict) and isinstance(error.get("error"), dict):
        error = error["error"].get("data")  # JSON-RPC
    if not isinstance(error, dict) or "name" not in error:
        error = errors.describe(exc).body
    if isinstance(cause, HTTPException):
        debug = str(cause)
    else:
        debug = "".join(traceback.format_exception_only(cause)).strip()
    error = {**error, "debug": error.get("debug") or debug}
    line = line_of(cause)
    return {**error, "line": line} if line else error
