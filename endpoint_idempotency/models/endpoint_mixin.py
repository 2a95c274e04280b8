"""A repeated request is carried out only once (``Idempotency-Key``)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.http import Request, Response

from odoo.addons.endpoint.controllers.main import make_response
from odoo.addons.endpoint_route_handler.call import call_of

from .. import idempotency


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    idempotency = fields.Boolean(
        string="Idempotency-Key",
        compute="_compute_idempotency",
        store=True,
        readonly=False,
        precompute=True,
        help="A client that got no response can safely repeat a POST or PATCH with "
        "the same Idempotency-Key header: the request is executed once and gets the "
        "first response again. Responses are stored in the database for 24 hours.",
    )

    @api.depends("exec_mode")
    def _compute_idempotency(self):
        for record in self:
            record.idempotency = record._idempotency_by_default()

    def _idempotency_by_default(self) -> bool:
        """Hook: whether endpoints of this handler support keys by default."""
        return False

    def _idempotency_version(self, request: Request) -> tuple:
        """Hook: JSON values that determine what the exec user may see. A response is
        not repeated if they have changed.
        """
        user = self.env.user
        return (
            *(self.exec_mode, self.sudo().code_snippet, user.id),
            *(sorted(user._get_group_ids()), sorted(self.env.companies.ids)),
        )

    def _only_reads(self) -> bool:
        """Hook: whether no request to this endpoint can write."""
        return self.readonly

    @api.constrains("idempotency", "exec_mode", "readonly", "route_type")
    def _check_idempotency(self):
        for record in self.filtered("idempotency"):
            # A JSON-RPC response contains the id of its own call.
            if record.route_type == "jsonrpc":
                raise ValidationError(
                    self.env._(
                        "“%s”: JSON-RPC does not support Idempotency-Key. Switch it "
                        "off, or choose another protocol.",
                        record.name,
                    )
                )
            if record._only_reads():
                raise ValidationError(
                    self.env._(
                        "“%s” is read-only: clients can repeat requests without an "
                        "Idempotency-Key. Switch off one of the two.",
                        record.name,
                    )
                )

    def _respond(self, request: Request) -> dict:
        """Repeat the stored response of an earlier request with the same key, or
        execute the request and store its response.

        Runs after validation, where other addons can still refuse the request.

        :raise RequestValidationError: the key is malformed
        :raise HTTPException: 409, 422
        """
        if not self.idempotency:
            return super()._respond(request)
        value = request.httprequest.headers.get(idempotency.HEADER)
        if (
            value is None
            or request.httprequest.method not in idempotency.METHODS
            or request.dispatcher.routing_type == "jsonrpc"
        ):
            return super()._respond(request)
        call = call_of(request)
        caller_uid = call.caller_uid if call else self.env.uid
        # Anonymous clients share one user. With a key such as “1”, one client could get
        # the response of another.
        is_anonymous = self.env["res.users"].sudo().browse(caller_uid)._is_public()
        min_length = idempotency.MIN_LENGTH_ANONYMOUS if is_anonymous else 1
        key = idempotency.read_key(value, min_length)
        scope = idempotency.scope_digest(self._name, self.id, caller_uid, key)
        fingerprint = idempotency.fingerprint(request.httprequest)
        keys = self.env["endpoint.idempotency.key"]
        version = idempotency.scope_digest(*self._idempotency_version(request)).hex()
        if kept := keys._find_response(scope, fingerprint, version):
            return {"response": idempotency.replay(*kept)}
        keys._claim(scope, fingerprint)
        response = Response.load(make_response(super()._respond(request)))
        response.flatten()
        kept = idempotency.to_keep(response) or (None, None, None)
        keys._store(scope, fingerprint, *kept, version)
        return {"response": response}

    def _describe_operation(self, method: str) -> dict:
        description = super()._describe_operation(method)
        if self.idempotency and method in idempotency.METHODS:
            description["request_headers"] += idempotency.REQUEST_HEADERS
            description["response_headers"] += idempotency.RESPONSE_HEADERS
            description["errors"] |= idempotency.ERRORS
        return description
