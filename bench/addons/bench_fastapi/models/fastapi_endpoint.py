from odoo import fields, models

from ..router import router


class FastapiEndpoint(models.Model):
    _inherit = "fastapi.endpoint"

    app = fields.Selection(
        selection_add=[("bench", "Benchmark")], ondelete={"bench": "cascade"}
    )

    def _get_fastapi_routers(self):
        return [router] if self.app == "bench" else super()._get_fastapi_routers()
