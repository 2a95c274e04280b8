from odoo import models

from ..registry import EndpointRegistry


class IrModel(models.Model):
    _inherit = "ir.model"

    def unlink(self):
        """Also drop the rules of the model."""
        names = self.mapped("model")
        result = super().unlink()
        registry = EndpointRegistry.registry_for(self.env.cr)
        if registry.exists():
            for name in names:
                registry.drop_model(name)
        return result
