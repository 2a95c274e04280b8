"""Records by the key of the resource, such as an order by the customer's number."""

from contextlib import closing

from werkzeug.exceptions import NotFound

from odoo import models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.validation import json_schema
from odoo.addons.endpoint_route_handler import replica

from ..rest import conditional, keys
from ..rest.routes import is_by_key


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _crud_record_domain(self, request, resource, model):
        if not is_by_key(request):
            return super()._crud_record_domain(request, resource, model)
        if request.params["field"] != resource.key:
            raise NotFound(f"The key of this API is {resource.key}.")
        try:
            return Domain(resource.key, "=", self._crud_key(request, resource, model))
        except ValueError:
            return Domain.FALSE

    def _crud_key(self, request, resource, model):
        """:raise ValueError: no record can have the key in the path"""
        field, text = model._fields[resource.key], request.params["value"]
        return keys.read(field, text)

    def _crud_update(self, request, resource, model, query):
        if request.httprequest.method != "PUT" or not is_by_key(request):
            return super()._crud_update(request, resource, model, query)
        self._crud_record_domain(request, resource, model)  # refuses other fields
        self._crud_complete_body(request, resource, model)
        try:
            self._crud_record(request, resource, model)
        except NotFound:
            if "create" not in resource.operations:
                raise
            return self._crud_put_new(request, resource, model, query)
        return super()._crud_update(request, resource, model, query)

    def _crud_complete_body(self, request, resource, model):
        """Lock the key, and add it to the body.

        :raise RequestValidationError: the key is invalid, or the body has another one
        """
        name, sent = resource.key, request.endpoint_call.body
        try:
            value = self._crud_key(request, resource, model)
        except ValueError as exc:
            item = {"loc": ["path", "value"], "msg": str(exc), "type": "type"}
            raise RequestValidationError([item]) from exc
        if isinstance(sent, dict):
            if sent.get(name, value) != value:
                message = "not the key in the path"
                item = {"loc": ["body", name], "msg": message, "type": "const"}
                raise RequestValidationError([item])
            if name in resource.write:
                request.endpoint_call.body = {name: value, **sent}
        keys.lock(self.env.cr, model._fields[name], value)

    def _crud_put_new(self, request, resource, model, query):
        """Create the record. Whoever held the lock before may have created it after
        this transaction began, in which case Odoo must repeat the request: only a new
        transaction sees the record (REPEATABLE READ).
        """
        conditional.check_absent(request.httprequest)
        sent = request.endpoint_call.body
        method = "POST" if isinstance(sent, dict) else "PUT"  # PUT takes no list
        errors = json_schema.errors(resource.validators[method], sent)
        self._raise_request_errors(*errors)
        with closing(replica.primary_cursor(self.pool)) as cr:
            now = model.with_env(model.env(cr=cr))
            domain = self._crud_record_domain(request, resource, model)
            if self._crud_find(resource, now, domain):
                raise ConcurrencyError("The record was created meanwhile.")
        return self._crud_create(request, resource, model, query)
