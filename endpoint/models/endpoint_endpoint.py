from odoo import models


class EndpointEndpoint(models.Model):
    _name = "endpoint.endpoint"
    _inherit = "endpoint.mixin"
    _description = "Endpoint"
    _order = "route, request_method, id"
