"""Deletes old calls."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_PURGED_AT_ONCE = 20_000


class EndpointLog(models.Model):
    _inherit = "endpoint.log"

    @api.model
    def _purge(self) -> None:
        """Delete expired and excess rows, in chunks that are committed separately.

        Ids are nearly in chronological order. A chunk is a range of ids, so that no
        query scans the rows that an earlier query deleted.
        """
        limits = self._purge_limits()
        cron = self.env["ir.cron"]
        first = self._first_to_purge(0, *limits)
        while first is not None:
            end = first + _PURGED_AT_ONCE
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM endpoint_log
                     WHERE id >= %s AND id < %s AND (id <= %s OR time < %s)
                    """,
                    *(first, end, *limits),
                )
            )
            deleted = self.env.cr.rowcount
            first = self._first_to_purge(end, *limits)
            remaining = 0 if first is None else 1
            if not cron._commit_progress(deleted, remaining=remaining):
                return
        self._fold_metrics()

    def _purge_limits(self) -> tuple[int, object]:
        """:return: (the last id beyond the row limit, the oldest time to keep)"""
        get = self.env["ir.config_parameter"].sudo().get_param
        days = _to_int(get("endpoint_log.retention_days"), 30)
        rows = _to_int(get("endpoint_log.max_rows"), 0)
        oldest = fields.Datetime.now() - timedelta(days=days)
        self.env.cr.execute("SELECT max(id) FROM endpoint_log")
        last = self.env.cr.fetchone()[0] or 0
        return (last - rows if rows else 0), (oldest if days else None)

    def _first_to_purge(self, start: int, last_id: int, oldest: object) -> int | None:
        """:return: the first id from ``start`` on, if it must be deleted"""
        self.env.cr.execute(
            SQL(
                """
                SELECT id, id <= %s OR time < %s FROM endpoint_log
                 WHERE id >= %s ORDER BY id LIMIT 1
                """,
                *(last_id, oldest, start),
            )
        )
        row = self.env.cr.fetchone()
        return row[0] if row and row[1] else None

    def _fold_metrics(self) -> None:
        """Merge the hours before yesterday into one: Prometheus only needs totals."""
        self.env.cr.execute(
            """
            WITH old AS (
                DELETE FROM endpoint_log_metric
                 WHERE hour < now() AT TIME ZONE 'UTC' - interval '2 days'
             RETURNING *)
            INSERT INTO endpoint_log_metric
                 SELECT '1970-01-01', res_model, res_id, route, method, status, le,
                        sum(calls), sum(seconds)
                   FROM old GROUP BY res_model, res_id, route, method, status, le
            """
        )


def _to_int(value: str | None, default: int) -> int:
    """:param value: value of a system parameter, which may be any text"""
    return int(value) if value and value.isdecimal() else default
