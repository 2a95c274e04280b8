"""The checks when an admin saves an endpoint."""

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.endpoint_route_handler.user_errors import value_error_as_user_error

from .. import body_schema


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

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
                body_schema.check(
                    record.request_content_type, record.request_content_schema or ""
                )

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
