"""Requests that matched an endpoint rule and were refused or failed; OPTIONS."""

import codecs
import logging
from typing import Any, NoReturn

import psycopg2
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, NotFound, abort

from odoo import models
from odoo.http import Response, request
from odoo.sql_db import PoolError

from .. import answer_check, errors
from ..call import Call, call_of
from ..exceptions import EndpointMethodNotAllowed, Refusal
from ..pure import cross_site, strict_json

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.request")
# How much of a body to read only to find the id of a JSON-RPC request, in bytes.
_MAX_BODY_FOR_ID = 2**20


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        call = call_of(request)
        if call is None or call.routing["type"] not in errors.ROUTE_TYPES:
            return super()._handle_error(exception)
        # Odoo reads the level at which to log the exception here (``http.py``,
        # ``Application.__call__``). It must not repeat what _refuse logs.
        exception.loglevel = Refusal.loglevel
        return cls._refuse(exception, call)

    @classmethod
    def _refuse(cls, exception: Exception, call: Call) -> Response:
        """:return: response to a request that matched an endpoint rule and failed"""
        rpc_id = cls._json_rpc_id(call)
        response = errors.make_response(exception, call, rpc_id)
        try:
            answer_check.check(response)
        except ValueError as exc:
            response = errors.make_response(exc, call, rpc_id)
        # Without these headers, a browser hides the response from the calling page.
        response.headers.extend(cls._cors_headers(call.routing))
        try:
            for name, value in cls._endpoint_answer_headers(call):
                response.headers[name] = value
        except (psycopg2.Error, PoolError) as exc:
            # The headers need a connection, which may be the reason for the failure.
            _logger.warning(
                "Response headers of %s are missing: %r", call.rule_key, exc
            )
        call.answered(response, exception)
        return response

    @classmethod
    def _json_rpc_id(cls, call: Call) -> str | int | float | None:
        """:return: the ``id`` that every response to a JSON-RPC request repeats, even
        if Odoo's dispatcher has not read it yet (JSON-RPC 2.0 §5)
        """
        if call.routing["type"] != "jsonrpc":
            return None
        httprequest = request.httprequest
        httprequest.max_content_length = _MAX_BODY_FOR_ID
        try:
            rpc_id = strict_json.loads(httprequest.get_data()).get("id")
        except (AttributeError, HTTPException, strict_json.InvalidJSON):
            return None
        return rpc_id if isinstance(rpc_id, str | int | float) else None

    @classmethod
    def _advice_on_credentials(cls, call: Call) -> str | None:
        """:return: advice for a caller who sent two kinds of credentials, or the wrong
        kind
        """
        authorization = request.httprequest.headers.get("Authorization", "")
        if not authorization.lower().startswith("bearer "):
            return None
        auth = call.routing["auth"]
        if auth == "user_endpoint":
            return (
                "This endpoint needs the session of a logged-in user, not an API key. "
                "Log in, or use an endpoint that accepts API keys."
            )
        if auth == "bearer" and request.session.uid:
            return (
                "The API key is not valid for the user of the session cookie. Send the "
                "key without the cookie."
            )
        return None

    @classmethod
    def _refuse_cross_site(cls, call: Call) -> None:
        """:raise Forbidden: a page of another site tries to write as the user"""
        origin = request.httprequest.headers.get("Origin")
        if cls._is_cross_site() and not cross_site.allows(call.routing["cors"], origin):
            raise Forbidden("Requests from other sites cannot write as the user.")

    @classmethod
    def _check_json_envelope(cls, route_type: str) -> None:
        """Check what Odoo's dispatchers assume about the body.

        :raise BadRequest: the body is not JSON, or not an object
        """
        data = request.httprequest.get_data()
        if not data and route_type == "json2":
            return
        try:
            if data.startswith(codecs.BOM_UTF8):
                raise strict_json.InvalidJSON("it begins with a byte order mark")
            body = strict_json.loads(data)
        except strict_json.InvalidJSON as exc:
            raise BadRequest(f"The body is not JSON: {exc}.") from exc
        if not isinstance(body, dict):
            raise BadRequest("The body must be a JSON object.")
        if route_type == "jsonrpc" and not isinstance(body.get("params", {}), dict):
            raise BadRequest("“params” must be a JSON object.")

    @classmethod
    def _refuse_match(cls, exception: Exception, call: Call) -> NoReturn:
        """Odoo chooses a dispatcher after the match, and the dispatcher formats errors:
        before that, the exception must carry its response.
        """
        response = cls._refuse(exception, call)
        raise Refusal(response.status_code, response) from exception

    @classmethod
    def _refuse_method(cls, handlers: dict[str, Any]) -> NoReturn:
        """
        :param handlers: method -> handler, of the rules that match the path
        :raise NotFound: the caller may not know that any of them exists
        """
        calls = {name: cls._make_call(handler) for name, handler in handlers.items()}
        seen = {name: call for name, call in calls.items() if cls._is_shown(call)}
        if not seen:
            raise NotFound()
        httprequest = request.httprequest
        is_preflight = "Access-Control-Request-Method" in httprequest.headers
        if httprequest.method == "OPTIONS" and not is_preflight:
            cls._answer_options(seen)
        exc = EndpointMethodNotAllowed({name: handlers[name] for name in seen})
        cls._refuse_match(exc, next(iter(seen.values())))

    @classmethod
    def _answer_options(cls, calls: dict[str, Call]) -> NoReturn:
        """Respond to OPTIONS that is not a preflight (RFC 9110 §9.3.7).

        :param calls: method -> call, of the rules of the path
        """
        methods = sorted({"OPTIONS", *calls})
        accepted = cls._accept_patch(calls["PATCH"]) if "PATCH" in calls else ""
        cls._answer_empty(
            [
                ("Allow", ", ".join(methods)),
                *([("Accept-Patch", accepted)] if accepted else []),
                *cls._cors_headers(next(iter(calls.values())).routing),
            ]
        )

    @classmethod
    def _accept_patch(cls, call: Call) -> str:
        """Hook: value of ``Accept-Patch`` (RFC 5789 §3.1), empty for any type."""
        return ""

    @classmethod
    def _answer_preflight(cls, routing: dict) -> NoReturn:
        cls._answer_empty(
            [
                *cls._cors_headers(routing),
                *cross_site.preflight_headers(
                    routing["methods"],
                    request.httprequest.headers.get("Access-Control-Request-Headers"),
                ),
            ]
        )

    @classmethod
    def _answer_empty(cls, headers: list[tuple[str, str]]) -> NoReturn:
        """Respond to OPTIONS with 204, without a cookie."""
        request.session.can_save = False
        response = Response(status=204, headers=headers)
        response.headers.remove("Content-Type")
        abort(response)
