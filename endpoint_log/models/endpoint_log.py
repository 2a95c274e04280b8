"""The logged calls of endpoints, read-only."""

from odoo import fields, models
from odoo.tools import SQL, escape_psql, format_datetime

from odoo.addons.endpoint.snapshot import is_endpoint_model

from .. import tables

_PERCENTILES = {"duration_p50": 0.5, "duration_p95": 0.95, "duration_p99": 0.99}


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
    company_id = fields.Many2one("res.company")
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

    def init(self):
        tables.create(self.env.cr)

    def _field_to_sql(self, alias, field_expr, query=None) -> SQL:
        if field_expr in _PERCENTILES:
            return super()._field_to_sql(alias, "duration", query)
        if field_expr == "error_share":
            status = super()._field_to_sql(alias, "status", query)
            return SQL("CASE WHEN %s >= 400 THEN 100.0 ELSE 0 END", status)
        sql = super()._field_to_sql(alias, field_expr, query)
        if field_expr == "company_id":
            current = self._current_company_to_sql(alias)
            unknown = tables.UNKNOWN_COMPANY
            return SQL(
                "CASE %s WHEN %s THEN %s ELSE %s END", sql, unknown, current, sql
            )
        return sql

    def _current_company_to_sql(self, alias) -> SQL:
        """:return: the company that the endpoint of a row has now"""
        names = self.env["endpoint.mixin"]._get_endpoint_route_consumer_models()
        tables_by_model = [
            SQL(
                "WHEN %s THEN (SELECT company_id FROM %s WHERE id = %s)",
                name,
                SQL.identifier(self.env[name]._table),
                SQL.identifier(alias, "res_id"),
            )
            for name in names
            if is_endpoint_model(self.env.registry, name)
        ]
        model = SQL.identifier(alias, "res_model")
        return SQL("CASE %s %s END", model, SQL(" ").join(tables_by_model))

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
