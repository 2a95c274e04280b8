from odoo import api, models

from .. import prefix


class IrConfigParameter(models.Model):
    _inherit = "ir.config_parameter"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._forget_prefix()
        return records

    def write(self, vals):
        self._forget_prefix()
        result = super().write(vals)
        self._forget_prefix()
        return result

    def unlink(self):
        self._forget_prefix()
        return super().unlink()

    def _forget_prefix(self):
        """The prefix is a part of routes, which are made once."""
        if prefix.PARAMETER in self.mapped("key"):
            self.env.registry.clear_cache("routing")
