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
        models_ = [model, *(model[name] for name in resource.expand)]
        rule_domain = self.env["ir.rule"]._compute_domain
        rules = [str(rule_domain(each._name, "read")) for each in models_]
        expand = {
            name: rows.expandable(model[name], names)
            for name, names in resource.expand.items()
        }
        return (
            *(*version, resource.model, rows.readable(resource, model), expand),
            *(model.has_access("read"), str(resource.domain(self.env)), rules),
        )

    def _only_reads(self) -> bool:
        """A resource may write even if its read operations are read-only."""
        return self.exec_mode != "crud" and super()._only_reads()
