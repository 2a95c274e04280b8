from odoo import models
from odoo.tools import sql


class IrModel(models.Model):
    _inherit = "ir.model"

    def unlink(self):
        """Archive the resources of these models and keep their settings."""
        for name in self.env["endpoint.endpoint"]._get_endpoint_route_consumer_models():
            endpoints = self.env[name].sudo()
            # Uninstalling this addon drops columns before models.
            columns = sql.table_columns(self.env.cr, endpoints._table)
            if columns.keys() >= {"active", "crud_model_id"}:
                endpoints.search([("crud_model_id", "in", self.ids)]).active = False
        return super().unlink()
