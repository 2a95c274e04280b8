"""A request that is sent twice is carried out once (``Idempotency-Key``)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.http import Response

from odoo.addons.endpoint.controllers.main import make_response
from odoo.addons.endpoint_route_handler.call import call_of

from ..rest import idempotency


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    idempotency = fields.Boolean(
        string="Idempotency-Key",
        compute="_compute_idempotency",
        store=True,
        readonly=False,
        precompute=True,
        help="A caller that got no answer may send a POST or PATCH again with the "
        "same header Idempotency-Key: it is carried out once, and answered as the "
        "first time. The answers are kept in the database for 24 hours.",
    )

    @api.depends("exec_mode")
    def _compute_idempotency(self):
        for record in self:
            record.idempotency = record.exec_mode == "crud"

    @api.constrains("idempotency", "exec_mode", "readonly", "route_type")
    def _check_idempotency(self):
        for record in self.filtered("idempotency"):
            # Each call of JSON-RPC has an id, which is part of its answer.
            if record.route_type == "jsonrpc":
                raise ValidationError(
                    self.env._(
                        "“%s”: there is no Idempotency-Key with the protocol "
                        "JSON-RPC. Switch it off, or choose another protocol.",
                        record.name,
                    )
                )
            # Of a resource only the requests that read are read-only.
            if record.readonly and record.exec_mode != "crud":
                raise ValidationError(
                    self.env._(
                        "“%s” is read-only, so a request may be repeated without an "
                        "Idempotency-Key. Switch off one of the two.",
                        record.name,
                    )
                )

    def _respond(self, request):
        """Not before the request is validated: an addon may refuse a caller there."""
        value = request.httprequest.headers.get(idempotency.HEADER)
        if (
            value is None
            or not self.idempotency
            or request.httprequest.method not in idempotency.METHODS
            or request.dispatcher.routing_type == "jsonrpc"
        ):
            return super()._respond(request)
        call = call_of(request)
        caller = call.caller_uid if call else self.env.uid
        # All who call without logging in are one user. With keys such as “1” one of
        # them would get what another one did.
        anyone = self.env["res.users"].sudo().browse(caller)._is_public()
        least = idempotency.MIN_LENGTH_OF_ANYONE if anyone else 1
        key = idempotency.read_key(value, least)
        scope = idempotency.scope_digest(self._name, self.id, caller, key)
        fingerprint = idempotency.fingerprint(request.httprequest)
        answers = self.env["endpoint.idempotency.key"]
        if found := answers._answer(scope, fingerprint):
            return {"response": idempotency.replay(*found)}
        answers._claim(scope, fingerprint)
        response = Response.load(make_response(super()._respond(request)))
        response.flatten()
        answers._keep_answer(scope, fingerprint, response)
        return {"response": response}
