from odoo import models

from odoo.addons.endpoint.snapshot import Snapshot

from ..rest.body import PATCH_TYPES
from ..rest.keys import KeyConverter


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_converters(cls) -> dict[str, type]:
        return {**super()._get_converters(), "crud_key": KeyConverter}

    @classmethod
    def _snapshot_exposed_headers(cls, snapshot: Snapshot) -> tuple[str, ...]:
        headers = super()._snapshot_exposed_headers(snapshot)
        if snapshot["exec_mode"] == "crud":
            headers = (*headers, "ETag", "Link", "Location")
        return headers

    @classmethod
    def _snapshot_accept_patch(cls, snapshot: Snapshot) -> str:
        if snapshot["exec_mode"] == "crud":
            return ", ".join(PATCH_TYPES)
        return super()._snapshot_accept_patch(snapshot)
