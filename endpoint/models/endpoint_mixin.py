"""The fields of an endpoint, and the checks when an admin saves it."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.endpoint_route_handler.user_errors import value_error_as_user_error

from .. import body_schema


class EndpointMixin(models.AbstractModel):
    _name = "endpoint.mixin"
    _inherit = "endpoint.route.handler"
    _description = "Endpoint Mixin"

    exec_mode = fields.Selection(
        string="Handler",
        selection="_selection_exec_mode",
        default="code",
        required=True,
        help="What produces the response.",
    )
    exec_as_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Run as",
        ondelete="restrict",
        help="User whose rights apply to the request. Leave empty to use the "
        "caller's rights. Required for public endpoints.",
    )
    exec_as_superuser = fields.Boolean(
        string="Runs as superuser", compute="_compute_exec_as_superuser"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        ondelete="restrict",
        help="Company in which requests run. Leave empty to use the user's company.",
    )
    request_content_schema = fields.Text(
        string="Body schema",
        help="JSON Schema (Draft 2020-12), written as JSON or YAML, or XML Schema. "
        "A request with an invalid body is refused (400) with a list of all errors.",
    )
    request_content_schema_warning = fields.Text(
        string="Body schema warning",
        compute="_compute_request_content_schema_warning",
    )
    request_content_schema_applicable = fields.Boolean(
        string="Body schema applies",
        compute="_compute_request_content_schema_applicable",
    )
    request_max_size = fields.Float(
        string="Max. body size (MiB)",
        default=16,
        help="A larger body is refused (413) before it is read. 0 applies Odoo's "
        "default limit.",
    )
    endpoint_url = fields.Char(
        string="URL",
        compute="_compute_endpoint_url",
        help="The address that clients call.",
    )

    def _selection_exec_mode(self) -> list[tuple[str, str]]:
        """:return: the modes; each needs a method ``_handle_exec__<mode>(request)``"""
        return [("code", self.env._("Code"))]

    def _describe_operation(self, method: str) -> dict:
        """Hook: what an addon adds to an operation, for API documentation.

        :param method: HTTP method, such as ``POST``
        :return: plain data: ``request_headers`` and ``response_headers`` as tuples of
            (name, description), ``errors`` as a dict of status to description
        """
        return {"request_headers": (), "response_headers": (), "errors": {}}

    def _describe_security(self) -> dict[str, dict]:
        """Hook for addons that add authentication methods, for API documentation.

        :return: Security Scheme Objects by name (OpenAPI 3.1 §4.8.27); any one of them
            suffices. Empty for the methods of ``endpoint`` itself
        """
        return {}

    # ------------------------------------------------------------
    # Values
    # ------------------------------------------------------------

    @api.depends("request_content_type")
    def _compute_request_content_schema_applicable(self):
        types = self._get_request_content_schema_applicable_for_types()
        for record in self:
            record.request_content_schema_applicable = (
                record.request_content_type in types
            )

    @api.depends("request_content_schema", "request_content_type")
    def _compute_request_content_schema_warning(self):
        for record in self:
            found = body_schema.warnings(record)
            record.request_content_schema_warning = "\n".join(found) or False

    def _get_request_content_schema_applicable_for_types(self) -> tuple[str, ...]:
        """:return: the content types that support a schema"""
        return ("application/json", "application/xml")

    @api.onchange("request_content_type")
    def _onchange_request_content_type(self):
        """Clear the schema: it was written for another content type."""
        self.request_content_schema = False

    @api.depends("route")
    def _compute_endpoint_url(self):
        for record in self:
            base = record.get_base_url()
            record.endpoint_url = record.route and f"{base}{record.route}"

    @api.depends("exec_as_user_id")
    def _compute_exec_as_superuser(self):
        for record in self:
            record.exec_as_superuser = record.exec_as_user_id.id == SUPERUSER_ID

    def _default_endpoint_options_handler(self):
        return {
            "klass_dotted_path": "odoo.addons.endpoint.controllers.main."
            "EndpointController",
            "method_name": "auto_endpoint",
            "default_pargs": (self._name, self.route),
        }

    def action_open_log(self) -> dict:
        """:return: the action that shows this endpoint's failures and what its code
        logged
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log of %s", self.display_name),
            "res_model": "ir.logging",
            "views": [
                (self.env.ref("endpoint.ir_logging_list_view").id, "list"),
                (False, "form"),
            ],
            "domain": [
                ("name", "=", self._name),
                ("path", "=", "endpoint"),
                ("line", "=", str(self.id)),
            ],
        }

    def action_sync_registry(self) -> None:
        """Put the current routes of these records into service."""
        behind = self.filtered(lambda rec: not (rec.registry_sync and rec.is_served))
        behind.write({"registry_sync": True})

    # ------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------

    @api.constrains("auth_type", "exec_as_user_id")
    def _check_exec_as_user(self):
        for record in self:
            if record.auth_type == "public" and not record.exec_as_user_id:
                raise UserError(
                    self.env._(
                        "“%s” is public: choose the user it runs as. For public "
                        "data, use the Public user.",
                        record.name,
                    )
                )
            if record._is_exec_user_archived():
                raise UserError(
                    self.env._(
                        "“%(name)s”: %(user)s is archived. Choose another user to run "
                        "it as.",
                        name=record.name,
                        user=record.exec_as_user_id.sudo().display_name,
                    )
                )

    def _is_exec_user_archived(self) -> bool:
        """Ignore the public user and OdooBot, which Odoo itself archives."""
        user = self.exec_as_user_id.sudo()
        if not user or user.active or user.id == SUPERUSER_ID:
            return False
        return user != self.env.ref("base.public_user")

    def _find_route_problem(self, core, rule):
        problem = super()._find_route_problem(core, rule)
        if not problem and self._is_exec_user_archived():
            problem = self.env._(
                "The endpoint runs as %s, who is archived. Requests are "
                "refused with 503.",
                self.exec_as_user_id.sudo().display_name,
            )
        return problem

    @api.constrains("company_id", "exec_as_user_id")
    def _check_company(self):
        for record in self.sudo():
            user = record.exec_as_user_id
            company = record.company_id
            if user and company and company not in user.company_ids:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: %(user)s has no access to %(company)s. Choose "
                        "another company or another user to run it as.",
                        name=record.name,
                        user=user.display_name,
                        company=company.display_name,
                    )
                )

    @api.constrains("request_content_schema", "request_content_type")
    def _check_request_content_schema(self):
        for record in self:
            if not record.request_content_schema_applicable:
                continue
            message = self.env._("“%(name)s”: the body schema is invalid: %(error)s")
            with value_error_as_user_error(message, record.name):
                body_schema.check(record)

    def _selection_fields(self):
        return (*super()._selection_fields(), "exec_mode")

    @api.constrains(lambda self: self._validate_exec_fields())
    def _check_exec_mode(self):
        for record in self:
            validate = getattr(record, f"_validate_exec__{record.exec_mode}", None)
            if validate:
                validate()

    def _validate_exec_fields(self) -> tuple[str, ...]:
        """:return: names of the fields whose changes trigger ``_check_exec_mode``"""
        return ("exec_mode", "code_snippet")

    # ------------------------------------------------------------
    # A change invalidates the snapshots in every process
    # ------------------------------------------------------------

    def write(self, vals):
        before = self._values_of(vals)
        result = super().write(vals)
        if before != self._values_of(vals):
            self._forget_snapshots()
        return result

    def _values_of(self, names):
        """:return: values to compare; fields without a column never compare equal"""
        fields_by_name = {name: self._fields.get(name) for name in names}
        return [
            record[name] if field and field.column_type else object()
            for record in self.sudo()
            for name, field in fields_by_name.items()
        ]

    def unlink(self):
        result = super().unlink()
        if self:
            self._forget_snapshots()
        return result
