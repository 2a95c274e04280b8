"""The logged calls of endpoints, read-only."""

import shlex
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, escape_psql, format_datetime

from odoo.addons.endpoint.pure.redact import REDACTED

from .. import tables

_PERCENTILES = {"duration_p50": 0.5, "duration_p95": 0.95, "duration_p99": 0.99}
# Headers that the client adds itself.
_CLIENT_HEADERS = {"host", "content-length", "connection", "x-request-id"}
_PURGED_AT_ONCE = 20_000


class EndpointLog(models.Model):
    """Written by :mod:`..writer`: no user may write, and the ORM creates no table."""

    _name = "endpoint.log"
    _description = "Endpoint Call"
    _auto = False
    _order = "id desc"
    _rec_name = "request_id"

    time = fields.Datetime()
    res_model = fields.Char(string="Model")
    res_id = fields.Many2oneReference(
        string="Endpoint ID", model_field="res_model", aggregator=None
    )
    name = fields.Char(string="Endpoint")
    route = fields.Char()
    route_group = fields.Char(string="Group")
    method = fields.Char()
    path = fields.Char()
    query = fields.Char()
    status = fields.Integer(aggregator=None, help="For JSON-RPC, the error code.")
    duration = fields.Float(string="Duration (ms)", digits=(12, 1), aggregator="avg")
    query_count = fields.Integer(string="SQL queries", aggregator="avg")
    query_time = fields.Float(string="SQL (ms)", digits=(12, 1), aggregator="avg")
    user_id = fields.Many2one("res.users", string="Caller")
    key_name = fields.Char(string="API key")
    address = fields.Char()
    request_size = fields.Integer(string="Request (bytes)", aggregator="sum")
    response_size = fields.Integer(string="Response (bytes)", aggregator="sum")
    request_id = fields.Char(string="Request ID")
    traceparent = fields.Char(string="Trace")
    error_name = fields.Char(string="Error")
    error_message = fields.Char(string="Error message")
    request_headers = fields.Text(string="Request headers")
    response_headers = fields.Text(string="Response headers")
    request_body = fields.Text(string="Request body")
    response_body = fields.Text(string="Response body")
    # Measures without a column, see _field_to_sql.
    duration_p50 = fields.Float(string="p50 (ms)", digits=(12, 1), aggregator="avg")
    duration_p95 = fields.Float(string="p95 (ms)", digits=(12, 1), aggregator="avg")
    duration_p99 = fields.Float(string="p99 (ms)", digits=(12, 1), aggregator="avg")
    error_share = fields.Float(string="Errors (%)", digits=(5, 1), aggregator="avg")
    curl = fields.Text(string="curl command", compute="_compute_curl")

    def init(self):
        tables.create(self.env.cr)

    def _field_to_sql(self, alias, field_expr, query=None) -> SQL:
        if field_expr in _PERCENTILES:
            return super()._field_to_sql(alias, "duration", query)
        if field_expr == "error_share":
            status = super()._field_to_sql(alias, "status", query)
            return SQL("CASE WHEN %s >= 400 THEN 100.0 ELSE 0 END", status)
        return super()._field_to_sql(alias, field_expr, query)

    def _read_group_select(self, aggregate_spec, query) -> SQL:
        name = aggregate_spec.partition(":")[0]
        if name not in _PERCENTILES:
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "PERCENTILE_CONT(%s) WITHIN GROUP (ORDER BY %s)",
            _PERCENTILES[name],
            self._field_to_sql(self._table, name, query),
        )

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Odoo labels hours by the 12-hour clock without AM and PM, and a graph keeps
        only one of two bars with the same label.
        """
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if groupby_spec != "time:hour":
            return formatter

        def format_hour(value):
            (start, _label), domain = formatter(value)
            label = format_datetime(self.env, value, "UTC", "HH:00 dd MMM")
            return (start, label), domain

        return format_hour

    @api.depends("method", "path", "query", "request_headers", "request_body")
    def _compute_curl(self):
        base = self.browse().get_base_url()  # accepts one record at most
        for call in self:
            query = f"?{call.query}" if call.query else ""
            words = ["curl", "-X", call.method, f"{base}{call.path}{query}"]
            for line in (call.request_headers or "").splitlines():
                name, _, value = line.partition(": ")
                if name.lower() not in _CLIENT_HEADERS and value != REDACTED:
                    words += ["-H", line]
            if call.request_body:
                words += ["--data-raw", call.request_body]
            call.curl = shlex.join(words)

    def action_open_endpoint(self) -> dict:
        """:return: the action that opens the endpoint"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_open_failure(self) -> dict:
        """:return: the action that shows the traceback of this call, if it failed"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Failure %s", self.request_id),
            "res_model": "ir.logging",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("path", "=", "endpoint"),
                ("name", "=", self.res_model),
                ("message", "like", f"({escape_psql(self.request_id)})"),
            ],
        }

    # ------------------------------------------------------------
    # Retention
    # ------------------------------------------------------------

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
