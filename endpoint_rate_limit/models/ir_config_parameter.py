from odoo import api, models
from odoo.exceptions import ValidationError

from .. import limiter, rates
from .ir_http import ON_FAILURE, PARAMETER


class IrConfigParameter(models.Model):
    _inherit = "ir.config_parameter"

    @api.constrains("key", "value")
    def _check_rate_limit_parameters(self):
        for record in self.filtered(lambda each: each.key.startswith(PARAMETER)):
            name, value = record.key.removeprefix(PARAMETER), record.value or ""
            try:
                if name == "address_limit":
                    rates.parse(value)
                elif name == "storage":
                    limiter.check_storage(value)
                elif name == "on_failure" and value not in ON_FAILURE:
                    raise ValueError(" / ".join(ON_FAILURE))
            except ValueError as exc:
                message = self.env._("%(key)s: %(error)s", key=record.key, error=exc)
                raise ValidationError(message) from exc
