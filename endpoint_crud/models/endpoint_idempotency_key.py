"""The answers that requests with an ``Idempotency-Key`` had."""

import json

from odoo import api, fields, models
from odoo.tools.constants import GC_UNLINK_LIMIT

from ..rest import idempotency
from ..rest.idempotency import AnswerNotKept, KeyReused, StillRunning


class EndpointIdempotencyKey(models.Model):
    """Read and written with SQL alone, in the transaction of the request: an answer
    is kept if, and only if, what the request did is committed. Nobody has access.
    """

    _name = "endpoint.idempotency.key"
    _description = "Answer to a request with an Idempotency-Key"
    _log_access = False

    scope = fields.Char(required=True)  # a hash; the key itself is nowhere
    fingerprint = fields.Char(required=True)
    created = fields.Datetime(required=True, index=True)
    status = fields.Integer()
    headers = fields.Json()
    body = fields.Binary(attachment=False)  # the bytes as they are, not base64

    _scope_uniq = models.UniqueIndex("(scope)")
    _large = models.Index(
        f"(created) WHERE octet_length(body) > {idempotency.LARGE_ANSWER}"
    )

    @api.model
    def _answer(self, scope, fingerprint):
        """
        :param bytes scope: see ``scope_digest``
        :param str fingerprint: of the request
        :return: (status, headers, body); None where it is the first with that key
        :raise HTTPException: 409, 422
        """
        self.env.cr.execute(
            """
            SELECT fingerprint, status, headers, body FROM endpoint_idempotency_key
             WHERE scope = %s
               AND created > now() AT TIME ZONE 'UTC' - interval '24 hours'
            """,
            [scope.hex()],
        )
        if not (row := self.env.cr.fetchone()):
            return None
        first, status, headers, body = row
        if first != fingerprint:
            raise KeyReused()
        if status is None:
            raise AnswerNotKept()
        return status, headers, bytes(body)

    @api.model
    def _claim(self, scope, fingerprint):
        """Before the request does anything. This transaction may have begun before
        the one with the same key was committed: then PostgreSQL refuses the row that
        is not to be seen from here, Odoo tries again and finds the answer.

        :raise StillRunning: an open transaction has the key
        """
        lock = int.from_bytes(scope[:8], "big", signed=True)
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
        if not self.env.cr.fetchone()[0]:
            raise StillRunning()
        self._keep(scope, fingerprint)

    @api.model
    def _keep(self, scope, fingerprint, status=None, headers=None, body=None):
        """Without a status the key is taken, and there is no answer (yet)."""
        self.env.cr.execute(
            """
            INSERT INTO endpoint_idempotency_key
                        (scope, fingerprint, created, status, headers, body)
                 VALUES (%s, %s, now() AT TIME ZONE 'UTC', %s, %s, %s)
            ON CONFLICT (scope) DO UPDATE
                    SET fingerprint = excluded.fingerprint,
                        created = excluded.created, status = excluded.status,
                        headers = excluded.headers, body = excluded.body
            """,
            [scope.hex(), fingerprint, status, json.dumps(headers), body],
            log_exceptions=False,  # with all values; and a refusal is no fault
        )

    @api.model
    def _keep_answer(self, scope, fingerprint, response):
        """Its status, headers and body, where there is room for them."""
        kept = idempotency.to_keep(response)
        has_room = self._has_room(len(kept[-1] or b""))
        self._keep(scope, fingerprint, *(kept if has_room else ()))

    @api.model
    def _has_room(self, size):
        """:return: whether an answer of that many bytes is kept, too"""
        if size <= idempotency.LARGE_ANSWER:
            return True
        self.env.cr.execute(
            """
            SELECT COALESCE(SUM(octet_length(body)), 0) FROM endpoint_idempotency_key
             WHERE octet_length(body) > %s
               AND created > now() AT TIME ZONE 'UTC' - interval '24 hours'
            """,
            [idempotency.LARGE_ANSWER],
        )
        return self.env.cr.fetchone()[0] + size <= idempotency.MAX_LARGE_ANSWERS

    @api.autovacuum
    def _gc_answers(self):
        """
        :return: (number of rows dropped, whether there are more)
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
