from odoo import models

from ..rest import idempotency

_OF_A_RESOURCE = ("ETag", "Link", "Location")
_OF_A_KEY = (idempotency.REPLAYED, "Retry-After")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _snapshot_answer_headers(cls, endpoint, snapshot):
        """Pages of other sites may read the headers that we answer with
        (Fetch standard §3.2.3).
        """
        headers = super()._snapshot_answer_headers(endpoint, snapshot)
        exposed = (
            *(_OF_A_RESOURCE if snapshot["exec_mode"] == "crud" else ()),
            *(_OF_A_KEY if snapshot["idempotency"] else ()),
        )
        if exposed and endpoint.routing.get("cors"):
            headers = [*headers, ("Access-Control-Expose-Headers", ", ".join(exposed))]
        return headers
