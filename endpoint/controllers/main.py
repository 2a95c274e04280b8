"""From the HTTP request to the record, and from its result to the HTTP response."""

import json
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from lxml import etree
from werkzeug.datastructures import Headers

from odoo import api, http, models
from odoo.fields import Domain
from odoo.http import Response, request
from odoo.tools import lazy
from odoo.tools.json import json_default
from odoo.tools.misc import ReadonlyDict
from odoo.tools.translate import LazyGettext

from odoo.addons.endpoint_route_handler.call import call_of

from ..validation import xml_elements

#: the keys of a result
RESULT_KEYS = {"response", "payload", "headers", "status_code", "json_default"}
# Types that Odoo's JSON supports, and types that a string represents without loss.
_IN_JSON = (bytes, date, time, timedelta, Decimal, Domain, LazyGettext, ReadonlyDict)
_IN_JSON += (UUID, lazy)


def _max_content_length(controller: http.Controller) -> int | None:
    """:return: the body limit of the matched endpoint, in bytes"""
    size = request.endpoint_call.snapshot["request_max_size"]
    return int(size * 2**20) if size else request.httprequest.max_content_length


class EndpointControllerMixin:
    """Find the record, let it serve the request, and respond with its result. Arguments
    are positional-only: what a caller sends never becomes an argument name.
    """

    def auto_endpoint(self, model: str, endpoint_route: str, /, **params: Any) -> Any:
        """The handler of endpoint rules.

        :param model: model name of the endpoint's record
        :param endpoint_route: the route as last synced
        :param params: path, query and form parameters, as in ``request.params``
        """
        return self._handle_endpoint(request.env, model, endpoint_route, **params)

    auto_endpoint.endpoint_routing = {"max_content_length": _max_content_length}

    def _handle_endpoint(
        self, env: api.Environment, model: str, endpoint_route: str, /, **params: Any
    ) -> Any:
        endpoint = self._find_endpoint(env, model, endpoint_route)
        # Not the proxy, which looks up the current request for each attribute.
        current = request._get_current_object()
        response = self._handle_result(endpoint._serve(current))
        call = call_of(current)
        if call and call.routing["auth"] != "public" and isinstance(response, Response):
            # A response for one user must not enter a shared cache.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _find_endpoint(
        self, env: api.Environment, model: str, endpoint_route: str
    ) -> models.BaseModel:
        """:return: record of the matched rule, or of the route if there is no rule"""
        if call := call_of(request):
            if call.snapshot and call.model == model:
                return call.snapshot.record(env[model])
            return env[model]._endpoint_of_rule(call.rule_key)
        return env[model]._find_endpoint(endpoint_route)

    def _handle_result(self, result: dict[str, Any]) -> Any:
        """
        :param result: see :func:`make_response`
        :return: the response; for JSON-RPC the payload, which Odoo's dispatcher wraps
        """
        if request.dispatcher.routing_type != "jsonrpc":
            return make_response(result)
        _check_keys(result)
        response = result.get("response")
        if response is None:
            default = result.get("json_default") or _json_default
            payload = json.loads(_to_json(result.get("payload"), default))
        else:
            payload = _content_of(response)
        # JSON-RPC 2.0 §5 requires a result, but Odoo's dispatcher omits None.
        # It writes the value behind a lazy proxy.
        return lazy(lambda: None) if payload is None else payload


def make_response(result: dict[str, Any]) -> Response:
    """
    :param result: ``response``, or ``payload``, ``headers`` (dict or list of pairs),
        ``status_code``, ``json_default``. Without a payload the body is empty.
    :raise ValueError: an unknown member, an invalid status, or a payload that JSON
        cannot represent, such as NaN or a record
    """
    _check_keys(result)
    if (response := result.get("response")) is not None:
        return response
    status = result.get("status_code")
    headers = Headers(result.get("headers") or {})
    if status is None:
        status = 200
    if not isinstance(status, int) or isinstance(status, bool):
        raise ValueError(f"the status code {status!r} is not a number")
    has_type = "Content-Type" in headers
    if "payload" not in result:
        response = Response(status=status, headers=headers)
        if not has_type:
            response.headers.remove("Content-Type")
        return response
    payload = result["payload"]
    if etree.iselement(payload):
        headers.setdefault("Content-Type", "application/xml; charset=utf-8")
        payload = xml_elements.to_bytes(payload)
        has_type = True
    if not has_type:
        headers["Content-Type"] = "application/json; charset=utf-8"
    if not has_type or not isinstance(payload, str | bytes | None):
        payload = _to_json(payload, result.get("json_default") or _json_default)
    return Response(payload, status=status, headers=headers)


def _check_keys(result: dict[str, Any]) -> None:
    """:raise ValueError: an unknown key, whose value would be ignored"""
    if unknown := result.keys() - RESULT_KEYS:
        raise ValueError(f"“result” has unknown keys: {sorted(unknown, key=str)}")


def _to_json(payload: Any, default: Any) -> str:
    """:raise ValueError: infinity or NaN, which JSON cannot represent (RFC 8259 §6)"""
    return json.dumps(payload, ensure_ascii=False, allow_nan=False, default=default)


def _json_default(value: Any) -> Any:
    """Like Odoo's, but strict: Odoo writes any other object as its Python
    representation, such as “res.partner(1,)”.

    :raise ValueError: JSON cannot represent the object
    """
    if isinstance(value, models.BaseModel):
        raise ValueError(
            f"the payload contains the record {value}; read its fields, such as with "
            "read() or ids"
        )
    if not isinstance(value, _IN_JSON):
        raise ValueError(f"the payload holds a {type(value).__name__}: {value!r:.100}")
    return json_default(value)


def _content_of(response: Response) -> Any:
    """:return: content of a finished response, for the envelope of another format"""
    if response.is_json:
        return response.get_json(silent=True)
    return response.get_data(as_text=True)


class EndpointController(http.Controller, EndpointControllerMixin):
    """Serves ``endpoint.endpoint`` and other models that inherit ``endpoint.mixin``."""
