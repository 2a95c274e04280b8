import re

from odoo import models
from odoo.exceptions import UserError

# The format in which failure_log of endpoint_route_handler writes it.
_REQUEST_ID = re.compile(r"\(([!-~]{1,128})\)$", re.M)


class IrLogging(models.Model):
    _inherit = "ir.logging"

    def action_open_endpoint_call(self) -> dict:
        """:return: the action that shows the call that failed
        :raise UserError: the call is not (or no longer) in the log
        """
        self.ensure_one()
        ids = _REQUEST_ID.findall(self.message or "")
        domain = [("request_id", "in", ids), ("res_model", "=", self.name)]
        call = self.env["endpoint.log"].search(domain, limit=1)
        if not call:
            raise UserError(
                self.env._(
                    "This call is not in the log: it was not logged or was deleted."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "endpoint.log",
            "res_id": call.id,
            "views": [(False, "form")],
        }
