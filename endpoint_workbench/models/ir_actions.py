"""The actions of the workbench are in the menu of every model of endpoints."""

from odoo import models
from odoo.tools import frozendict

from odoo.addons.endpoint.snapshot import is_endpoint_model

_ACTION = "endpoint_workbench.endpoint_export_act_window"


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    def _get_bindings(self, model_name):
        """The action is bound to ``endpoint.endpoint``: add it to the other models."""
        bindings = super()._get_bindings(model_name)
        others = model_name != "endpoint.endpoint"
        if not (others and is_endpoint_model(self.env.registry, model_name)):
            return bindings
        action = self.env.ref(_ACTION, raise_if_not_found=False)
        known = super()._get_bindings("endpoint.endpoint").get("action", ())
        added = [each for each in known if action and each["id"] == action.id]
        actions = (*bindings.get("action", ()), *added)
        return frozendict({**bindings, "action": actions})
