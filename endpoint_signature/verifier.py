"""Checks the signature of a request to an endpoint."""

import time
from contextlib import closing
from datetime import datetime
from typing import NamedTuple

from werkzeug.wrappers import Request

from odoo.fields import Datetime
from odoo.modules.registry import Registry

from odoo.addons.endpoint.snapshot import Snapshot
from odoo.addons.endpoint_route_handler import replica, request_body

from . import cipher, secret_table
from .signing import Scheme, SignatureRefused, Signed, scheme_of


class Verifier(NamedTuple):
    """
    :param keys: slot of the table -> key of the HMAC
    :param previous_until: when the previous key ends
    """

    scheme: Scheme
    keys: dict[str, bytes]
    previous_until: datetime | None

    @classmethod
    def load(cls, registry: Registry, model: str, snapshot: Snapshot) -> "Verifier":
        """Read the secrets in a new transaction, as :meth:`Snapshot.load` does.

        :raise CannotDecrypt: the secret cannot be read
        :raise ValueError: the secret does not suit the scheme
        """
        scheme = scheme_of(snapshot.__getitem__)
        with closing(replica.primary_cursor(registry)) as cr:
            found = secret_table.read(cr, model, [snapshot.record_id])
        secrets = found.get(snapshot.record_id, {})
        keys = {
            slot: scheme.key(cipher.decrypt(secret.value))
            for slot, secret in secrets.items()
        }
        return cls(scheme, keys, snapshot["signature_secret_previous_until"])

    def verify(self, httprequest: Request) -> Signed:
        """Check the headers first: only then is the body read.

        :raise SignatureRefused: the request is not signed by the sender
        :raise RequestEntityTooLarge: the body is larger than the limit
        """
        if not (keys := self._valid_keys()):
            raise SignatureRefused("the endpoint has no secret")
        signed = self.scheme.claims(httprequest.headers, time.time())
        self.scheme.check(signed, request_body.read(httprequest), keys)
        return signed

    def _valid_keys(self) -> list[bytes]:
        keys = dict(self.keys)
        if not self.previous_until or self.previous_until < Datetime.now():
            keys.pop("previous", None)
        return list(keys.values())
