from odoo import api, fields, models
from odoo.exceptions import UserError

from .res_users_apikeys import SCOPE


class ResUsers(models.Model):
    _inherit = "res.users"

    endpoint_key_count = fields.Integer(
        string="Endpoint keys",
        compute="_compute_endpoint_key_count",
        groups="base.group_system",
    )

    def _compute_endpoint_key_count(self):
        domain = [("user_id", "in", self.ids), ("scope", "=", SCOPE)]
        keys = self.env["res.users.apikeys"]._read_group(
            domain, ["user_id"], ["__count"]
        )
        counts = {user.id: count for user, count in keys}
        for user in self:
            user.endpoint_key_count = counts.get(user.id, 0)

    def action_endpoint_keys(self) -> dict:
        """:return: the action that shows the endpoint keys of this user"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "endpoint.endpoint_key_act_window"
        )
        return {
            **action,
            "domain": [("user_id", "=", self.id)],
            "context": {"default_user_id": self.id},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_endpoints_run_as(self):
        """Without its user, an endpoint would run as the caller."""
        domain = [("exec_as_user_id", "in", self.ids)]
        for endpoints in self.env["endpoint.mixin"]._search_all_models(domain):
            raise UserError(
                self.env._(
                    "These endpoints run as %(user)s: %(endpoints)s. Choose "
                    "another user for them first, or archive this one.",
                    user=endpoints[0].exec_as_user_id.display_name,
                    endpoints=", ".join(endpoints.mapped("display_name")),
                )
            )
