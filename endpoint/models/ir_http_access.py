"""API keys of the callers, see also ``_refuse_caller`` in ``ir_http.py``."""

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from odoo import models
from odoo.http import request

from odoo.addons.endpoint_route_handler.call import Call, call_of

from ..pure import credentials
from ..snapshot import Snapshot
from .ir_http import KEY
from .res_users_apikeys import Key

_MAX_ADDRESS = 64


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_bearer(cls):
        """Accept endpoint keys as well, in the ways that the endpoint allows.

        :raise Unauthorized: the key is wrong, or more than one was sent
        """
        call = call_of(request)
        snapshot = call and cls._endpoint_snapshot(call)
        if snapshot:
            call.key_id = call.extras[KEY] = None  # this may be a retry
            ways = snapshot["allow_key_header"], snapshot["allow_key_basic"]
            if keys := credentials.keys(request.httprequest.headers, *ways):
                cls._authenticate_by_key(call, snapshot, keys)
                return
        super()._auth_method_bearer()

    @classmethod
    def _authenticate_by_key(
        cls, call: Call, snapshot: Snapshot, keys: list[tuple[str, str]]
    ) -> None:
        """Like the part of Odoo's ``_auth_method_bearer`` for a key."""
        key = None
        if len(keys) == 1 and keys[0][1]:
            is_bindable = call.model == "endpoint.endpoint"
            key = request.env["res.users.apikeys"]._find_key(
                keys[0][1],
                snapshot.record_id if is_bindable else 0,
                snapshot["route_group"],
            )
        if key is None:
            cls._refuse_credentials(snapshot, "The API key is not valid.")
        if request.env.uid and request.env.uid != key.user_id:
            text = (
                "The API key is not valid for the user of the session cookie. Send the "
                "key without the cookie."
            )
            cls._refuse_credentials(snapshot, text)
        request.update_env(user=key.user_id)
        request.session.can_save = False  # stateless
        cls._auth_method_user()
        if keys[0][0] == "basic":
            # A browser remembers the password and sends it on its own, like a cookie.
            cls._refuse_cross_site(call)
        call.key_id = key.id
        call.extras[KEY] = key

    @classmethod
    def _refuse_credentials(cls, snapshot: Snapshot, message: str) -> None:
        challenges = [WWWAuthenticate("bearer")]
        if snapshot["allow_key_basic"]:
            challenges.append(WWWAuthenticate("basic", {"realm": "Odoo endpoints"}))
        raise Unauthorized(message, www_authenticate=challenges)

    @classmethod
    def _refuse_key(cls, snapshot: Snapshot, key: Key) -> None:
        """:raise Forbidden: a valid key that does not open the endpoint"""
        if key.is_endpoint_key and not key.opens:
            raise Forbidden("This key does not open this endpoint.")
        if not key.is_endpoint_key and not snapshot["allow_rpc_keys"]:
            raise Forbidden(
                "This endpoint accepts endpoint keys only, not the API keys of a user."
            )

    @classmethod
    def _note_key_use(cls, key: Key) -> None:
        if key.due_id:
            address = (request.httprequest.remote_addr or "")[:_MAX_ADDRESS]
            request.env["endpoint.key"]._note_use(key.due_id, address)
