from werkzeug.exceptions import NotFound

from odoo import models
from odoo.http import request

_EXPOSED = "ETag, Link, Location"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _endpoint_answer_headers(cls, endpoint):
        """Pages of other sites may read the headers that a resource answers with
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
        if snapshot["exec_mode"] == "crud":
            headers = [*headers, ("Access-Control-Expose-Headers", _EXPOSED)]
        return headers
