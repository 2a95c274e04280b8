from odoo import api, models
from odoo.exceptions import UserError

from ..snapshot import is_endpoint_model


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_endpoints_run_as(self):
        """Without its user, an endpoint would run as the caller."""
        names = self.env["endpoint.mixin"]._get_endpoint_route_consumer_models()
        for model in names:
            if not is_endpoint_model(self.pool, model):
                continue
            records = self.env[model].sudo().with_context(active_test=False)
            endpoints = records.search([("exec_as_user_id", "in", self.ids)])
            if endpoints:
                raise UserError(
                    self.env._(
                        "These endpoints run as %(user)s: %(endpoints)s. Choose "
                        "another user for them first, or archive this one.",
                        user=endpoints[0].exec_as_user_id.display_name,
                        endpoints=", ".join(endpoints.mapped("display_name")),
                    )
                )
