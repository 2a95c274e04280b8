from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    endpoint_log_retention_days = fields.Integer(
        string="Keep calls for (days)",
        default=30,
        config_parameter="endpoint_log.retention_days",
    )
    endpoint_log_max_rows = fields.Integer(
        string="Keep at most (calls)",
        config_parameter="endpoint_log.max_rows",
    )
    endpoint_log_metrics_token = fields.Char(
        string="Token of /endpoint/metrics",
        config_parameter="endpoint_log.metrics_token",
    )
