"""The last call that an endpoint captured."""

import json
import re
from urllib.parse import quote

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.endpoint.pure.redact import REDACTED, Redactor

from ..capture import body, query, schema
from ..capture.observer import Captured, error_text

_MAX_TEXT = 8_192
# Headers of the connection, and those that the client or a proxy adds itself.
_CLIENT_HEADERS = re.compile(
    r"host|connection|content-length|transfer-encoding|accept-encoding|user-agent|via"
    r"|forwarded|x-forwarded-.*|x-real-ip",
    re.I,
)
_IN_PATH = "/:@!$&'()*+,;="  # RFC 3986 §3.3
_ARGUMENT = re.compile(r"<[^<>]*>")


class EndpointCapturedCall(models.Model):
    """Written by :mod:`..capture.observer`; there is one per endpoint at most."""

    _name = "endpoint.captured.call"
    _inherit = "endpoint.part.mixin"
    _description = "Captured Call"
    _order = "id desc"

    time = fields.Datetime(readonly=True)
    address = fields.Char(readonly=True)
    method = fields.Char(readonly=True)
    path = fields.Char(readonly=True)
    query = fields.Char(readonly=True)
    headers = fields.Text(readonly=True)
    body = fields.Text(readonly=True)
    body_state = fields.Selection(
        [
            ("empty", "None"),
            ("text", "Text"),
            ("cut", "Beginning of the text"),
            ("form", "Names of a form with files"),
            ("binary", "Binary data"),
            ("unread", "Not read"),
        ],
        readonly=True,
    )
    body_size = fields.Integer("Body (bytes)", readonly=True)
    status = fields.Integer(readonly=True)
    error = fields.Text(readonly=True)

    _endpoint_unique = models.UniqueIndex("(res_model, res_id)")

    def _values_of(self, captured: Captured, redactor: Redactor) -> dict:
        """:return: field values; secrets are redacted"""
        state, text = body.to_text(captured.body, redactor)
        return {
            "time": captured.time,
            "address": captured.address,
            "method": captured.method[:20],
            "path": body.storable(redactor.path(captured.path, captured.routes)),
            "query": body.storable(redactor.query(captured.query)),
            "headers": body.storable(redactor.headers(captured.headers)[:_MAX_TEXT]),
            "body": text,
            "body_state": state,
            "body_size": min(captured.body.size, 2**31 - 1),
            "status": captured.status,
            "error": error_text(captured.error, redactor),
        }

    def _to_client(self) -> dict:
        """:return: what the form shows"""
        self.ensure_one()
        names = ("id", "method", "path", "query", "headers", "body", "address")
        is_json = self._json_body() is not None
        return {
            **{name: self[name] or "" for name in names},
            "time": fields.Datetime.to_string(self.time),
            "status": self.status,
            "error": self.error or "",
            "note": self._body_note(),
            "has_json": is_json,
            "has_example": self.body_state in ("text", "empty"),
        }

    def _body_note(self) -> str:
        """:return: why the body is not shown as it was sent; empty if it is"""
        size = self.env._("%s bytes", self.body_size)
        notes = {
            "cut": self.env._("Only the beginning is kept. Size: %s", size),
            "form": self.env._("A form with files. Their contents are not kept."),
            "binary": self.env._("Binary data is not kept. Size: %s", size),
            "unread": self.env._(
                "The body was not read: the endpoint refused the call, and the body is "
                "too large, cannot be decoded or did not arrive completely. Size: %s",
                size,
            ),
        }
        return notes.get(self.body_state, "")

    def _json_body(self) -> dict | list | None:
        """:return: the body if it is a JSON object or a list"""
        if self.body_state != "text":
            return None
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict | list) else None

    def _schema(self, route_type: str) -> str:
        """
        :param route_type: protocol of the endpoint
        :return: JSON Schema as YAML
        :raise UserError: the body is not JSON
        """
        value = self._json_body()
        if route_type == "jsonrpc" and isinstance(value, dict):
            value = value.get("params", {})  # all other members are the envelope
        if value is None:
            raise UserError(
                self.env._("The body is not JSON: a schema cannot be made from it.")
            )
        try:
            return schema.text_of(value)
        except RecursionError:
            raise UserError(
                self.env._("The body is nested too deeply: write the schema yourself.")
            ) from None

    def _query_parameters(self, text: str, in_path: set[str]) -> str:
        """
        :param text: the query parameters of the endpoint
        :return: the same, with the parameters of this call
        :raise UserError: the text cannot be used
        """
        try:
            return query.add(text, self.query or "", in_path)
        except ValueError as exc:
            raise UserError(
                self.env._("Correct the query parameters first: %s", exc)
            ) from exc

    def _example_values(self) -> dict:
        """:return: values of an ``endpoint.example`` that repeats the call"""
        lines = (self.headers or "").split("\n")
        kept = [
            line
            for name, _, value in (line.partition(": ") for line in lines)
            if not _CLIENT_HEADERS.fullmatch(name) and value != REDACTED
            for line in [f"{name}: {value}"]
        ]
        return {
            "name": f"{self.method} {self.path} ({self.status})",
            "method": self.method,
            # A path with a secret is kept as the route.
            "path": quote(_ARGUMENT.sub(REDACTED, self.path), safe=_IN_PATH),
            "query": self.query,
            "headers": "\n".join(kept),
            "body": self.body if self.body_state == "text" else False,
            "status": self.status,
        }
