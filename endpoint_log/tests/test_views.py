"""What admins can see, and other users cannot."""

import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, mute_logger, new_test_user, tagged

from ..models import endpoint_log_retention
from .common import LogCase

_INSERT = """
INSERT INTO endpoint_log (time, res_model, res_id, name, status, duration)
     VALUES (%s, 'endpoint.endpoint', %s, 'x', %s, %s) RETURNING id
"""


class RowsCase(LogCase):
    def make_row(self, ago=0, status=200, duration=1.0, res_id=7):
        """:param ago: age in minutes"""
        time = fields.Datetime.now() - timedelta(minutes=ago)
        self.env.cr.execute(_INSERT, [time, res_id, status, duration])
        return self.env.cr.fetchone()[0]


@tagged("post_install", "-at_install")
class TestRights(RowsCase):
    def test_only_admins_read(self):
        call = self.env["endpoint.log"].browse(self.make_row())
        admin = new_test_user(self.env, "log_admin", groups="base.group_system")
        user = new_test_user(self.env, "log_user", groups="base.group_user")
        self.assertEqual(call.with_user(admin).name, "x")
        with self.assertRaises(AccessError):
            call.with_user(user).read(["name"])

    def test_nobody_writes(self):
        admin = new_test_user(self.env, "log_admin", groups="base.group_system")
        call = self.env["endpoint.log"].with_user(admin).browse(self.make_row())
        for change in (
            lambda: call.write({"name": "y"}),
            call.unlink,
            lambda: call.create({"name": "y"}),
        ):
            with self.assertRaises(AccessError):
                change()


@tagged("post_install", "-at_install")
class TestViews(RowsCase):
    def test_percentiles_and_errors_by_endpoint(self):
        for number in range(1, 101):
            self.make_row(duration=number, status=500 if number > 90 else 200)
        measures = ["duration_p50:avg", "duration_p95:avg", "error_share:avg"]
        rows = self.env["endpoint.log"]._read_group([], ["name"], measures)
        [values] = [values for name, *values in rows if name == "x"]
        self.assertEqual([round(value, 2) for value in values], [50.5, 95.05, 10])

    def test_each_hour_of_a_day_has_a_label(self):
        for hours in range(24):
            self.make_row(ago=60 * hours)
        rows = self.env["endpoint.log"].with_context(tz="Europe/Vienna")
        groups = rows.formatted_read_group(
            [("name", "=", "x")], ["time:hour"], ["__count"]
        )
        labels = {group["time:hour"][1] for group in groups}
        self.assertEqual(len(labels), 24)

    def test_every_view_and_the_filters_of_the_dashboard(self):
        for _number in range(2):
            self.make_row()
        model = self.env["endpoint.log"]
        views = [(False, kind) for kind in ("list", "form", "graph", "pivot", "search")]
        model.get_views(views)
        action = self.env.ref("endpoint_log.endpoint_log_dashboard_act_window")
        filters = self.env["ir.filters"].get_filters("endpoint.log", action.id)
        self.assertEqual(len(filters), 4)
        model.web_search_read([("time", ">", "-24H")], {"error_share": {}, "curl": {}})

    def test_the_button_and_the_graph_of_a_day(self):
        endpoint = self.make_endpoint()
        for _number in range(3):
            self.call(endpoint)
        self.logged()
        self.assertEqual(endpoint.log_call_count, 3)
        [graph] = json.loads(endpoint.log_graph)
        self.assertEqual(len(graph["values"]), 24)
        self.assertEqual(sum(bar["value"] for bar in graph["values"]), 3)
        domain = endpoint.action_open_calls()["domain"]
        self.assertEqual(self.env["endpoint.log"].search_count(domain), 3)

    def test_the_form_of_a_new_endpoint(self):
        with Form(self.env["endpoint.endpoint"]) as form:
            form.name, form.route = "x", "/x"
            form.code_snippet = "result = {}"
            self.assertTrue(form.log_calls)
            self.assertFalse(form.log_bodies or form.log_headers)


@tagged("post_install", "-at_install")
class TestRetention(RowsCase):
    def setUp(self):
        super().setUp()
        self.env.cr.execute("DELETE FROM endpoint_log")
        self.startPatcher(patch.object(endpoint_log_retention, "_PURGED_AT_ONCE", 3))

    def purge(self, **parameters):
        for name, value in parameters.items():
            self.env["ir.config_parameter"].set_param(f"endpoint_log.{name}", value)
        self.env.ref("endpoint_log.ir_cron_purge").method_direct_trigger()
        return self.env["endpoint.log"].search_count([])

    def test_by_days(self):
        for days in (40, 39, 38, 37, 31, 29, 1):
            self.make_row(ago=days * 24 * 60)
        self.assertEqual(self.purge(), 2)

    def test_by_rows(self):
        for _number in range(20):
            self.make_row()
        self.assertEqual(self.purge(max_rows="5"), 5)

    def test_for_ever(self):
        self.make_row(ago=10**6)
        self.assertEqual(self.purge(retention_days="0"), 1)

    def test_counters_of_old_hours_are_merged(self):
        self.env.cr.execute("DELETE FROM endpoint_log_metric")
        self.env.cr.execute(
            """
            INSERT INTO endpoint_log_metric
            SELECT now() - n * interval '1 day', 'm', 1, '/r', 'GET', 200, 1, 1, 0.5
              FROM generate_series(0, 9) AS n
            """
        )
        for _number in range(2):
            self.env["endpoint.log"]._fold_metrics()
        self.env.cr.execute("SELECT count(*), sum(calls) FROM endpoint_log_metric")
        self.assertEqual(self.env.cr.fetchone(), (4, 10))


@tagged("post_install", "-at_install")
class TestAlert(RowsCase):
    @mute_logger("odoo.addons.endpoint.endpoint.endpoint", "endpoint.endpoint")
    def test_alerts_once_until_the_rate_falls_below_the_threshold(self):
        endpoint = self.make_endpoint(alert_error_rate=50, alert_window=10)
        alert = self.startPatcher(patch.object(type(endpoint), "_alert"))
        check = self.env["endpoint.endpoint"]._check_alerts
        for ago, status, active, count in (
            (20, 500, False, 0),
            (1, 200, False, 0),
            (1, 500, True, 1),
            (1, 500, True, 1),
            (1, 200, True, 1),
            (1, 200, False, 1),
            (1, 500, True, 2),
        ):
            self.make_row(ago, status, res_id=endpoint.id)
            check()
            self.assertEqual((endpoint.alert_active, alert.call_count), (active, count))

    def test_limits_are_checked_at_save(self):
        for values in ({"alert_error_rate": 101}, {"alert_window": 0}):
            with self.assertRaises(ValidationError):
                self.make_endpoint(**{"alert_error_rate": 5, **values})


@tagged("post_install", "-at_install")
class TestMetrics(LogCase):
    def get(self, token=None, **headers):
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.call("/endpoint/metrics", headers=headers)

    def set_token(self, value):
        self.env["ir.config_parameter"].set_param("endpoint_log.metrics_token", value)

    def test_closed_by_default(self):
        self.assertEqual(self.get("x").status_code, 404)
        self.set_token("S3C")
        for token in (None, "x", "é", "S3"):
            self.assertEqual(self.get(token).status_code, 401)

    def test_counters_by_template_method_and_status(self):
        self.set_token("S3C")
        endpoint = self.make_endpoint(route="/test/m/<int:n>")
        for method in ("GET", "GET", "PUT", "FOO"):
            self.call("/test/m/1", method)
        self.logged()
        text = self.get("S3C").text
        labels = 'route="/test/m/<int:n>"'
        for line in (
            f'http_requests_total{{method="GET",{labels},status="200"}} 2.0',
            f'http_requests_total{{method="other",{labels},status="405"}} 1.0',
            f'_bucket{{le="+Inf",method="GET",{labels},status="200"}} 2.0',
            f'_count{{method="GET",{labels},status="200"}} 2.0',
        ):
            self.assertIn(line, text)
        self.assertTrue(endpoint)
