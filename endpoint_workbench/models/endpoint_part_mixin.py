"""Records that belong to an endpoint: whoever may not see it does not see them."""

from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain


class EndpointPartMixin(models.AbstractModel):
    """Applies the rules of the endpoint's model, such as that of its company."""

    _name = "endpoint.part.mixin"
    _description = "Part of an Endpoint"
    #: it holds code or calls of endpoints, see ``rpc.py`` of ``endpoint``
    _is_closed_over_rpc = True

    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Endpoint", model_field="res_model", required=True, readonly=True
    )

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & ~self._of_hidden_endpoints()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _of_hidden_endpoints(self) -> Domain:
        domain = Domain.FALSE
        for name in self.env["endpoint.mixin"]._get_endpoint_route_consumer_models():
            model = self.env[name].with_context(active_test=False)
            parts = Domain("res_model", "=", name)
            if model.has_access("read"):
                hidden = model.sudo().search([("id", "not in", model._search([]))])
                parts &= Domain("res_id", "in", hidden.ids)
            domain |= parts
        return domain

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result:
            return result
        refused = self.browse()
        needed = "read" if operation == "read" else "write"
        saved = self.browse(filter(None, self._ids)).sudo()
        for name, parts in saved.grouped("res_model").items():
            if (model := self.env.get(name)) is not None:
                endpoints = model.browse(set(parts.mapped("res_id"))).exists()
                hidden = set((endpoints - endpoints._filtered_access(needed)).ids)
                refused += parts.filtered(lambda part, ids=hidden: part.res_id in ids)
        if not refused:
            return None
        refused = refused.sudo(False)
        error = partial(self.env["ir.rule"]._make_access_error, operation, refused)
        return refused, error
