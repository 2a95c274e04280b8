"""Routing of a request: match, authenticate, refuse.

Call graph of a request that matches an endpoint rule; a star marks this addon's code::

    ir.http._match
    *   routing_map                    Odoo's map, then the endpoint rules
    *   EndpointMapAdapter.match       405 if no rule has the method
    *   request.endpoint_call          holds the state of the request from here on
    ir.http._authenticate
    *   each attempt starts as the session's user
    *   _auth_method_user_endpoint     401
    *   cross-site writes are refused
    ir.http._pre_dispatch
    *   CORS: the preflight, the headers
    *   check path parameters, read the whole body (413, 415), check the envelope of
        JSON-RPC and JSON-2
    dispatcher.dispatch
        the handler that the rule names
    ir.http._post_dispatch
    *   answer_check.check             can the response be sent?
    ir.http._handle_error              any exception, in ``ir_http_errors.py``
    *   errors.make_response
"""

from typing import Any

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, Unauthorized
from werkzeug.routing import Rule

from odoo import api, http, models, tools
from odoo.exceptions import AccessDenied
from odoo.http import request
from odoo.sql_db import PoolError

from .. import answer_check, errors, request_body, signaling
from ..call import Call, call_of
from ..exceptions import EndpointMethodNotAllowed, MediaTypeNotSupported
from ..pure import cross_site
from ..registry import EndpointRegistry
from ..routing import EndpointMap, RuleStore, UncommittedMap

# PostgreSQL's integer, the type of every id.
_MAX_ID = 2**31 - 1


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    # ------------------------------------------------------------
    # Match
    # ------------------------------------------------------------

    def routing_map(self, key=None) -> EndpointMap:
        changed = self.env.cr.postcommit.data.get(signaling.CHANGED)
        if isinstance(changed, EndpointMap):
            return changed  # private to the transaction
        core = super().routing_map(key=key)
        has_replica = tools.config["db_replica_host"]
        change = RuleStore.of(self.pool).change if has_replica else 0
        endpoint_map = EndpointMap.of(core, change, self.pool)
        if changed:
            return UncommittedMap(endpoint_map, self.env.cr)
        return endpoint_map

    @api.model
    def _endpoint_route_registry(self, cr=None) -> EndpointRegistry:
        """:return: the registry for a cursor, by default the environment's"""
        return EndpointRegistry.registry_for(cr or self.env.cr)

    @api.model
    def _endpoint_route_last_version(self) -> int:
        """:return: a number that grows with each change of the rules"""
        return self._endpoint_route_registry().last_version()

    @classmethod
    def _match(cls, path_info):
        if tools.config["db_replica_host"] and request.env.cr.readonly:
            return cls._match_on_replica(path_info)
        return cls._match_rule(path_info)

    @classmethod
    def _match_rule(cls, path_info: str) -> tuple[Rule, dict[str, Any]]:
        current = request._get_current_object()
        current.endpoint_call = None
        try:
            # pylint: disable-next=super-method-mismatch
            rule, args = super()._match(path_info)
        except EndpointMethodNotAllowed as exc:
            cls._refuse_method(exc.handlers)
        handler = rule.endpoint
        if hasattr(handler, "rule_key"):
            is_preflight = http.is_cors_preflight(current, handler)
            call = cls._make_call(handler, bool(is_preflight))
            if not cls._is_shown(call):
                raise NotFound()
            cls._check_media_type_of_dispatcher(call)
            current.endpoint_call = call
        return rule, args

    @classmethod
    def _make_call(cls, handler: Any, is_preflight: bool = False) -> Call:
        """Hook: called for each rule that matches the path, including hidden rules."""
        current = request._get_current_object()
        is_dry_run = getattr(current, "is_endpoint_dry_run", False)
        return Call(handler, is_preflight, is_dry_run, current)

    @classmethod
    def _is_endpoint_hidden(cls, call: Call) -> bool:
        """Hook: whether a rule is hidden, as if it did not exist."""
        return False

    @classmethod
    def _is_shown(cls, call: Call) -> bool:
        """:return: whether the caller may know that the rule exists"""
        try:
            return not cls._is_endpoint_hidden(call)
        except PoolError as exc:
            cls._refuse_match(exc, call)

    @classmethod
    def _check_media_type_of_dispatcher(cls, call: Call) -> None:
        """Do what ``Request._set_request_dispatcher`` does, which responds in HTML."""
        dispatcher = http._dispatchers[call.routing["type"]]
        if call.is_preflight or dispatcher.is_compatible_with(request):
            return
        exc = MediaTypeNotSupported(
            f"Send the body as {' or '.join(dispatcher.mimetypes)}.",
            ", ".join(dispatcher.mimetypes),
            request.httprequest.method,
        )
        cls._refuse_match(exc, call)

    # ------------------------------------------------------------
    # Authenticate
    # ------------------------------------------------------------

    @classmethod
    def _authenticate(cls, endpoint):  # pylint: disable=missing-return
        if call := call_of(request):
            # Odoo retries a request after a serialization failure, with the environment
            # of the last attempt, which may have another user.
            session, env = call.request.session, call.request.env
            uid = session.uid
            if call.routing["auth"] == "public" and (
                # A page of another site must not act as the user.
                uid is None or cls._is_cross_site()
            ):
                # Like _auth_method_public, which queries the database each time.
                uid = cls._endpoint_public_uid()
            env = api.Environment(env.cr, uid, dict(session.context))
            call.request.env = env.transaction.default_env = env
        try:
            super()._authenticate(endpoint)
        except (AccessDenied, Unauthorized) as exc:
            if call and (advice := cls._advice_on_credentials(call)):
                raise Unauthorized(advice) from exc
            raise
        # Only cookies are sent by the browser on its own, without the page's code.
        if call and not call.is_preflight and call.routing["auth"] == "user_endpoint":
            cls._refuse_cross_site(call)

    @classmethod
    def _endpoint_public_uid(cls) -> int:
        data = request.env["ir.model.data"]
        return data._xmlid_to_res_model_res_id("base.public_user")[1]

    @classmethod
    def _auth_method_user_endpoint(cls) -> None:
        """Respond with 401 where ``user`` redirects to the login page.

        :raise Unauthorized: nobody is logged in
        """
        if request.env.uid in [None, *cls._get_public_users()]:
            raise Unauthorized(
                "Log in first, or send the session's cookie.",
                www_authenticate=WWWAuthenticate("session", {"realm": "Odoo"}),
            )

    @classmethod
    def _is_cross_site(cls) -> bool:
        """:return: whether a page of another site sent an unsafe request"""
        httprequest = request.httprequest
        return cross_site.is_cross_site(
            httprequest.method, httprequest.headers, httprequest.host
        )

    # ------------------------------------------------------------
    # Dispatch
    # ------------------------------------------------------------

    @classmethod
    def _pre_dispatch(cls, rule, args):
        call = call_of(request)
        if call is None:
            super()._pre_dispatch(rule, args)
            return
        if call.is_preflight:
            cls._answer_preflight(call.routing)
        cls._check_path_parameters(args)
        super()._pre_dispatch(rule, args)
        headers = call.request.future_response.headers
        if call.routing.get("cors"):
            # Odoo's dispatcher supports a single origin only.
            headers.remove("Access-Control-Allow-Origin")
            headers.remove("Access-Control-Allow-Methods")
        # Set, not added: Odoo calls this again after a serialization failure.
        for name, value in (
            *cls._endpoint_answer_headers(call),
            *cls._cors_headers(call.routing),
        ):
            headers[name] = value
        if call.routing["type"] in errors.ROUTE_TYPES:
            cls._complete_body()
        if call.routing["type"] in ("jsonrpc", "json2"):
            cls._check_json_envelope(call.routing["type"])

    @classmethod
    def _complete_body(cls) -> None:
        """Read a body that werkzeug would truncate at the limit, leave encoded, or not
        keep for the code.
        """
        httprequest = request.httprequest
        environ = httprequest.environ
        if "HTTP_TRANSFER_ENCODING" in environ or "HTTP_CONTENT_ENCODING" in environ:
            request_body.decode(request)
            httprequest = request.httprequest
        if httprequest.mimetype == "application/x-www-form-urlencoded":
            # werkzeug keeps the raw body only if it is read before the form.
            httprequest.get_data()

    @classmethod
    def _check_path_parameters(cls, args: dict[str, Any]) -> None:
        """:raise NotFound: PostgreSQL cannot represent a value: id beyond int4, NUL"""
        for value in args.values():
            if isinstance(value, models.BaseModel):
                if not value or any(abs(id_) > _MAX_ID for id_ in value._ids):
                    raise NotFound()
            elif isinstance(value, str) and "\0" in value:
                raise NotFound()

    @classmethod
    def _post_dispatch(cls, response):  # pylint: disable=missing-return
        super()._post_dispatch(response)
        if call := call_of(request):
            # Before the commit, so that a response that cannot be sent is rolled back.
            answer_check.check(response)
            call.answered(response)

    @classmethod
    def _cors_headers(cls, routing: dict) -> tuple[tuple[str, str], ...]:
        """:return: the CORS headers of a response: set in ``_pre_dispatch`` for what
        the handler returns, in ``ir_http_errors.py`` for refusals and OPTIONS
        """
        return cross_site.answer_headers(
            routing.get("cors"),
            request.httprequest.headers.get("Origin"),
            routing["auth"] == "user_endpoint",
        )

    @classmethod
    def _endpoint_answer_headers(cls, call: Call) -> list[tuple[str, str]]:
        """Hook: headers for every response to a rule, including refusals. If a caller
        is refused before authentication, ``request.env`` has no user.
        """
        return []
