"""The fields of an endpoint."""

from odoo import SUPERUSER_ID, api, fields, models

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
