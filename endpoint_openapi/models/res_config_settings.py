from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    endpoint_openapi_audience = fields.Selection(
        string="Documentation of the endpoints",
        selection=[
            ("nobody", "Nobody"),
            ("internal", "Internal users"),
            ("public", "Anyone"),
        ],
        default="nobody",
        config_parameter="endpoint_openapi.audience",
    )
