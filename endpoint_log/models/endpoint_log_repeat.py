"""Repeats a logged call: as a curl command, or in *Try it* of endpoint_workbench."""

import shlex

from odoo import api, fields, models

from odoo.addons.endpoint.pure.redact import REDACTED

# Headers that the client adds itself.
_CLIENT_HEADERS = {"host", "content-length", "connection", "x-request-id"}


class EndpointLog(models.Model):
    _inherit = "endpoint.log"

    curl = fields.Text(string="As curl", compute="_compute_curl")

    @api.depends("method", "path", "query", "request_headers", "request_body")
    def _compute_curl(self):
        base = self.browse().get_base_url()  # accepts one record at most
        for call in self:
            query = f"?{call.query}" if call.query else ""
            words = ["curl", "-X", call.method, f"{base}{call.path}{query}"]
            for line in (call.request_headers or "").splitlines():
                name, _, value = line.partition(": ")
                if name.lower() not in _CLIENT_HEADERS and value != REDACTED:
                    words += ["-H", line]
            if call.request_body:
                words += ["--data-raw", call.request_body]
            call.curl = shlex.join(words)
