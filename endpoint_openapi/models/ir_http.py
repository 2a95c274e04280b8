from odoo import models
from odoo.http import request

from .endpoint_openapi import DEFAULT_PREFIX


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def _generate_routing_rules(self, modules, converters):
        """Serve the controllers of this addon below the configured prefix."""
        prefix = self.env["endpoint.openapi"]._prefix()
        for url, endpoint in super()._generate_routing_rules(modules, converters):
            if endpoint.routing.get("endpoint_openapi"):
                url = prefix + url.removeprefix(DEFAULT_PREFIX)
            yield url, endpoint

    @classmethod
    def _auth_method_endpoint_docs(cls):
        """Accept every caller, by key or session: the controller checks the audience.

        :raise Unauthorized: the key is wrong
        """
        audience = request.env["endpoint.openapi"].sudo()._audience()
        if audience != "nobody" and "Authorization" in request.httprequest.headers:
            cls._auth_method_bearer()
        else:
            cls._auth_method_public()
