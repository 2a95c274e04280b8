from odoo import models

from odoo.addons.endpoint.snapshot import Snapshot

from .. import idempotency


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _snapshot_exposed_headers(cls, snapshot: Snapshot) -> tuple[str, ...]:
        headers = super()._snapshot_exposed_headers(snapshot)
        if snapshot["idempotency"]:
            headers = (*headers, idempotency.REPLAYED, "Retry-After")
        return headers
