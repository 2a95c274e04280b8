from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError

tries = []


class EndpointMixin(models.AbstractModel):
    """Everything that other addons can add: modes, authentication, types, methods."""

    _inherit = "endpoint.mixin"

    greeting = fields.Char()

    def _selection_exec_mode(self):
        modes = [("greet", "Greet"), ("conflict", "Conflict at the first try")]
        return super()._selection_exec_mode() + modes

    def _selection_auth_type(self):
        return super()._selection_auth_type() + [("shared_secret", "Shared secret")]

    def _selection_request_content_type(self):
        types = [("application/vnd.test+json", "Test")]
        return super()._selection_request_content_type() + types

    def _selection_request_method(self):
        return super()._selection_request_method() + [("REPORT", "REPORT")]

    def _validate_exec__greet(self):
        if not self.greeting:
            raise UserError(self.env._("Write a greeting."))

    def _validate_exec_fields(self):
        return (*super()._validate_exec_fields(), "greeting")

    def _handle_exec__greet(self, request):
        return {"payload": {"greeting": self.greeting, "by": self.env.user.login}}

    def _handle_exec__conflict(self, request):
        """Fail like a serialization failure, after which Odoo retries the request."""
        caller = self.env["res.users"].browse(request.endpoint_call.caller_uid)
        tries.append((self.env.user.login, caller.sudo().login, self.env.su))
        if len(tries) < 2:
            raise ConcurrencyError("as if another transaction had won")
        return {"payload": tries}
