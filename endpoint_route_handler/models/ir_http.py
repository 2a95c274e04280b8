"""The way of a request, as far as routing goes: match, authenticate, refuse.

Call graph of a request to one of our rules, ours marked with a star::

    ir.http._match
    *   routing_map                    Odoo's map, then ours behind it
    *   EndpointMapAdapter.match
    ir.http._authenticate
    *   each try starts as the session's user
    *   _auth_method_user_endpoint
    ir.http._pre_dispatch
    *   check the path's records, the envelope of JSON-RPC and JSON-2
    dispatcher.dispatch
        the handler that the rule names
    ir.http._handle_error
    *   errors.make_response           any exception
"""

import codecs

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import BadRequest, NotFound, Unauthorized

from odoo import api, http, models, tools
from odoo.http import request

from .. import errors
from ..exceptions import MediaTypeNotSupported
from ..pure import strict_json
from ..registry import EndpointRegistry
from ..routing import EndpointMap, RuleStore
from ..routing.map import EndpointMethodNotAllowed

# PostgreSQL's integer, the type of every id.
_MAX_ID = 2**31 - 1


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    # ------------------------------------------------------------
    # Match
    # ------------------------------------------------------------

    def routing_map(self, key=None):
        return self._endpoint_routing_map(super().routing_map(key=key))

    @tools.ormcache("core", cache="routing")
    def _endpoint_routing_map(self, core):
        """Odoo's map is made anew after each change of the rules, and then the rules
        are read, in a transaction that begins after it: what we add to a map is never
        older than the map.
        """
        return EndpointMap(core, RuleStore.of(self.pool).refresh(self.pool))

    @api.model
    def _endpoint_route_registry(self, cr=None):
        """:return: the :class:`EndpointRegistry` of a cursor, or of the environment"""
        return EndpointRegistry.registry_for(cr or self.env.cr)

    @api.model
    def _endpoint_route_last_version(self):
        """:return: int that grows with each change of the rules"""
        return self._endpoint_route_registry().last_version()

    @classmethod
    def _match(cls, path_info):
        try:
            rule, args = super()._match(path_info)
        except EndpointMethodNotAllowed as exc:
            # No dispatcher is chosen yet, so the answer goes along.
            exc.response = cls._refuse(exc, exc.endpoint)
            raise
        if hasattr(rule.endpoint, "rule_key"):
            request.endpoint = rule.endpoint
            cls._check_media_type_of_dispatcher(rule.endpoint)
        return rule, args

    @classmethod
    def _check_media_type_of_dispatcher(cls, endpoint):
        """Like ``Request._set_request_dispatcher``, which answers in HTML."""
        dispatcher = http._dispatchers[endpoint.routing["type"]]
        if dispatcher.is_compatible_with(request) or http.is_cors_preflight(
            request, endpoint
        ):
            return
        exc = MediaTypeNotSupported(
            f"Send the body as {' or '.join(dispatcher.mimetypes)}.",
            ", ".join(dispatcher.mimetypes),
        )
        exc.response = cls._refuse(exc, endpoint)
        raise exc

    # ------------------------------------------------------------
    # Authenticate
    # ------------------------------------------------------------

    @classmethod
    def _authenticate(cls, endpoint):
        if hasattr(endpoint, "rule_key"):
            # Odoo repeats a request after a serialization failure, with the
            # environment as the last try left it: as another user perhaps.
            uid = request.session.uid
            if uid is None and endpoint.routing["auth"] == "public":
                # As _auth_method_public does, which asks the database each time.
                uid = cls._endpoint_public_uid()
            request.env = api.Environment(
                request.env.cr, uid, dict(request.session.context)
            )
            request.env.transaction.default_env = request.env
        return super()._authenticate(endpoint)

    @classmethod
    def _endpoint_public_uid(cls):
        data = request.env["ir.model.data"]
        return data._xmlid_to_res_model_res_id("base.public_user")[1]

    @classmethod
    def _auth_method_user_endpoint(cls):
        """A logged-in user; else 401, where ``user`` redirects to the login page."""
        if request.env.uid in [None, *cls._get_public_users()]:
            raise Unauthorized(
                "Log in first, or send the session's cookie.",
                www_authenticate=WWWAuthenticate("session", {"realm": "Odoo"}),
            )

    # ------------------------------------------------------------
    # Dispatch
    # ------------------------------------------------------------

    @classmethod
    def _pre_dispatch(cls, rule, args):
        if hasattr(rule.endpoint, "rule_key"):
            cls._check_path_parameters(args)
        super()._pre_dispatch(rule, args)
        if hasattr(rule.endpoint, "rule_key"):
            for name, value in cls._endpoint_answer_headers(rule.endpoint):
                request.future_response.headers[name] = value
        if rule.endpoint.routing["type"] in ("jsonrpc", "json2") and hasattr(
            rule.endpoint, "rule_key"
        ):
            cls._check_json_envelope(rule.endpoint.routing["type"])

    @classmethod
    def _check_path_parameters(cls, args):
        """What PostgreSQL cannot even be asked for does not exist."""
        for value in args.values():
            if isinstance(value, models.BaseModel):
                if not value or any(abs(id_) > _MAX_ID for id_ in value._ids):
                    raise NotFound()
            elif isinstance(value, str) and "\0" in value:
                raise NotFound()

    @classmethod
    def _check_json_envelope(cls, route_type):
        """Odoo's dispatchers trust the shape of what they read.

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
    def _endpoint_answer_headers(cls, endpoint):
        """A hook for headers that every answer of a rule has, refusals too. Where a
        caller is refused before authentication, ``request.env`` is nobody's.

        :param endpoint: the endpoint of the rule, with ``.routing`` and ``.rule_key``
        :return: list of (name, value)
        """
        return []

    # ------------------------------------------------------------
    # Refuse
    # ------------------------------------------------------------

    @classmethod
    def _handle_error(cls, exception):
        endpoint = getattr(request, "endpoint", None)
        if endpoint is None or endpoint.routing["type"] not in errors.ROUTE_TYPES:
            return super()._handle_error(exception)
        return cls._refuse(exception, endpoint)

    @classmethod
    def _refuse(cls, exception, endpoint):
        """:return: the answer to a request that a rule of ours matched and refused"""
        request_id = getattr(request.dispatcher, "request_id", None)
        response = errors.make_response(exception, endpoint, request_id)
        # Without these a browser hides the refusal from the page that called.
        response.headers.extend(cls._cors_headers(endpoint.routing))
        for name, value in cls._endpoint_answer_headers(endpoint):
            response.headers[name] = value
        errors.log(exception, endpoint, response.status_code)
        return response
