from odoo import api, models
from odoo.exceptions import UserError

from ..snapshot import is_endpoint_model


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_endpoints(self):
        """Words for what the foreign key refuses."""
        names = self.env["endpoint.mixin"]._get_endpoint_route_consumer_models()
        for model in names:
            if not is_endpoint_model(self.pool, model):
                continue
            records = self.env[model].sudo().with_context(active_test=False)
            endpoints = records.search([("group_ids", "in", self.ids)])
            if endpoints:
                raise UserError(
                    self.env._(
                        "These endpoints are for members of %(group)s: %(endpoints)s. "
                        "Remove the group from them first.",
                        group=(endpoints.group_ids & self)[0].display_name,
                        endpoints=", ".join(endpoints.mapped("display_name")),
                    )
                )
