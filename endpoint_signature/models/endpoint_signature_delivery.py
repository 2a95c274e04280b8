"""The ids of received deliveries: each is executed once."""

import hashlib

from odoo import api, fields, models
from odoo.tools.constants import GC_UNLINK_LIMIT

from .. import secret_table


class EndpointSignatureDelivery(models.Model):
    """Written with SQL only, in the transaction of the request: an id is kept if and
    only if the effects of its request are committed. No user has access.
    """

    _name = "endpoint.signature.delivery"
    _description = "Delivery of a signed webhook"
    _log_access = False

    scope = fields.Char(required=True)  # a hash of the endpoint and the id
    expires = fields.Datetime(required=True, index=True)

    _scope_uniq = models.UniqueIndex("(scope)")

    def init(self):
        secret_table.create(self.env.cr)

    @api.model
    def _claim(self, endpoint: models.BaseModel, delivery: str, seconds: int) -> bool:
        """Wait for a parallel request with the same id. If it commits, PostgreSQL
        refuses this insert (SerializationFailure), Odoo retries the request, and the
        retry finds the id.

        :param delivery: the id that the sender gave the delivery
        :param seconds: how long to keep it
        :return: whether no request with the id was executed
        """
        text = f"{endpoint._name},{endpoint.id},{delivery}"
        self.env.cr.execute(
            """
            INSERT INTO endpoint_signature_delivery AS known (scope, expires)
            VALUES (%s, now() AT TIME ZONE 'UTC' + %s * interval '1 second')
            ON CONFLICT (scope) DO UPDATE SET expires = excluded.expires
                  WHERE known.expires < now() AT TIME ZONE 'UTC'
            RETURNING id
            """,
            [hashlib.sha256(text.encode()).hexdigest(), seconds],
            log_exceptions=False,  # a conflict is expected
        )
        return bool(self.env.cr.fetchone())

    @api.autovacuum
    def _gc_deliveries(self) -> tuple[int, bool]:
        """:return: (number of deleted rows, whether more remain)"""
        self.env.cr.execute(
            """
            DELETE FROM endpoint_signature_delivery WHERE id IN (
                SELECT id FROM endpoint_signature_delivery
                 WHERE expires < now() AT TIME ZONE 'UTC' LIMIT %s)
            """,
            [GC_UNLINK_LIMIT],
        )
        return self.env.cr.rowcount, self.env.cr.rowcount == GC_UNLINK_LIMIT

    @api.autovacuum
    def _gc_secrets(self) -> None:
        """Encrypt the secrets that a new key can encrypt, and delete expired ones."""
        secret_table.encrypt_all(self.env.cr)
        domain = [("signature_secret_previous_until", "<", fields.Datetime.now())]
        for expired in self.env["endpoint.mixin"]._search_all_models(domain):
            secret_table.delete(self.env.cr, expired._name, expired.ids, "previous")
