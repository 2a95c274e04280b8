from odoo import models


class EndpointRouteHandlerTool(models.TransientModel):
    """Serves a route without a stored record::

    tool = self.env["endpoint.route.handler.tool"].new(
        {"name": "Ping", "route": "/ping", "request_method": "GET"}
    )
    tool._register_single_controller(options={"handler": {...}})
    """

    _name = "endpoint.route.handler.tool"
    _inherit = "endpoint.route.handler"
    _description = "Endpoint Route Handler Tool"

    def _endpoint_registry_unique_key(self):
        """:return: a key made of method and route: an unsaved record has no id"""
        if self.id:
            return super()._endpoint_registry_unique_key()
        return f"{self._name}:{self.request_method} {self.route}"
