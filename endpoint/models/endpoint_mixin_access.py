"""Who may call an endpoint: the fields, the checks, and a sentence for the form."""

from werkzeug.datastructures import Headers

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..pure import credentials


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    group_ids = fields.Many2many(
        comodel_name="res.groups",
        string="Allowed groups",
        ondelete="restrict",  # without its groups, an endpoint would be open to all
        help="Callers who are in none of these groups are refused (403). Leave empty "
        "to allow all callers whom the authentication accepts.",
    )
    # The default holds for records that existed before, and for data files.
    allow_rpc_keys = fields.Boolean(
        string="Accept API keys of users",
        default=True,
        help="Besides endpoint keys, accept the API keys that users create in their "
        "preferences. Such a key also opens all of Odoo's external API.",
    )
    allow_key_header = fields.Boolean(
        string="Key in X-API-Key",
        help="Accept a key in the header X-API-Key as well.",
    )
    allow_key_basic = fields.Boolean(
        string="Key as password",
        help="Accept a key as the password of HTTP Basic authentication as well, with "
        "any user name.",
    )
    who_can_call = fields.Char(
        string="Who can call",
        compute="_compute_who_can_call",
        help="The callers whom the endpoint accepts, and whose rights apply.",
    )

    def _sensitive_names(self) -> list[str]:
        """Hook: names of headers, parameters and members that must not be stored when
        a call is kept, besides those that :mod:`..pure.redact` knows.

        :return: names such as ``iban``, or JSON paths such as ``customer.iban``
        """
        return []

    def onchange(self, values, field_names, fields_spec):
        if not self and not field_names:  # the form begins a new record
            default = self.env.context.get("default_allow_rpc_keys", False)
            self = self.with_context(default_allow_rpc_keys=default)
        return super().onchange(values, field_names, fields_spec)

    @api.constrains("auth_type", "group_ids")
    def _check_group_ids(self):
        for record in self:
            if record.group_ids and record.auth_type in record._auth_types_of_no_user():
                raise UserError(
                    self.env._(
                        "“%s” is called without a user: remove the allowed groups, or "
                        "choose another authentication.",
                        record.name,
                    )
                )

    def _auth_types_of_no_user(self) -> tuple[str, ...]:
        """Hook: authentication methods that do not tell which user calls."""
        return ("public",)

    @api.depends(lambda self: self._who_can_call_fields())
    def _compute_who_can_call(self):
        for record in self:
            who = record._who_can_call()
            if record.group_ids:
                names = record.sudo().group_ids.mapped("full_name")
                groups = format_list(self.env, names, style="or")
                who = self.env._("%(who)s who is in %(groups)s", who=who, groups=groups)
            if user := record.exec_as_user_id.sudo():
                text = self.env._("%(who)s, run as %(user)s.", who=who, user=user.login)
            elif record.auth_type in record._auth_types_of_no_user():
                text = self.env._("%s.", who)
            else:
                text = self.env._("%s, with the rights of the caller.", who)
            record.who_can_call = text

    def _dry_run_headers(
        self, user: models.BaseModel, headers: Headers, body: bytes
    ) -> dict[str, str]:
        """Hook for addons that add authentication methods: prove that a user sends a
        request. Called only in transactions that are rolled back, so the base creates
        an API key.

        :param user: the caller, a record of ``res.users``
        :param headers: of the request, which may contain credentials already
        :param body: of the request
        :return: headers to add; a session needs none
        """
        ways = self.allow_key_header, self.allow_key_basic
        if self.auth_type != "bearer" or credentials.keys(headers, *ways):
            return {}
        keys = self.env["res.users.apikeys"]
        is_bindable = self._name == "endpoint.endpoint"
        if user.sudo()._is_public():
            return {}
        if is_bindable or self.route_group:
            key = keys._generate_endpoint_key(
                user, "dry run", self if is_bindable else None, [self.route_group or ""]
            )
        else:
            key = keys.with_user(user).sudo()._generate("rpc", "dry run", None)
        return {"Authorization": f"Bearer {key}"}

    def _who_can_call_fields(self) -> tuple[str, ...]:
        """Hook: the fields that ``_who_can_call`` depends on."""
        return ("auth_type", "exec_as_user_id", "group_ids", "allow_rpc_keys")

    def _who_can_call(self) -> str:
        """Hook for addons that add authentication methods.

        :return: whom the authentication accepts, as the beginning of a sentence
        """
        if self.auth_type == "public":
            return self.env._("Anyone")
        if self.auth_type == "user_endpoint":
            return self.env._("Any logged-in user")
        if self.auth_type == "bearer" and self.allow_rpc_keys:
            return self.env._("Anyone with an endpoint key for it or a user's API key")
        if self.auth_type == "bearer":
            return self.env._("Anyone with an endpoint key for it")
        labels = dict(self._fields["auth_type"]._description_selection(self.env))
        return labels.get(self.auth_type) or ""
