"""From HTTP to a record, and from its result back to HTTP."""

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

#: the members of a result
RESULT_KEYS = {"response", "payload", "headers", "status_code", "json_default"}
# What Odoo's JSON has a form for, and what a text says without loss.
_IN_JSON = (bytes, date, time, timedelta, Decimal, Domain, LazyGettext, ReadonlyDict)
_IN_JSON += (UUID, lazy)


def _max_content_length(controller: http.Controller) -> int | None:
    """:return: the body limit of the endpoint of this request, in bytes"""
    size = request.endpoint_call.snapshot["request_max_size"]
    return int(size * 2**20) if size else request.httprequest.max_content_length


class EndpointControllerMixin:
    """Find the record, let it serve, answer with its result. All arguments are
    positional-only: what a caller sends never becomes the name of one.
    """

    def auto_endpoint(self, model: str, endpoint_route: str, /, **params: Any) -> Any:
        """The handler of endpoints' rules.

        :param model: of the endpoint's record
        :param endpoint_route: the route as last synced
        :param params: path, query and form parameters, as in ``request.params``
        """
        return self._handle_endpoint(request.env, model, endpoint_route, **params)

    auto_endpoint.endpoint_routing = {"max_content_length": _max_content_length}

    def _handle_endpoint(
        self, env: api.Environment, model: str, endpoint_route: str, /, **params: Any
    ) -> Any:
        endpoint = self._find_endpoint(env, model, endpoint_route)
        response = self._handle_result(endpoint._serve(request))
        call = call_of(request)
        if call and call.routing["auth"] != "public" and isinstance(response, Response):
            # What one user gets is not for a shared cache.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _find_endpoint(
        self, env: api.Environment, model: str, endpoint_route: str
    ) -> models.BaseModel:
        """:return: the record of the rule that matched; without a rule, of the route"""
        if call := call_of(request):
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
        # Odoo's dispatcher leaves out a result of None, which JSON-RPC 2.0 §5 requires.
        # It writes a lazy value as what it holds.
        return lazy(lambda: None) if payload is None else payload


def make_response(result: dict[str, Any]) -> Response:
    """
    :param result: ``response``, or ``payload``, ``headers`` (dict or list of pairs),
        ``status_code``, ``json_default``. Without a payload the body is empty.
    :raise ValueError: a member that does not exist, a status that is not one, a payload
        without a form in JSON, such as NaN or a record
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
    """:raise ValueError: a misspelt key, which would lose what it holds"""
    if unknown := result.keys() - RESULT_KEYS:
        raise ValueError(f"“result” has the unknown keys {sorted(unknown, key=str)}")


def _to_json(payload: Any, default: Any) -> str:
    """:raise ValueError: JSON has neither infinity nor NaN (RFC 8259 §6)"""
    return json.dumps(payload, ensure_ascii=False, allow_nan=False, default=default)


def _json_default(value: Any) -> Any:
    """Like Odoo's, which writes any other object as Python shows it, such as
    “res.partner(1,)”.

    :raise ValueError: an object without a form in JSON
    """
    if isinstance(value, models.BaseModel):
        raise ValueError(
            f"the payload holds the record {value}; read its fields, for example with "
            "read() or ids"
        )
    if not isinstance(value, _IN_JSON):
        raise ValueError(f"the payload holds a {type(value).__name__}: {value!r:.100}")
    return json_default(value)


def _content_of(response: Response) -> Any:
    """:return: what a ready response holds, for an envelope of another format"""
    if response.is_json:
        return response.get_json(silent=True)
    return response.get_data(as_text=True)


class EndpointController(http.Controller, EndpointControllerMixin):
    """Serves ``endpoint.endpoint`` and what else inherits ``endpoint.mixin``."""
