from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.endpoint_route_handler.user_errors import value_error_as_user_error

from ..pure import checks


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    @api.constrains("doc_response_schema")
    def _check_doc_response_schema(self):
        for record in self:
            if not (record.doc_response_schema or "").strip():
                continue
            message = self.env._(
                "“%(name)s”: the schema of the answer cannot be used: %(error)s"
            )
            with value_error_as_user_error(message, record.name):
                checks.check_schema(record.doc_response_schema)

    @api.constrains(
        *("doc_request_example", "request_content_type", "request_content_schema"),
        *("doc_response_example", "doc_content_type", "doc_response_schema"),
    )
    def _check_doc_examples(self):
        message = self.env._("“%(name)s”: an example does not fit: %(error)s")
        for record in self:
            for example, kind, schema in record._doc_examples():
                with value_error_as_user_error(message, record.name):
                    checks.check_example(example, kind, schema)

    def _doc_examples(self):
        """:return: list of (example, its media type, schema) of those that are given"""
        answer_type = self.doc_content_type or (
            self.doc_response_schema and "application/json"
        )
        examples = (
            (
                self.doc_request_example,
                self.request_content_type,
                self.request_content_schema,
            ),
            (self.doc_response_example, answer_type, self.doc_response_schema),
        )
        return [each for each in examples if (each[0] or "").strip()]

    @api.constrains("doc_errors")
    def _check_doc_errors(self):
        message = self.env._("“%(name)s”: the errors cannot be read: %(error)s")
        for record in self:
            with value_error_as_user_error(message, record.name):
                checks.parse_errors(record.doc_errors)

    @api.constrains("doc_status")
    def _check_doc_status(self):
        for record in self:
            if not 200 <= record.doc_status <= 399:
                raise UserError(
                    self.env._(
                        "“%(name)s”: %(status)s is no status of a good answer "
                        "(200 to 399).",
                        name=record.name,
                        status=record.doc_status,
                    )
                )
