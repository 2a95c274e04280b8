"""Endpoints whose callers sign their requests."""

import re
import time
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.endpoint_route_handler.call import call_of

from .. import cipher, secret_table
from ..signing import ALGORITHMS, SCHEMES, Signed, scheme_of, webhook_key

#: key of ``Call.extras``
ADDON = "endpoint_signature"
_HEADER = re.compile(r"[0-9A-Za-z!#$%&'*+.^_`|~-]+")  # RFC 9110 §5.1, token
_PLACEHOLDERS = {"{body}", "{timestamp}", "{id}"}
_SETTINGS = ("signature_scheme", "signature_header", "signature_prefix")
_SETTINGS += ("signature_encoding", "signature_algorithm", "signature_payload")
_SETTINGS += ("signature_timestamp_header", "signature_id_header")


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    signature_scheme = fields.Selection(
        string="Signed by",
        selection="_selection_signature_scheme",
        help="Who sends the requests, which decides how they are signed.",
    )
    signature_header = fields.Char(
        help="The header with the signature.", string="Signature header"
    )
    signature_prefix = fields.Char(
        string="Prefix", help="Text before the signature, such as “sha256=”."
    )
    signature_encoding = fields.Selection(
        string="Encoding",
        selection=[("hex", "Hexadecimal"), ("base64", "Base64")],
        default="hex",
        help="How the signature is written.",
    )
    signature_algorithm = fields.Selection(
        string="Algorithm",
        selection=[(name, f"HMAC-{name.upper()}") for name in ALGORITHMS],
        default="sha256",
    )
    signature_timestamp_header = fields.Char(
        string="Timestamp header",
        help="A header with the seconds since 1970. Requests that are more than 5 "
        "minutes old are refused. The timestamp must be signed.",
    )
    signature_payload = fields.Char(
        string="Signed text",
        default="{body}",
        help="What is signed: {body}, {timestamp}, {id} and other characters, such as "
        "“{timestamp}.{body}”.",
    )
    signature_id_header = fields.Char(
        string="Delivery header",
        help="A header with the id of the delivery, such as X-GitHub-Delivery. A "
        "delivery that was executed is answered with 200 and not executed again.",
    )

    def _selection_auth_type(self):
        signature = ("signature", self.env._("Whoever signs the request (webhooks)"))
        return [*super()._selection_auth_type(), signature]

    @api.model
    def _selection_signature_scheme(self):
        known = [(name, scheme.label) for name, scheme in SCHEMES.items()]
        return [*known, ("generic", self.env._("Another sender"))]

    # ------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------

    @api.constrains("auth_type", "exec_as_user_id", "route_type", *_SETTINGS)
    def _check_signature(self):
        for record in self.filtered(lambda each: each.auth_type == "signature"):
            if problem := record._signature_problem():
                raise UserError(
                    self.env._("“%(name)s”: %(error)s", name=record.name, error=problem)
                )

    def _signature_problem(self):
        """:return: what is wrong with the settings, for the admin"""
        if not self.exec_as_user_id:
            return self.env._("choose the user that signed requests run as.")
        if self.route_type != "http":
            return self.env._("signed requests need the protocol HTTP.")
        if not self.signature_scheme:
            return self.env._("choose who signs the requests.")
        if self.signature_scheme == "generic":
            if problem := self._generic_signature_problem():
                return problem
        for name in ("signature_timestamp_header", "signature_id_header"):
            if self[name] and not _HEADER.fullmatch(self[name]):
                return self.env._("%s is not the name of a header.", self[name])
        return self._signature_secret_problem()

    def _generic_signature_problem(self):
        if not _HEADER.fullmatch(self.signature_header or ""):
            return self.env._("write the name of the header with the signature.")
        if not (self.signature_encoding and self.signature_algorithm):
            return self.env._("choose the encoding and the algorithm of signatures.")
        text = self.signature_payload or ""
        names = re.findall(r"{\w*}", text)
        if text.count("{body}") != 1 or not _PLACEHOLDERS >= set(names):
            return self.env._(
                "the signed text needs {body} once, and may contain {timestamp} and "
                "{id}."
            )
        needed = {"{timestamp}": "signature_timestamp_header"}
        needed["{id}"] = "signature_id_header"
        for placeholder, name in needed.items():
            if placeholder in text and not self[name]:
                label = self._fields[name]._description_string(self.env)
                return self.env._(
                    "%(placeholder)s needs the field “%(label)s”.",
                    placeholder=placeholder,
                    label=label,
                )
        if self.signature_timestamp_header and "{timestamp}" not in text:
            return self.env._(
                "add {timestamp} to the signed text: anyone can change a timestamp "
                "that is not signed."
            )
        return None

    def _signature_secret_problem(self):
        scheme = scheme_of(self.sudo().__getitem__)
        found = secret_table.read(self.env.cr, self._name, self.ids).get(self.id, {})
        try:
            for secret in found.values():
                scheme.key(cipher.decrypt(secret.value))
        except cipher.CannotDecrypt:
            return None  # shown beside the secret
        except ValueError:
            return self.env._(
                "the secret of %s is written in base64, such as whsec_MfKQ9r8GKYqr….",
                scheme.label,
            )
        return None

    def _auth_types_of_no_user(self):
        return (*super()._auth_types_of_no_user(), "signature")

    def _dry_run_headers(self, user, headers, body):
        added = super()._dry_run_headers(user, headers, body)
        if self.auth_type != "signature" or not self.signature_scheme:
            return added
        scheme = scheme_of(self.__getitem__)
        found = secret_table.read(self.env.cr, self._name, self.ids).get(self.id, {})
        if scheme.header in headers or "current" not in found:
            return added
        try:
            key = scheme.key(cipher.decrypt(found["current"].value))
        except (cipher.CannotDecrypt, ValueError):
            return added  # refused, as any request is
        timestamp, delivery = str(int(time.time())), uuid.uuid4().hex
        return {**added, **scheme.sign(body, key, timestamp, delivery)}

    def _who_can_call_fields(self):
        return (*super()._who_can_call_fields(), "signature_scheme")

    def _who_can_call(self):
        if self.auth_type != "signature":
            return super()._who_can_call()
        scheme = SCHEMES.get(self.signature_scheme)
        if scheme is None:
            return self.env._("Anyone with a valid signature")
        return self.env._("Anyone with a valid %s signature", scheme.label)

    # ------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------

    def _serve(self, request):
        """Before the body is validated: a repeated delivery may have another body."""
        call = call_of(request)
        signed: Signed | None = call and call.extras.get(ADDON)
        if signed and signed.id and not self.readonly:
            seconds = scheme_of(call.snapshot.__getitem__).kept
            deliveries = self.env["endpoint.signature.delivery"]
            if not deliveries._claim(self, signed.id, seconds):
                return {"status_code": 200}
        return super()._serve(request)

    def _describe_security(self):
        if self.auth_type != "signature" or not self.signature_scheme:
            return super()._describe_security()
        scheme = scheme_of(self.__getitem__)
        # Endpoints that sign in the same way share a security scheme.
        name = self.signature_scheme
        if name == "generic" or self.signature_id_header:
            name = f"{name}_{self.id}"
        return {
            f"signature_{name}": {
                "type": "apiKey",
                "in": "header",
                "name": scheme.header,
                "description": _describe(scheme),
                "x-signature": _for_browsers(scheme),
            }
        }


def _describe(scheme):
    """:return: how to sign a request, for people"""
    text = f"`{scheme.algorithm}` HMAC of `{scheme.payload}`, in {scheme.encoding}"
    headers = [scheme.timestamp_header, scheme.id_header]
    sent = " and ".join(f"`{name}`" for name in headers if name)
    return f"{text}. Send {sent} as well." if sent else f"{text}."


def _for_browsers(scheme):
    """:return: how the page of ``endpoint_openapi`` signs a request"""
    return {
        "algorithm": scheme.algorithm,
        "encoding": scheme.encoding,
        "prefix": scheme.prefix,
        "payload": scheme.payload,
        "timestamp_header": scheme.timestamp_header,
        "id_header": scheme.id_header,
        "template": scheme.template,
        "is_base64_secret": scheme.key is webhook_key,
    }
