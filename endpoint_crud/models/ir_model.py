from odoo import models


class IrModel(models.Model):
    _inherit = "ir.model"

    def unlink(self):
        """A resource whose model goes away is archived: nothing is left to serve, and
        its settings stay for an admin to see.
        """
        for name in self.env["endpoint.endpoint"]._get_endpoint_route_consumer_models():
            if "crud_model_id" in self.env[name]._fields:
                self.env[name].sudo().search(
                    [("crud_model_id", "in", self.ids)]
                ).active = False
        return super().unlink()
