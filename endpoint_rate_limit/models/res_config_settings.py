from odoo import fields, models

from .ir_http import PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    endpoint_rate_limit_address_limit = fields.Char(
        string="Limits per address",
        config_parameter=f"{PARAMETER}address_limit",
    )
    endpoint_rate_limit_storage = fields.Char(
        string="Counters",
        config_parameter=f"{PARAMETER}storage",
    )
    endpoint_rate_limit_on_failure = fields.Selection(
        string="If requests cannot be counted",
        selection=[("allow", "Allow them"), ("refuse", "Refuse them")],
        default="allow",
        config_parameter=f"{PARAMETER}on_failure",
    )
