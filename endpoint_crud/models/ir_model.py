from odoo import models
from odoo.tools import sql


class IrModel(models.Model):
    _inherit = "ir.model"

    def unlink(self):
        """A resource whose model goes away is archived: nothing is left to serve, and
        its settings stay for an admin to see.
        """
        for name in self.env["endpoint.endpoint"]._get_endpoint_route_consumer_models():
            endpoints = self.env[name].sudo()
            # While the addon itself is uninstalled, columns go before models.
            columns = sql.table_columns(self.env.cr, endpoints._table)
            if columns.keys() >= {"active", "crud_model_id"}:
                endpoints.search([("crud_model_id", "in", self.ids)]).active = False
        return super().unlink()
