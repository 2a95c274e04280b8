"""What an endpoint is: its fields, and the checks of what an admin enters."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import body_schema


class EndpointMixin(models.AbstractModel):
    _name = "endpoint.mixin"
    _inherit = "endpoint.route.handler"
    _description = "Endpoint Mixin"

    exec_mode = fields.Selection(
        string="Answered by",
        selection="_selection_exec_mode",
        required=True,
        help="How the endpoint answers.",
    )
    exec_as_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Execute as user",
        help="The user whose rights the request has. Empty: those of the caller. "
        "Required where anyone may call.",
    )
    exec_as_superuser = fields.Boolean(compute="_compute_exec_as_superuser")
    company_id = fields.Many2one(
        comodel_name="res.company",
        help="The company that the request works in. Empty: that of the user.",
    )
    request_content_schema = fields.Text(
        string="Schema of the body",
        help="JSON Schema (Draft 2020-12) as JSON or YAML, or XML Schema. A request "
        "whose body does not fit is refused (400) with all errors.",
    )
    request_content_schema_warning = fields.Text(
        compute="_compute_request_content_schema_warning",
    )
    request_content_schema_applicable = fields.Boolean(
        compute="_compute_request_content_schema_applicable",
    )
    request_max_size = fields.Float(
        string="Largest body (MiB)",
        default=16,
        help="A larger body is refused (413) before it is read. 0: Odoo's own limit.",
    )
    endpoint_url = fields.Char(
        string="URL",
        compute="_compute_endpoint_url",
        help="Where programs call it.",
    )

    def _selection_exec_mode(self):
        """:return: the modes; each has a ``_handle_exec__<mode>(request)``"""
        return [("code", self.env._("Code"))]

    def _describe_operation(self, method: str) -> dict:
        """Hook: what an addon adds to an operation, for a description of the API.

        :param method: of HTTP, such as ``POST``
        :return: plain data: ``request_headers`` and ``response_headers`` as tuples of
            (name, description), ``errors`` as a dict of status to description
        """
        return {"request_headers": (), "response_headers": (), "errors": {}}

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

    def _get_request_content_schema_applicable_for_types(self):
        """:return: the content types that a schema can describe"""
        return ("application/json", "application/xml")

    @api.onchange("request_content_type")
    def _onchange_request_content_type(self):
        """A schema of the former type means nothing for the new one."""
        self.request_content_schema = False

    @api.depends("route")
    def _compute_endpoint_url(self):
        base = self.get_base_url() if self else ""
        for record in self:
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

    def action_sync_registry(self):
        """Serve what the records say, from the next request on."""
        self.filtered(lambda record: not record.registry_sync).write(
            {"registry_sync": True}
        )

    # ------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------

    @api.constrains("auth_type", "exec_as_user_id")
    def _check_exec_as_user(self):
        for record in self:
            if record.auth_type == "public" and not record.exec_as_user_id:
                raise UserError(
                    self.env._(
                        "“%s”: anyone may call it, so choose the user that it is "
                        "executed as. The public user will do for public data.",
                        record.name,
                    )
                )

    @api.constrains("company_id", "exec_as_user_id")
    def _check_company(self):
        for record in self.sudo():
            user = record.exec_as_user_id
            company = record.company_id
            if user and company and company not in user.company_ids:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: %(user)s may not work in %(company)s. Choose "
                        "another company or another user to execute it as.",
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
            try:
                body_schema.load(record)
            except ValueError as exc:
                raise UserError(
                    self.env._(
                        "“%(name)s”: the schema of the body cannot be used: %(error)s",
                        name=record.name,
                        error=exc,
                    )
                ) from exc

    @api.constrains(lambda self: self._validate_exec_fields())
    def _check_exec_mode(self):
        for record in self:
            validate = getattr(record, f"_validate_exec__{record.exec_mode}", None)
            if validate:
                validate()

    def _validate_exec_fields(self):
        """:return: names of the fields after whose change an exec mode is checked"""
        return ("exec_mode", "code_snippet")

    # ------------------------------------------------------------
    # Snapshots are dropped in the transaction of a change, on every process
    # ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        self._forget_snapshots()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_snapshots()
        return result
