from odoo import api, models
from odoo.exceptions import UserError


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_endpoints(self):
        """Words for what the foreign key refuses."""
        domain = [("group_ids", "in", self.ids)]
        for endpoints in self.env["endpoint.mixin"]._search_all_models(domain):
            raise UserError(
                self.env._(
                    "These endpoints are for members of %(group)s: %(endpoints)s. "
                    "Remove the group from them first.",
                    group=(endpoints.group_ids & self)[0].display_name,
                    endpoints=", ".join(endpoints.mapped("display_name")),
                )
            )
