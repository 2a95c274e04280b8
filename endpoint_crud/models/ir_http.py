from odoo import models

from odoo.addons.endpoint.snapshot import Snapshot


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _snapshot_exposed_headers(cls, snapshot: Snapshot) -> tuple[str, ...]:
        headers = super()._snapshot_exposed_headers(snapshot)
        if snapshot["exec_mode"] == "crud":
            headers = (*headers, "ETag", "Link", "Location")
        return headers
