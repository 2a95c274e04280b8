"""A request to a resource: validate it and call its operation."""

from typing import Any

from werkzeug.exceptions import NotFound

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.endpoint.validation import json_schema

from ..rest import aggregate_query, form, formats, json_text, query
from ..rest.body import check_media_type
from ..rest.resource import Resource
from ..rest.routes import operation_of


def resource_of(endpoint: models.BaseModel, request: Any) -> Resource:
    """A function instead of a method, because snippets could call a method.

    :return: the resource of the endpoint, cached until the record changes
    :raise NotFound: it can no longer be served, e.g. its model was uninstalled
    """
    snapshots = request.env["ir.http"].routing_map().snapshots
    key = ("endpoint_crud", endpoint._name, endpoint.id)
    if (resource := snapshots.get(key)) is None:
        snapshot = endpoint._endpoint_snapshot(request.endpoint_call.rule_key)
        env = api.Environment(endpoint.env.cr, SUPERUSER_ID, {})
        try:
            resource = Resource(env, snapshot.__getitem__)
        except UserError as exc:
            endpoint._logger.error("%s cannot be served: %s", endpoint, exc)
            resource = exc  # to log it only once
        snapshots[key] = resource
    if isinstance(resource, UserError):
        raise NotFound()
    return resource


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _validate_request__crud(self, request):
        operation, method = operation_of(request), request.httprequest.method
        if operation == "upload":
            self._crud_check_upload(request.httprequest)
        if operation not in ("create", "update", "action", "bulk"):
            return
        sent = request.httprequest.get_data()
        if operation == "action" and not sent.strip():
            return
        body = self._crud_body(request, operation)
        if method != "PUT":  # its body is compared with the record, see put.py
            validators = resource_of(self, request).validators
            validator = validators.get(operation) or validators[method]
            self._raise_request_errors(*json_schema.errors(validator, body))
        request.endpoint_call.body = body

    def _crud_body(self, request, operation):
        """:return: the parsed body"""
        resource, httprequest = resource_of(self, request), request.httprequest
        is_record = operation in ("create", "update")
        if is_record and resource.uploads and form.is_form(httprequest):
            return form.parse(self.env[resource.model], httprequest)
        check_media_type(self._content_type(httprequest), httprequest.method)
        return self._parse_json(httprequest.get_data())

    def _validate_query(self, request):  # pylint: disable=missing-return
        """A resource parses its own query. The record may still hold the parameters of
        another exec mode.
        """
        if self.exec_mode != "crud":
            return super()._validate_query(request)

    def _handle_exec__crud(self, request):
        """
        :return: result dict
        :raise AccessError: the exec user is a superuser, who bypasses record rules
        """
        if self.env.su:
            raise AccessError(self.env._("A superuser may not use a REST resource."))
        resource, operation = resource_of(self, request), operation_of(request)
        if operation == "list" and formats.requested(request.httprequest) != "json":
            operation = "export"
        model = self.env[resource.model]
        if resource.files:
            model = model.with_context(bin_size=True)  # sizes instead of contents
        args = request.httprequest.args
        if operation == "aggregate":
            parsed = aggregate_query.parse(resource, model, args)
        else:
            parsed = query.parse(resource, model, args, operation)
        result = getattr(self, f"_crud_{operation}")(request, resource, model, parsed)
        if isinstance(result.get("payload", ""), str):
            return result
        headers = [json_text.CONTENT_TYPE, *result.get("headers", ())]
        payload = json_text.dumps(result["payload"])
        return {**result, "payload": payload, "headers": headers}
