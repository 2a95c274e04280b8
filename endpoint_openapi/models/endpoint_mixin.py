from dataclasses import replace
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from odoo.addons.endpoint_route_handler.user_errors import value_error_as_user_error

from ..pure import authored
from ..pure.source import Endpoint, Header

_SECURITY = {"public": (), "user_endpoint": ("session",), "bearer": ("bearer",)}
#: field -> name of a security scheme, for endpoints of the method bearer
_KEY_SECURITY = {"allow_key_header": "key_header", "allow_key_basic": "key_password"}


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    doc_description = fields.Text(
        string="Description",
        help="What the endpoint does, in Markdown. Shown in the documentation.",
    )
    doc_status = fields.Integer(
        string="Response status",
        default=200,
        help="HTTP status of a successful response, for the documentation.",
    )
    doc_content_type = fields.Selection(
        string="Response type",
        selection="_selection_doc_content_type",
        help="Media type of a successful response, for the documentation. Leave empty "
        "for JSON if there is a response schema, else for any type.",
    )
    doc_response_schema = fields.Text(
        string="Response schema",
        help="JSON Schema of a successful response, as JSON or YAML. It is documented, "
        "not enforced.",
    )
    doc_request_example = fields.Text(string="Request example")
    doc_response_example = fields.Text(string="Response example")
    doc_errors = fields.Text(
        string="Errors",
        help="Errors that the code raises, one per line: the status, then the reason.",
    )

    def _selection_doc_content_type(self) -> list[tuple[str, str]]:
        """:return: the media types that a response may have"""
        return [
            ("application/json", "JSON"),
            ("text/plain", self.env._("Text")),
            ("text/html", "HTML"),
            ("text/csv", "CSV"),
            ("application/xml", "XML"),
            ("application/pdf", "PDF"),
            ("application/octet-stream", self.env._("Any file")),
        ]

    # ------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------

    @api.constrains("doc_response_schema")
    def _check_doc_response_schema(self):
        message = self.env._("“%(name)s”: the response schema is not valid: %(error)s")
        for record in self:
            with value_error_as_user_error(message, record.name):
                authored.check_schema(record.doc_response_schema)

    @api.constrains(
        *("doc_request_example", "request_content_type", "request_content_schema"),
        *("doc_response_example", "doc_content_type", "doc_response_schema"),
    )
    def _check_doc_examples(self):
        message = self.env._("“%(name)s”: an example is not valid: %(error)s")
        for record in self:
            response_type = record.doc_content_type or (
                record.doc_response_schema and "application/json"
            )
            with value_error_as_user_error(message, record.name):
                authored.check_example(
                    record.doc_request_example,
                    record.request_content_type,
                    record.request_content_schema,
                )
                authored.check_example(
                    record.doc_response_example,
                    response_type,
                    record.doc_response_schema,
                )

    @api.constrains("doc_errors")
    def _check_doc_errors(self):
        message = self.env._("“%(name)s”: the list of errors is not valid: %(error)s")
        for record in self:
            with value_error_as_user_error(message, record.name):
                authored.parse_errors(record.doc_errors)

    @api.constrains("doc_status")
    def _check_doc_status(self):
        message = self.env._(
            "“%(name)s”: the status of a successful response must be 200 to 399."
        )
        for record in self:
            if not 200 <= record.doc_status <= 399:
                raise UserError(message % {"name": record.name})

    # ------------------------------------------------------------
    # Describe
    # ------------------------------------------------------------

    def _openapi_endpoints(self) -> list[Endpoint]:
        """Describe this record, once per method. Override it for records that serve
        several methods, or with ``dataclasses.replace`` to describe more.
        """
        self.ensure_one()
        is_json_rpc = self.route_type == "jsonrpc"
        content_type = "application/json" if is_json_rpc else self.request_content_type
        return [
            Endpoint(
                key=self._endpoint_registry_unique_key(),
                name=self.name or "",
                method=self.request_method,
                routes=tuple(self._all_routes()),
                group=self.route_group or "",
                security=self._openapi_security(),
                allowed_groups=tuple(self.group_ids.mapped("full_name")),
                route_type=self.route_type,
                content_type=content_type or "",
                max_size=self.request_max_size,
                request_schema=self.request_content_schema or "",
                query=self.query_parameters or "",
                query_strict=self.query_strict,
                description=self.doc_description or "",
                status=200 if is_json_rpc else self.doc_status or 200,
                response_type=self.doc_content_type or "",
                response_schema=self.doc_response_schema or "",
                request_example=self.doc_request_example or "",
                response_example=self.doc_response_example or "",
                errors=self.doc_errors or "",
                deprecated=str(self.deprecated_since or "") if self.deprecated else "",
                sunset=str(self.sunset_date or "") if self.deprecated else "",
            )
        ]

    def _openapi_describe(self, endpoint: Endpoint) -> Endpoint:
        """Add the result of ``_describe_operation`` for the method of ``endpoint``."""
        added = self._describe_operation(endpoint.method)
        errors = [f"{status} {text}" for status, text in added["errors"].items()]
        headers = {
            name: getattr(endpoint, name) + tuple(Header(*pair) for pair in added[name])
            for name in ("request_headers", "response_headers")
        }
        errors = "\n".join(filter(None, [endpoint.errors, *errors]))
        return replace(endpoint, errors=errors, **headers)

    def _openapi_security(self) -> tuple[str, ...]:
        """:return: names of security schemes; any one of them suffices"""
        if names := tuple(self._describe_security()):
            return names
        schemes = _SECURITY.get(self.auth_type, (self.auth_type,))
        if self.auth_type == "bearer":
            schemes += tuple(
                _KEY_SECURITY[name] for name in _KEY_SECURITY if self[name]
            )
        return schemes

    def _openapi_security_schemes(self) -> dict[str, dict]:
        """:return: Security Scheme Objects of other addons, by name"""
        schemes = {}
        for record in self:
            schemes.update(record._describe_security())
        return schemes

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    def action_open_documentation(self) -> dict:
        """Open the page, scrolled to the operation if called on one documented record.

        :raise RedirectWarning: the settings let nobody see it
        """
        openapi = self.env["endpoint.openapi"]
        if openapi._audience() == "nobody":
            raise RedirectWarning(
                self.env._(
                    "The documentation is not open to anyone yet. Choose in the "
                    "settings who may see it."
                ),
                self.env.ref("base_setup.action_general_configuration").id,
                self.env._("Go to the settings"),
            )
        tag_and_id = openapi._operation_of(self) if len(self) == 1 else ()
        anchor = "".join(f"/{quote(part, safe='')}" for part in tag_and_id)
        return {
            "type": "ir.actions.act_url",
            "url": f"{openapi._prefix()}/docs" + (f"#{anchor}" if anchor else ""),
            "target": "new",
        }
