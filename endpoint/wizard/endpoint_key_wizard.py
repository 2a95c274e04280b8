"""Create an endpoint key in the web client."""

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.res_users import check_identity


class EndpointKeyWizard(models.TransientModel):
    _name = "endpoint.key.wizard"
    _description = "New endpoint key"

    name = fields.Char(string="Description", required=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        help="Requests with the key have the rights of this user, unless the endpoint "
        "runs as another one.",
    )
    endpoint_ids = fields.Many2many(
        comodel_name="endpoint.endpoint",
        string="Endpoints",
        domain=[("auth_type", "=", "bearer")],
    )
    route_groups = fields.Text(
        string="Route groups",
        help="Groups of endpoints, one per line. Endpoints that join a group later are "
        "included.",
    )
    expiration_date = fields.Datetime(
        string="Expires",
        help="The key is deleted then. Leave empty for a key that does not expire.",
    )

    @check_identity
    def make_key(self) -> dict:
        """:return: the dialog that shows the key, once"""
        groups = self.env["endpoint.key"]._to_groups(self.route_groups)
        self._check_groups(groups)
        key = self.env["res.users.apikeys"]._generate_endpoint_key(
            self.user_id, self.name, self.endpoint_ids, groups, self.expiration_date
        )
        self.unlink()
        view = self.env.ref("endpoint.endpoint_key_show_form_view")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Endpoint key"),
            "res_model": "res.users.apikeys.show",
            "views": [(view.id, "form")],
            "target": "new",
            "context": {"default_key": key},
        }

    def _check_groups(self, groups: list[str]) -> None:
        """
        :raise UserError: the key would open nothing, or a group is misspelt
        """
        if not (groups or self.endpoint_ids):
            raise UserError(self.env._("Choose endpoints or route groups for the key."))
        found = self.env["endpoint.key"]._endpoints_of_groups(groups)
        known = {name for records in found for name in records.mapped("route_group")}
        if unknown := [name for name in groups if name not in known]:
            raise UserError(
                self.env._("No endpoint is in the group “%s”.", "”, “".join(unknown))
            )
