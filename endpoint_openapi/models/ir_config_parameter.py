from odoo import api, models

from .endpoint_openapi import PREFIX_PARAMETER


class IrConfigParameter(models.Model):
    _inherit = "ir.config_parameter"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._clear_routing_of_prefix()
        return records

    def write(self, vals):
        self._clear_routing_of_prefix()
        result = super().write(vals)
        self._clear_routing_of_prefix()
        return result

    def unlink(self):
        self._clear_routing_of_prefix()
        return super().unlink()

    def _clear_routing_of_prefix(self):
        """Drop the cached routes, which contain the prefix."""
        if PREFIX_PARAMETER in self.mapped("key"):
            self.env.registry.clear_cache("routing")
