"""Rate limits from the caller's perspective."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .. import rates
from .common import RateLimitCase


@tagged("post_install", "-at_install")
class TestLimits(RateLimitCase):
    def test_without_limits_nothing_changes(self):
        response = self.call(self.make_endpoint())
        self.assertAnswer(response, 200, headers={"RateLimit": None})
        exposed = response.headers.get("Access-Control-Expose-Headers", "")
        self.assertNotIn("RateLimit", exposed)

    def test_further_requests_are_refused(self):
        endpoint = self.limited("2/hour")
        self.assertEqual(self.statuses(endpoint), [200, 200, 429])
        response = self.call(endpoint)
        self.assertErrorObject(
            response,
            429,
            "Too many requests",
            name="werkzeug.exceptions.TooManyRequests",
            code="rate_limited",
        )
        self.assertIn(int(response.headers["Retry-After"]), range(3590, 3601))

    def test_headers(self):
        endpoint = self.limited("3/minute; 5/10 hours")
        response = self.call(endpoint)
        self.assertAnswer(
            response,
            200,
            headers={
                "RateLimit-Policy": '"3/minute";q=3;w=60, "5/10 hours";q=5;w=36000',
                "RateLimit": '"3/minute";r=2;t=60, "5/10 hours";r=4;t=36000',
            },
        )

    def test_a_refusal_has_the_headers(self):
        endpoint = self.limited("1/hour")
        self.call(endpoint)
        response = self.call(endpoint)
        self.assertEqual(
            response.headers["RateLimit-Policy"], '"1/hour";q=1;w=3600', response.text
        )
        [(remaining, reset)] = self.left(response).values()
        self.assertEqual((remaining, str(reset)), (0, response.headers["Retry-After"]))

    def test_errors_have_the_headers(self):
        endpoint = self.limited("5/hour", "raise error(409, 'Lent')")
        self.assertEqual(self.left(self.call(endpoint))["5/hour"][0], 4)
        endpoint.code_snippet = "1 / 0"
        with self.assertLogs("odoo.addons.endpoint_route_handler.request", "ERROR"):
            self.assertEqual(self.left(self.call(endpoint))["5/hour"][0], 3)

    def test_counted_before_the_body_is_read(self):
        endpoint = self.limited("1/hour", request_method="POST")
        headers = {"Content-Type": "application/json"}
        response = self.call(endpoint, data="{", headers=headers)
        self.assertErrorObject(response, 400)
        self.assertEqual(self.left(response)["1/hour"][0], 0)
        self.assertEqual(
            self.call(endpoint, data="{", headers=headers).status_code, 429
        )

    def test_json_rpc(self):
        endpoint = self.limited("1/hour", request_method="POST", route_type="jsonrpc")
        body = {"jsonrpc": "2.0", "id": 7, "params": {}}
        self.assertNotIn("error", self.call(endpoint, json=body).json())
        response = self.call(endpoint, json=body)
        self.assertEqual(response.json()["error"]["code"], 429)
        self.assertEqual(response.json()["id"], 7)
        self.assertIn("Retry-After", response.headers)

    def test_a_refused_request_does_not_use_up_longer_limits(self):
        endpoint = self.limited("1/hour; 9/day")
        self.assertEqual(self.statuses(endpoint, 5), [200, 429, 429, 429, 429])
        self.assertEqual(
            self.sql(
                "SELECT count FROM endpoint_rate_limit_counter WHERE key LIKE '%day'"
            )[1],
            (1,),
        )

    def test_a_sliding_window(self):
        endpoint = self.limited("4/hour")
        self.call(endpoint)
        endpoint.rate_limit_strategy = "sliding-window-counter"  # counts from zero
        self.assertEqual(self.statuses(endpoint, 5), [200, 200, 200, 200, 429])
        # A third of the next window has passed: two thirds of the previous one count.
        self.sql(
            "UPDATE endpoint_rate_limit_counter SET expires = now() - interval '20 min'"
        )
        self.assertEqual(self.statuses(endpoint), [200, 200, 429])

    def test_a_window_ends(self):
        endpoint = self.limited("1/hour")
        self.assertEqual(self.statuses(endpoint, 2), [200, 429])
        self.sql("UPDATE endpoint_rate_limit_counter SET expires = now()")
        self.assertEqual(self.statuses(endpoint, 2), [200, 429])

    def test_a_change_applies_at_once(self):
        endpoint = self.limited("1/hour")
        self.assertEqual(self.statuses(endpoint, 2), [200, 429])
        endpoint.rate_limit = "2/hour"
        self.assertEqual(self.statuses(endpoint), [200, 200, 429])
        endpoint.rate_limit = False
        self.assertEqual(self.statuses(endpoint), [200, 200, 200])

    def test_a_preflight_is_not_counted(self):
        endpoint = self.limited("1/hour", cors="*")
        preflight = {
            "Origin": "https://a.example",
            "Access-Control-Request-Method": "GET",
        }
        for _ in range(3):
            response = self.call(endpoint, "OPTIONS", headers=preflight)
            self.assertEqual(response.status_code, 204)
        self.assertEqual(self.statuses(endpoint, 2), [200, 429])

    def test_pages_of_other_sites_can_read_the_headers(self):
        endpoint = self.limited("1/hour", cors="*")
        for status in (200, 429):
            response = self.call(endpoint, headers={"Origin": "https://a.example"})
            self.assertEqual(response.status_code, status)
            self.assertEqual(response.headers["Access-Control-Allow-Origin"], "*")
            exposed = response.headers["Access-Control-Expose-Headers"]
            self.assertIn("RateLimit-Policy, RateLimit, Retry-After", exposed)

    def test_all_routes_of_an_endpoint_count_together(self):
        endpoint = self.limited("1/hour", further_routes="/test/limited/other")
        self.call(endpoint)
        self.assertEqual(self.call("/test/limited/other").status_code, 429)

    def test_invalid_limits_are_refused_at_save(self):
        for text in (
            *("100", "minute", "100/fortnight", "0/minute", "-1/minute", "1.5/hour"),
            *("1/0 minute", "1/00 hour", "999999999999/second", "1/9999 years"),
            *("1/minute; x", '1/minute"\r\nX: y', "9" * 5000 + "/minute", ";"),
        ):
            with self.subTest(text=text[:30]), self.assertRaises(UserError):
                self.limited(text, route=f"/wrong/{abs(hash(text))}")

    def test_limits_are_parsed(self):
        cases = {
            "100/minute; 5000/day": ["100/minute", "5000/day"],
            "5 per hour, 2/second": ["2/second", "5/hour"],
            "1/hour\n1/hour;": ["1/hour"],
            "10 per 2 hours": ["10/2 hours"],
            "1000000000/YEAR": ["1000000000/year"],
        }
        for text, names in cases.items():
            with self.subTest(text):
                limits = rates.parse(text)
                self.assertEqual([rates.name(limit) for limit in limits], names)

    def test_the_form(self):
        with Form(self.make_endpoint(), "endpoint.endpoint_endpoint_form_view") as form:
            form.rate_limit = "100/minute"
            form.rate_limit_scope = "all"
        self.assertEqual(form.record.rate_limit_strategy, "fixed-window")

    def test_the_description_mentions_the_limits(self):
        description = self.limited("2/hour")._describe_operation("GET")
        self.assertIn("`2/hour`", description["errors"][429])
        headers = [name for name, _text in description["response_headers"]]
        self.assertLessEqual({"RateLimit-Policy", "RateLimit"}, set(headers))
        self.assertEqual(
            self.make_endpoint(route="/b")._describe_operation("GET")["errors"], {}
        )
