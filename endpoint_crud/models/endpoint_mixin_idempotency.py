"""Resources support ``Idempotency-Key`` by default."""

from odoo import models


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _idempotency_by_default(self) -> bool:
        return self.exec_mode == "crud" or super()._idempotency_by_default()

    def _only_reads(self) -> bool:
        """A resource may write even if its read operations are read-only."""
        return self.exec_mode != "crud" and super()._only_reads()
