"""Repeats a logged call: as a curl command, or in *Try it* of endpoint_workbench."""

import re
import shlex
from urllib.parse import quote

from odoo import api, fields, models

from odoo.addons.endpoint.pure.redact import REDACTED

from ..tables import MAX_BODY

# Headers that the client adds itself.
_CLIENT_HEADERS = {"host", "content-length", "connection", "x-request-id"}
_IN_PATH = "/:@!$&'()*+,;="  # RFC 3986 §3.3
_ARGUMENT = re.compile(r"<[^<>]*>")


class EndpointLog(models.Model):
    _inherit = "endpoint.log"

    curl = fields.Text(string="curl command", compute="_compute_curl")
    can_try = fields.Boolean(string="Can be tried", compute="_compute_can_try")

    @api.depends("method", "path", "query", "request_headers", "request_body")
    def _compute_curl(self):
        base = self.browse().get_base_url()  # accepts one record at most
        for call in self:
            query = f"?{call.query}" if call.query else ""
            url = f"{base}{call._path_of_url()}{query}"
            words = ["curl", "-X", call.method, url]
            for line in call._lines_of_client():
                if line.partition(": ")[2] != REDACTED:
                    words += ["-H", line]
            if call.request_body:
                words += ["--data-raw", call.request_body]
            call.curl = shlex.join(words)

    def _path_of_url(self) -> str:
        # The log keeps the route if a path parameter is a secret.
        path = self.path or ""
        if path == self.route:
            path = _ARGUMENT.sub(REDACTED, path)
        return quote(path, safe=_IN_PATH)

    def _lines_of_client(self) -> list[str]:
        """:return: the headers, without those that each client adds itself"""
        lines = (self.request_headers or "").splitlines()
        return [
            line
            for line in lines
            if line.partition(": ")[0].lower() not in _CLIENT_HEADERS
        ]

    @api.depends("res_model", "res_id")
    def _compute_can_try(self):
        for call in self:
            model = self.env.get(call.res_model)
            # The method that the panel of endpoint_workbench calls.
            is_installed = hasattr(model, "web_dry_run")
            endpoint = is_installed and model.browse(call.res_id).exists()
            call.can_try = bool(endpoint and endpoint._filtered_access("read"))

    def action_try(self) -> dict:
        """:return: the action that opens the endpoint with this call in *Try it*"""
        action = self.action_open_endpoint()
        return {**action, "context": {"try_it_call": [self._name, self.id]}}

    def web_try_call(self) -> dict:
        """:return: the call, for *Try it*; ``body`` is None if it is not known"""
        self.ensure_one()
        user = self.user_id.exists()
        return {
            "method": self.method,
            "path": self._path_of_url(),
            "query": self.query or "",
            "headers": "\n".join(self._lines_of_client()),
            "body": self.request_body or (None if self.request_size else ""),
            "user_id": user.id if user and not user.sudo()._is_public() else False,
            "notes": self._notes_to_try(),
        }

    def _notes_to_try(self) -> list[str]:
        """:return: what the call to try lacks"""
        body, notes = self.request_body or "", []
        if self.request_size and not body:
            notes.append(
                self.env._("The log does not have the body of this call: check it.")
            )
        if len(body) >= MAX_BODY:
            notes.append(self.env._("The log has only the beginning of the body."))
        texts = (self._path_of_url(), self.query, self.request_headers, body)
        if any(REDACTED in (text or "") for text in texts):
            notes.append(
                self.env._(
                    "The log has no secrets: enter those that you need. “%s” stands "
                    "for a secret.",
                    REDACTED,
                )
            )
        return notes
