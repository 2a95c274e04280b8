from werkzeug.exceptions import NotFound

from odoo import models
from odoo.http import request

from ..rest import idempotency

_OF_A_RESOURCE = ("ETag", "Link", "Location")
_OF_A_KEY = (idempotency.REPLAYED, "Retry-After")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _endpoint_answer_headers(cls, endpoint):
        """Pages of other sites may read the headers that we answer with
        (Fetch standard §3.2.3).
        """
        headers = super()._endpoint_answer_headers(endpoint)
        model = request.env.get(endpoint.rule_key.partition(":")[0])
        if not endpoint.routing.get("cors") or "crud_model_name" not in (
            getattr(model, "_fields", ())
        ):
            return headers
        try:
            snapshot = model._endpoint_snapshot(endpoint.rule_key)
        except NotFound:
            return headers  # deleted meanwhile
        exposed = (
            *(_OF_A_RESOURCE if snapshot["exec_mode"] == "crud" else ()),
            *(_OF_A_KEY if snapshot["idempotency"] else ()),
        )
        if exposed:
            headers = [*headers, ("Access-Control-Expose-Headers", ", ".join(exposed))]
        return headers
