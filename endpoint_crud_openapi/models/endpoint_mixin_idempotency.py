"""Endpoints of any exec mode may heed the header ``Idempotency-Key``."""

from dataclasses import replace

from odoo import models

from odoo.addons.endpoint_crud.rest.idempotency import METHODS

from .. import source
from ..pure import idempotency


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _openapi_endpoints(self):
        found = super()._openapi_endpoints()
        if not self.idempotency:
            return found
        return [_described(each) if each.method in METHODS else each for each in found]


def _described(endpoint):
    headers = source.headers(idempotency.REQUEST_HEADERS)
    answered = source.headers(idempotency.RESPONSE_HEADERS)
    return replace(
        endpoint,
        request_headers=(*endpoint.request_headers, *headers),
        response_headers=(*endpoint.response_headers, *answered),
        errors=f"{endpoint.errors}\n{idempotency.ERRORS}",
    )
