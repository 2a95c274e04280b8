import json

from werkzeug.datastructures import Headers

from odoo import http
from odoo.http import Response, request
from odoo.tools.json import json_default

# RFC 9110 §15.3.5 and §15.4.5
_NO_BODY = (204, 304)


def _max_content_length(controller):
    """:return: largest body that the endpoint of this request takes, in bytes"""
    size = request.endpoint_snapshot["request_max_size"]
    return int(size * 2**20) if size else request.httprequest.max_content_length


class EndpointControllerMixin:
    """Find, validate, execute, respond. What a caller sends never becomes the name of
    an argument of ours: all of them are positional-only.
    """

    def auto_endpoint(self, model, endpoint_route, /, **params):
        """The handler of endpoints' rules.

        :param str model: of the endpoint's record
        :param str endpoint_route: the route as it was when it was synced
        :param params: path, query and form parameters, as in ``request.params``
        """
        return self._handle_endpoint(request.env, model, endpoint_route, **params)

    auto_endpoint.endpoint_routing = {"max_content_length": _max_content_length}

    def _handle_endpoint(self, env, model, endpoint_route, /, **params):
        endpoint = self._find_endpoint(env, model, endpoint_route)
        endpoint.sudo()._validate_request(request)
        response = endpoint._respond(request, self._handle_result)
        if isinstance(response, Response) and not self._is_public():
            # What one user gets is not for a cache between us and others.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _is_public(self):
        endpoint = getattr(request, "endpoint", None)
        return endpoint is None or endpoint.routing["auth"] == "public"

    def _find_endpoint(self, env, model, endpoint_route):
        """:return: the record: that of the rule which matched, where one did"""
        endpoint = getattr(request, "endpoint", None)
        if endpoint is not None:
            return env[model]._endpoint_of_rule(endpoint.rule_key)
        return env[model]._find_endpoint(endpoint_route)

    def _handle_result(self, result):
        """
        :param dict result: ``response``, or ``payload``, ``headers``,
            ``status_code``, ``json_default``
        :return: :class:`odoo.http.Response`; the payload itself for JSON-RPC, whose
            dispatcher makes the envelope
        """
        response = result.get("response")
        if request.dispatcher.routing_type == "jsonrpc":
            return result.get("payload") if response is None else _content_of(response)
        if response is not None:
            return response
        status = result.get("status_code") or 200
        headers = Headers(result.get("headers") or {})
        if status in _NO_BODY:
            response = Response(status=status, headers=headers)
            response.headers.remove("Content-Type")
            return response
        payload = result.get("payload")
        if "Content-Type" not in headers:
            headers["Content-Type"] = "application/json; charset=utf-8"
            payload = _to_json(payload, result.get("json_default") or json_default)
        elif not isinstance(payload, str | bytes | None):
            payload = _to_json(payload, result.get("json_default") or json_default)
        return Response(payload, status=status, headers=headers)


def _to_json(payload, default):
    """:raise ValueError: there is no JSON for infinity and NaN (RFC 8259 §6)"""
    return json.dumps(payload, ensure_ascii=False, allow_nan=False, default=default)


def _content_of(response):
    """What a ready response holds, for an envelope of another format."""
    if response.is_json:
        return response.get_json(silent=True)
    return response.get_data(as_text=True)


class EndpointController(http.Controller, EndpointControllerMixin):
    """Serves ``endpoint.endpoint`` and what else inherits ``endpoint.mixin``."""
