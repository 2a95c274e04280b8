from odoo import models
from odoo.http import request

from .. import prefix


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def _generate_routing_rules(self, modules, converters):
        """Our own controllers are where the system parameter says."""
        path = prefix.get(self.env)
        for url, endpoint in super()._generate_routing_rules(modules, converters):
            if endpoint.routing.get("endpoint_openapi"):
                url = path + url.removeprefix(prefix.DEFAULT)
            yield url, endpoint

    @classmethod
    def _auth_method_endpoint_docs(cls):
        """Anyone; an API key does as well as a session.

        :raise Unauthorized: the key is wrong
        """
        audience = request.env["endpoint.openapi"].sudo()._audience()
        if audience != "nobody" and "Authorization" in request.httprequest.headers:
            cls._auth_method_bearer()
        else:
            cls._auth_method_public()
