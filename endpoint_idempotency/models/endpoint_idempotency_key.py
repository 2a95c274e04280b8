"""Stored responses to requests with an ``Idempotency-Key``."""

import json

from odoo import api, fields, models
from odoo.tools.constants import GC_UNLINK_LIMIT

from ..idempotency import KeyReused, ResponseNotKept, StillRunning


class EndpointIdempotencyKey(models.Model):
    """Read and written with SQL only, in the transaction of the request: a response is
    stored if and only if the effects of its request are committed. No user has access.
    """

    _name = "endpoint.idempotency.key"
    _description = "Response to a request with an Idempotency-Key"
    _log_access = False

    scope = fields.Char(required=True)  # a hash: the key itself is not stored
    fingerprint = fields.Char(required=True)
    version = fields.Char()  # a hash of what the caller could see; NULL if unknown
    created = fields.Datetime(required=True, index=True)
    status = fields.Integer()
    headers = fields.Json()
    body = fields.Binary(attachment=False)  # raw bytes, not base64

    _scope_uniq = models.UniqueIndex("(scope)")

    @api.model
    def _find_response(
        self, scope: bytes, fingerprint: str, version: str = ""
    ) -> tuple[int, list, bytes] | None:
        """
        :param scope: see ``scope_digest``
        :param fingerprint: of the request
        :param version: see ``endpoint.mixin._idempotency_version``
        :return: (status, headers, body); None for the first request with the key
        :raise KeyReused: a different request used the key
        :raise ResponseNotKept: the response to the first request was not kept, or what
            the caller may see has changed since
        """
        self.env.cr.execute(
            """
            SELECT fingerprint, version, status, headers, body
              FROM endpoint_idempotency_key
             WHERE scope = %s
               AND created > now() AT TIME ZONE 'UTC' - interval '24 hours'
            """,
            [scope.hex()],
        )
        if not (row := self.env.cr.fetchone()):
            return None
        first_fingerprint, first_version, status, headers, body = row
        if first_fingerprint != fingerprint:
            raise KeyReused()
        # Responses stored by an earlier version of this addon have no version.
        if status is None or first_version not in (None, version):
            raise ResponseNotKept()
        return status, headers, bytes(body)

    @api.model
    def _claim(self, scope: bytes, fingerprint: str) -> None:
        """Claim the key before the request has any effect.

        This transaction may have begun before another one with the same key committed.
        PostgreSQL then refuses the insert (SerializationFailure), Odoo retries the
        request, and the retry finds the response.

        :raise StillRunning: an open transaction holds the key
        """
        lock = int.from_bytes(scope[:8], "big", signed=True)
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
        if not self.env.cr.fetchone()[0]:
            raise StillRunning()
        self._store(scope, fingerprint)

    @api.model
    def _store(
        self,
        scope: bytes,
        fingerprint: str,
        status: int | None = None,
        headers: list | None = None,
        body: bytes | None = None,
        version: str = "",
    ) -> None:
        """Without a status, claim the key: its request has no response yet."""
        self.env.cr.execute(
            """
            INSERT INTO endpoint_idempotency_key
                        (scope, fingerprint, created, status, headers, body, version)
                 VALUES (%s, %s, now() AT TIME ZONE 'UTC', %s, %s, %s, %s)
            ON CONFLICT (scope) DO UPDATE
                    SET fingerprint = excluded.fingerprint,
                        created = excluded.created, status = excluded.status,
                        headers = excluded.headers, body = excluded.body,
                        version = excluded.version
            """,
            [scope.hex(), fingerprint, status, json.dumps(headers), body, version],
            # A log line would contain all values, and a conflict here is expected.
            log_exceptions=False,
        )

    @api.autovacuum
    def _gc_responses(self) -> tuple[int, bool]:
        """
        :return: (number of deleted rows, whether more remain)
        """
        self.env.cr.execute(
            """
            DELETE FROM endpoint_idempotency_key WHERE id IN (
                SELECT id FROM endpoint_idempotency_key
                 WHERE created <= now() AT TIME ZONE 'UTC' - interval '24 hours'
                 LIMIT %s)
            """,
            [GC_UNLINK_LIMIT],
        )
        return self.env.cr.rowcount, self.env.cr.rowcount == GC_UNLINK_LIMIT
