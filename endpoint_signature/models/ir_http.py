"""Authenticates signed requests."""

import logging

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from odoo import models
from odoo.http import request

from odoo.addons.endpoint.snapshot import Snapshot
from odoo.addons.endpoint_route_handler.call import Call, call_of

from ..cipher import CannotDecrypt
from ..signing import SignatureRefused, Signed
from ..verifier import Verifier
from .endpoint_mixin import ADDON

_logger = logging.getLogger(__name__)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_signature(cls) -> None:
        """
        :raise Unauthorized: the request is not signed by the sender; the response is
            the same for every reason
        """
        call = call_of(request)
        if call is None:  # a controller of another addon
            raise Unauthorized()
        # Once: when Odoo retries a request, its body may have been decoded already.
        if ADDON not in call.extras:
            call.extras[ADDON] = cls._verify_signature(call)
        call.request.session.can_save = False  # stateless
        call.request.update_env(user=cls._endpoint_public_uid())

    @classmethod
    def _verify_signature(cls, call: Call) -> Signed:
        snapshot = cls._endpoint_snapshot(call)
        httprequest = call.request.httprequest
        if size := snapshot["request_max_size"]:
            # Odoo sets the limit later, in Dispatcher.pre_dispatch.
            httprequest.max_content_length = int(size * 2**20)
        try:
            return cls._signature_verifier(call, snapshot).verify(httprequest)
        except SignatureRefused as exc:
            _logger.info("%s: the signature is refused: %s", call.rule_key, exc)
        except (CannotDecrypt, ValueError):
            _logger.error("%s: the secret cannot be read, set it again", call.rule_key)
        raise Unauthorized(
            "The signature is missing or not valid.",
            www_authenticate=WWWAuthenticate("signature", {"realm": "Odoo"}),
        )

    @classmethod
    def _signature_verifier(cls, call: Call, snapshot: Snapshot) -> Verifier:
        """:return: cached until the record changes"""
        if ADDON not in snapshot.extras:
            verifier = Verifier.load(request.registry, call.model, snapshot)
            snapshot.extras[ADDON] = verifier
        return snapshot.extras[ADDON]
