"""The operations of a REST resource in the OpenAPI document."""

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.endpoint_crud.rest.resource import Resource
from odoo.addons.endpoint_openapi.pure.source import Endpoint

from .. import operations


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _openapi_endpoints(self) -> list[Endpoint]:
        """A resource becomes one ``Endpoint`` per operation. A resource that cannot be
        served is not described.
        """
        endpoints = super()._openapi_endpoints()
        if self.exec_mode != "crud":
            return endpoints
        [common] = endpoints
        try:
            resource = Resource.of_record(self)
        except UserError:
            return []
        model = self.sudo().env[resource.model]
        return list(operations.describe(common, model, resource))
