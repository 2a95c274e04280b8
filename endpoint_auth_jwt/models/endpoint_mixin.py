"""Endpoints whose callers send a token of an identity provider."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    jwt_issuer_ids = fields.Many2many(
        comodel_name="endpoint.jwt.issuer",
        string="Token issuers",
        ondelete="restrict",
        help="The identity providers whose tokens are accepted.",
    )

    def _selection_auth_type(self):
        token = ("jwt", self.env._("Token of an identity provider (JWT)"))
        return [*super()._selection_auth_type(), token]

    @api.constrains("auth_type", "jwt_issuer_ids")
    def _check_jwt_issuers(self):
        # An archived issuer counts: until it is completed, callers are refused (401).
        for record in self.with_context(active_test=False):
            if record.auth_type == "jwt" and not record.jwt_issuer_ids:
                raise UserError(
                    self.env._("“%s”: choose whose tokens are accepted.", record.name)
                )

    def _who_can_call_fields(self):
        return (*super()._who_can_call_fields(), "jwt_issuer_ids")

    def _who_can_call(self):
        if self.auth_type != "jwt":
            return super()._who_can_call()
        names = format_list(self.env, self.jwt_issuer_ids.mapped("name"), style="or")
        return self.env._("Anyone with a token of %s", names)

    def _describe_models(self):
        description = super()._describe_models()
        issuers = self.sudo().with_context(active_test=False).jwt_issuer_ids
        description["records"]["jwt_issuer_ids"] = {
            issuer.id: ("public_key",) if issuer._has_shared_secret() else ()
            for issuer in issuers
        }
        return description

    def _describe_security(self):
        if self.auth_type != "jwt":
            return super()._describe_security()
        issuers = self.sudo().jwt_issuer_ids
        lines = []
        for issuer in issuers:
            line = f"A token of `{issuer.issuer}` for `{issuer.audience}`"
            if issuer.required_scopes:
                line += f" with the scopes `{issuer.required_scopes}`"
            lines.append(line)
        ids = "_".join(map(str, issuers.ids))
        return {
            f"jwt_{ids}": {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "JWT",
                "description": ". ".join(lines) + ".",
            }
        }
