"""How the endpoint of a request is found, and how the request is executed."""

from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import BadRequest, MethodNotAllowed, NotFound

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.endpoint_route_handler.call import call_of
from odoo.addons.endpoint_route_handler.exceptions import MediaTypeNotSupported
from odoo.addons.endpoint_route_handler.pure import strict_json
from odoo.addons.endpoint_route_handler.rule import parse_key

from .. import body_schema
from ..exceptions import RequestValidationError
from ..pure import media_type as media_types
from ..snapshot import Snapshot
from ..validation import json_schema, xml_schema


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    # ------------------------------------------------------------
    # Find
    # ------------------------------------------------------------

    @api.model
    def _endpoint_of_rule(self, rule_key: str) -> models.BaseModel:
        """
        :param rule_key: ``"<model>:<id>"``, with or without ``"#<n>"``
        :return: the record, with its stored fields in the cache
        :raise NotFound: the record was deleted meanwhile
        """
        return self._endpoint_snapshot(rule_key).record(self)

    @api.model
    def _endpoint_snapshot(self, rule_key: str) -> Snapshot:
        """
        :return: the stored values, cached until a record changes
        :raise NotFound: the rule does not belong to a record of this model
        """
        snapshots = self.env["ir.http"].routing_map().snapshots
        snapshot = snapshots.get(rule_key)
        if snapshot is None:
            model, record_id = parse_key(rule_key)
            if model != self._name or record_id is None:
                raise NotFound()
            snapshot = Snapshot.load(self.pool, self._name, record_id)
            snapshots[rule_key] = snapshot
        return snapshot

    @api.model
    def _find_endpoint(self, endpoint_route: str) -> models.BaseModel:
        """
        :param endpoint_route: the route of the record
        :return: the record, as superuser
        :raise NotFound: no such endpoint
        """
        endpoint = self.sudo().search(
            self._find_endpoint_domain(endpoint_route), limit=1
        )
        if not endpoint:
            raise NotFound()
        return endpoint

    @api.model
    def _find_endpoint_domain(self, endpoint_route: str) -> Domain:
        return Domain("route", "=", endpoint_route)

    # ------------------------------------------------------------
    # Validate: as superuser
    # ------------------------------------------------------------

    def _validate_request(self, request: Any) -> None:
        """Reject invalid requests. A method ``_validate_request__<mode>(request)``
        replaces the validation of media type and body for an exec mode.

        :param request: :data:`odoo.http.request`
        :raise HTTPException: 400, 405, 415
        """
        self.ensure_one()
        self._validate_request_method(request)
        validate = getattr(self, f"_validate_request__{self.exec_mode}", None)
        if validate is not None:
            validate(request)
        else:
            self._validate_request_content_type(request)
            self._validate_request_content(request)
        self._validate_request_parameters(request)
        if self.query_parameters or self.query_strict:
            self._validate_query(request)

    def _validate_request_method(self, request: Any) -> None:
        """The router checks the method of a matched rule (``routing/map.py``). This
        checks records that are called without a rule, for example by a test.
        """
        if call_of(request):
            return
        allowed = {self.request_method}
        if "GET" in allowed:
            allowed.add("HEAD")
        if request.httprequest.method not in allowed:
            raise MethodNotAllowed(sorted(allowed))

    def _validate_request_content_type(self, request: Any) -> None:
        if media_type := self.request_content_type:
            self._require_media_type(request, media_type)

    def _require_media_type(self, request: Any, media_type: str) -> None:
        """
        :param media_type: type and subtype; parameters are ignored, and
            ``application/json`` includes ``application/*+json``
        :raise MediaTypeNotSupported: the body has another type
        """
        httprequest = request.httprequest
        header = self._content_type(httprequest)
        if media_type in (header, media_types.ANY):
            return
        sent = media_types.essence(header)
        if sent != media_type and media_types.family(sent) != media_type:
            raise MediaTypeNotSupported(
                f"Send the body as {media_type}.", media_type, httprequest.method
            )

    def _content_type(self, httprequest: Any) -> str | None:
        """:return: the header; a mock may have only one of the two attributes"""
        for value in (
            httprequest.headers.get("Content-Type"),
            httprequest.content_type,
        ):
            if isinstance(value, str):
                return value
        return None

    def _validate_request_parameters(self, request: Any) -> None:
        """:raise BadRequest: a parameter contains NUL, which PostgreSQL cannot store"""
        params = getattr(request, "params", None)
        for name, value in params.items() if isinstance(params, dict) else ():
            if "\0" in name or (isinstance(value, str) and "\0" in value):
                raise BadRequest("A parameter contains a NUL character.")

    def _validate_request_content(self, request: Any) -> None:
        """Reject a body that does not match its media type or the schema.

        :raise RequestValidationError: lists all errors
        """
        media_type = self.request_content_type
        if media_type == media_types.ANY:
            header = self._content_type(request.httprequest)
            media_type = media_types.family(media_types.essence(header))
        if media_type == media_types.JSON:
            self._validate_json(request)
        elif media_type == media_types.XML:
            self._validate_xml(request)

    def _validate_json(self, request):
        validator, call = self._body_validator(), call_of(request)
        if not (validator or call):
            return  # a mock request: there is no body to check
        body = self._parse_json(request.httprequest.get_data())
        if self.route_type == "jsonrpc":
            body = body.get("params", {})  # all other members are the envelope
        if validator:
            self._raise_request_errors(*json_schema.errors(validator, body))
        if call:
            call.body = body

    def _body_validator(self):
        return body_schema.load(self.request_content_type, self.request_content_schema)

    def _parse_json(self, text):
        """
        :param bytes text: a request's body
        :return: the parsed value
        :raise RequestValidationError: the body is not JSON
        """
        try:
            return strict_json.loads(text)
        except strict_json.InvalidJSON as exc:
            raise RequestValidationError(
                [{"loc": ["body"], "msg": str(exc), "type": "json_invalid"}]
            ) from exc

    def _validate_xml(self, request):
        validator, call = self._body_validator(), call_of(request)
        if not (validator or call):
            return
        try:
            root = xml_schema.parse(request.httprequest.get_data())
        except xml_schema.InvalidXML as exc:
            raise RequestValidationError(
                [{"loc": ["body"], "msg": str(exc), "type": "xml_invalid"}]
            ) from exc
        if validator:
            self._raise_request_errors(*validator.errors(root))
        if call:
            call.body = root

    def _raise_request_errors(self, detail, truncated):
        if detail:
            raise RequestValidationError(detail, truncated)

    # ------------------------------------------------------------
    # Execute: as the exec user
    # ------------------------------------------------------------

    def _serve(self, request: Any) -> dict[str, Any]:
        """Validate and execute: the one method that a controller calls.

        :param request: :data:`odoo.http.request`
        :return: result dict, see ``controllers/main.py``, ``make_response``
        """
        self.sudo()._validate_request(request)
        return self._respond(request)

    def _respond(self, request: Any) -> dict[str, Any]:
        """Hook around the execution of a valid request, in its transaction.

        :return: result dict. An addon that needs the response itself builds it with
            ``make_response`` and returns ``{"response": response}``.
        """
        return self._handle_request(request)

    def _handle_request(self, request: Any) -> dict[str, Any]:
        """
        :param request: :data:`odoo.http.request`
        :return: result dict, see ``controllers/main.py``, ``make_response``
        :raise BadRequest: for the exceptions of :meth:`_bad_request_exceptions`
        """
        self.ensure_one()
        try:
            return self._get_handler()(request) or {}
        except (UserError, ValidationError):
            raise  # errors.py turns these into 400 with their own name
        except self._bad_request_exceptions() as exc:
            raise BadRequest(str(exc)) from exc

    def _get_handler(self) -> Callable[[Any], dict[str, Any] | None]:
        """:return: the method of the exec mode
        :raise UserError: the addon of the mode was uninstalled
        """
        handler = getattr(self, f"_handle_exec__{self.exec_mode}", None)
        if handler is None:
            raise UserError(
                self.env._("“%s” has an unknown handler.", self.sudo().name)
            )
        return handler

    def _bad_request_exceptions(self) -> tuple[type[Exception], ...]:
        """:return: exceptions that are the caller's fault (400)"""
        return (UserError, ValidationError)
