"""Resources support ``Idempotency-Key`` by default."""

from odoo import models

from ..rest import rows
from .endpoint_mixin_request import resource_of


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _idempotency_by_default(self) -> bool:
        return self.exec_mode == "crud" or super()._idempotency_by_default()

    def _idempotency_version(self, request) -> tuple:
        version = super()._idempotency_version(request)
        if self.exec_mode != "crud":
            return version
        resource = resource_of(self, request)
        model = self.env[resource.model]
        # Texts instead of Domains, which may depend on the time.
        names = [model._name, *(model[name]._name for name in resource.expand)]
        rules_of = self.env["ir.rule"]._get_rules
        rules = [rules_of(each, "read").sudo().mapped("domain_force") for each in names]
        expand = {
            name: rows.expandable(model[name], names)
            for name, names in resource.expand.items()
        }
        return (
            *(*version, resource.model, rows.readable(resource, model), expand),
            *(model.has_access("read"), resource.domain_text, rules),
        )

    def _only_reads(self) -> bool:
        """A resource may write even if its read operations are read-only."""
        return self.exec_mode != "crud" and super()._only_reads()
