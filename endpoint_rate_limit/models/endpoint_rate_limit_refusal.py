"""The callers that are currently refused."""

import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models

from .. import postgres_storage, primary

_logger = logging.getLogger(__name__)

# ON CONFLICT alone would consume a sequence id for each existing row.
_RECORD = """
WITH known AS (
    UPDATE endpoint_rate_limit_refusal
       SET refused_until = %(refused_until)s, rate_limit = %(rate_limit)s,
           company_id = %(company_id)s
     WHERE key = %(key)s RETURNING id)
INSERT INTO endpoint_rate_limit_refusal (key, rate_limit, refused_until, company_id)
SELECT %(key)s, %(rate_limit)s, %(refused_until)s, %(company_id)s
 WHERE NOT EXISTS (SELECT FROM known)
ON CONFLICT (key) DO NOTHING
"""


class EndpointRateLimitRefusal(models.Model):
    """One row per caller and endpoint. Written with SQL only, in a separate
    transaction, because the transaction of a refused request is rolled back.
    """

    _name = "endpoint.rate.limit.refusal"
    _description = "Rate-limited caller"
    _log_access = False
    _order = "refused_until desc, id desc"
    _rec_name = "key"

    # "<model>:<id>/<caller>"; no record before authentication
    key = fields.Char(required=True, readonly=True)
    rate_limit = fields.Char(string="Limit", required=True, readonly=True)
    refused_until = fields.Datetime(
        string="Refused until", required=True, readonly=True, index=True
    )
    # of the endpoint
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    endpoint_name = fields.Char(string="Endpoint", compute="_compute_names")
    caller_name = fields.Char(string="Caller", compute="_compute_names")

    _key_uniq = models.UniqueIndex("(key)")

    def init(self):
        postgres_storage.create_table(self.env.cr)

    @api.depends("key")
    def _compute_names(self):
        for record in self:
            endpoint, _, caller = record.key.partition("/")
            record.endpoint_name = self._name_of(*endpoint.partition(":")[::2])
            record.caller_name = self._caller_name(*caller.partition(":")[::2])

    def _caller_name(self, kind, value):
        if kind == "all":
            return self.env._("All callers")
        if kind == "user":
            return self._name_of("res.users", value)
        if kind == "key" and value.isdigit():
            key = self.env["res.users.apikeys"].sudo().browse(int(value)).exists()
            return f"{key.user_id.display_name} ({key.name})" if key else value
        return value

    def _name_of(self, model, record_id):
        """:return: name of a record; its id if it was deleted"""
        if not model:
            return self.env._("All endpoints")
        if model not in self.env or not record_id.isdigit():
            return record_id
        return self.env[model].sudo().browse(int(record_id)).exists().display_name

    @api.model
    def _record(
        self, key: str, rate_limit: str, seconds: int, company_id: int | None
    ) -> None:
        """Record a refusal. Never raises: the caller is refused anyway.

        :param seconds: how long the caller is refused
        """
        refused_until = fields.Datetime.now() + timedelta(seconds=seconds)
        params = {"key": key, "rate_limit": rate_limit, "refused_until": refused_until}
        params["company_id"] = company_id
        try:
            primary.execute(self.env.cr.dbname, _RECORD, params)
        except psycopg2.Error as exc:
            _logger.info("A refused caller is not listed: %s", exc)

    @api.model
    def _delete_expired(self) -> None:
        """Called by a scheduled action."""
        dbname = self.env.cr.dbname
        postgres_storage.delete_expired(dbname)
        expired = "refused_until < now() AT TIME ZONE 'UTC'"
        primary.delete_in_chunks(dbname, self._table, expired)
