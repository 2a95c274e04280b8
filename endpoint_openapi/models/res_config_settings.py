from odoo import fields, models

from .endpoint_openapi import AUDIENCE_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    endpoint_openapi_audience = fields.Selection(
        string="Endpoint documentation",
        selection=[
            ("nobody", "Nobody"),
            ("internal", "Internal users"),
            ("public", "Anyone"),
        ],
        default="nobody",
        config_parameter=AUDIENCE_PARAMETER,
    )
