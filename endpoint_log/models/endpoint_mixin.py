"""The log settings of an endpoint, its number of calls, and its alerts."""

import json
from datetime import timedelta

from werkzeug.exceptions import HTTPException

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.http import Request
from odoo.tools import SQL

from .. import request_id
from ..tables import listed_names

_REQUEST_HEADERS = (
    (
        request_id.HEADER,
        "Identifies the request in the log: up to 128 visible ASCII characters. "
        "Without it, the server generates an id.",
    ),
)
_RESPONSE_HEADERS = (
    (request_id.HEADER, "The id of the request in the log. Errors have it, too."),
)


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    log_calls = fields.Boolean(
        string="Log calls",
        default=True,
        help="Log each call: caller, status, duration. This adds almost no time to "
        "requests, because a background thread writes the rows.",
    )
    log_headers = fields.Boolean(
        string="Log headers",
        help="Also log headers. Credentials, cookies and signatures are redacted.",
    )
    log_bodies = fields.Boolean(
        string="Log bodies",
        help="Also log text bodies, up to 16 kB. They may hold personal data. Members "
        "such as “password” or “token” are redacted.",
    )
    log_redact = fields.Text(
        string="Also redact",
        help="Names of parameters, headers or JSON members, or JSON paths such "
        "as “customer.iban”, one per line.",
    )
    log_call_count = fields.Integer(
        string="Calls in 24 hours", compute="_compute_log_calls_of_day"
    )
    log_graph = fields.Text(compute="_compute_log_calls_of_day")
    alert_error_rate = fields.Float(
        string="Alert threshold (%)",
        help="Alert when this percentage of calls fails with status 500 or higher. "
        "0 never alerts.",
    )
    alert_window = fields.Integer(string="Window (minutes)", default=15)
    alert_user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        ondelete="set null",
        default=lambda self: self.env.user,
        help="Gets an activity for each alert, if “Discuss” is installed.",
    )
    alert_active = fields.Boolean(string="Too many errors", readonly=True, copy=False)

    @api.model
    def _state_fields(self):
        return (*super()._state_fields(), "alert_active")

    @api.constrains("alert_error_rate", "alert_window")
    def _check_alert(self):
        for record in self:
            if not 0 <= record.alert_error_rate <= 100:
                raise ValidationError(
                    self.env._("“%s”: enter 0 to 100 percent.", record.name)
                )
            if record.alert_error_rate and not 1 <= record.alert_window <= 1440:
                raise ValidationError(
                    self.env._(
                        "“%s”: the alert window must be 1 to 1440 minutes.", record.name
                    )
                )

    def _compute_log_calls_of_day(self):
        self.env.cr.execute(
            SQL(
                """
                SELECT res_id, hour, sum(calls) FROM endpoint_log_metric
                 WHERE res_model = %s AND res_id = ANY(%s)
                   AND hour > now() AT TIME ZONE 'UTC' - interval '24 hours'
                 GROUP BY res_id, hour
                """,
                *(self._name, self.ids),
            )
        )
        calls = {(res_id, hour): int(n) for res_id, hour, n in self.env.cr.fetchall()}
        now = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        hours = [now - timedelta(hours=ago) for ago in range(23, -1, -1)]
        for record in self:
            values = [calls.get((record.id, hour), 0) for hour in hours]
            record.log_call_count = sum(values)
            bars = [
                {"label": f"{hour:%H}", "value": value, "type": "past"}
                for hour, value in zip(hours, values, strict=True)
            ]
            title = self.env._("Calls")
            record.log_graph = json.dumps([{"key": title, "values": bars}])

    def action_open_calls(self) -> dict:
        """:return: the action that shows the calls of this endpoint"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "endpoint_log.endpoint_log_act_window"
        )
        return {
            **action,
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"search_default_today": 1},
        }

    def _sensitive_names(self) -> list[str]:
        return [*super()._sensitive_names(), *listed_names(self.log_redact)]

    def _describe_operation(self, method: str) -> dict:
        description = super()._describe_operation(method)
        description["request_headers"] += _REQUEST_HEADERS
        description["response_headers"] += _RESPONSE_HEADERS
        return description

    def _serve(self, request: Request) -> dict:
        try:
            return super()._serve(request)
        except HTTPException as exc:
            # A finished response, which Odoo sends without calling ir.http.
            if exc.code is None and exc.response is not None:
                self.env["ir.http"]._log_answer(exc.response)
            raise

    # ------------------------------------------------------------
    # Alerts
    # ------------------------------------------------------------

    @api.model
    def _check_alerts(self) -> None:
        """Alert once, until the share of errors falls below the threshold again."""
        for model in self._get_endpoint_route_consumer_models():
            if not hasattr(self.env[model], "_alert"):
                continue
            records = self.env[model].sudo()
            for record in records.search([("alert_error_rate", ">", 0)]):
                share = record._share_of_errors()
                is_active = share >= record.alert_error_rate
                if is_active != record.alert_active:
                    record.alert_active = is_active
                    if is_active:
                        record._alert(share)

    def _share_of_errors(self) -> float:
        """:return: percentage of the calls in the window that failed"""
        self.env.cr.execute(
            SQL(
                """
                SELECT COALESCE(avg(CASE WHEN status >= 500 THEN 100.0 ELSE 0 END), 0)
                  FROM endpoint_log
                 WHERE res_model = %s AND res_id = %s
                   AND time > now() AT TIME ZONE 'UTC' - %s * interval '1 minute'
                """,
                *(self._name, self.id, self.alert_window),
            )
        )
        return float(self.env.cr.fetchone()[0])

    def _alert(self, share: float) -> None:
        """Hook: the action taken on an alert."""
        message = self.env._(
            "%(endpoint)s: %(share).1f%% of the calls failed in the last "
            "%(minutes)s minutes.",
            endpoint=self.display_name,
            share=share,
            minutes=self.alert_window,
        )
        self._logger.warning("%s", message)
        # Not linked to a record: endpoints have no chatter.
        if "mail.activity" in self.env and self.alert_user_id:
            self.env["mail.activity"].create(
                {
                    "summary": message,
                    "user_id": self.alert_user_id.id,
                    "date_deadline": fields.Date.today(),
                }
            )
