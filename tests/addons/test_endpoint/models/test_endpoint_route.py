from odoo import fields, models


class TestEndpointRoute(models.Model):
    """A model that inherits ``endpoint.route.handler``: no schema, no code."""

    _name = "test.endpoint.route"
    _inherit = "endpoint.route.handler"
    _description = "Test: route"

    _endpoint_route_prefix = "/test-route"

    answer = fields.Char()

    def _default_endpoint_options_handler(self):
        return {
            "klass_dotted_path": "odoo.addons.test_endpoint.controllers.main."
            "AnswerController",
            "method_name": "answer",
            "default_pargs": (self.id,),
        }


class TestEndpoint(models.Model):
    """A model that inherits ``endpoint.mixin``."""

    _name = "test.endpoint"
    _inherit = "endpoint.mixin"
    _description = "Test: endpoint"
