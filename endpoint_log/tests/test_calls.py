"""Each call is logged as one row, however it ends."""

import uuid

from odoo.exceptions import UserError
from odoo.tests import mute_logger, new_test_user, tagged

from .common import LogCase


@tagged("post_install", "-at_install")
class TestCalls(LogCase):
    def test_a_call_and_its_data(self):
        endpoint = self.make_endpoint(
            "env['res.partner'].search_count([])\nresult = {'payload': {'a': 1}}",
            route_group="shop",
        )
        call = self.call_logged(endpoint, params={"page": "2"})
        self.assertEqual((call.res_model, call.res_id), (endpoint._name, endpoint.id))
        self.assertEqual((call.name, call.route_group), (endpoint.name, "shop"))
        self.assertEqual((call.method, call.status), ("GET", 200))
        self.assertEqual((call.path, call.query), (endpoint.route, "page=2"))
        self.assertEqual(call.response_size, len('{"a": 1}'))
        self.assertEqual(call.address, "127.0.0.1")
        self.assertGreater(call.duration, call.query_time)
        self.assertGreater(call.query_count, 0)
        self.assertFalse(call.error_name)

    def test_the_caller_and_the_name_of_the_key(self):
        user = new_test_user(self.env, "integrator")
        endpoint = self.make_endpoint(auth_type="bearer")
        key = self.env["res.users.apikeys"].with_user(user).sudo()
        key = key._generate(None, "Shop", None)
        headers = {"Authorization": f"Bearer {key}"}
        call = self.call_logged(endpoint, headers=headers)
        self.assertEqual((call.user_id, call.key_name), (user, "Shop"))

    def test_the_name_of_an_endpoint_key_also_when_it_is_refused(self):
        user = new_test_user(self.env, "integrator")
        endpoint = self.make_endpoint(
            auth_type="bearer", allow_key_header=True, log_headers=True
        )
        bound = self.make_endpoint_key(user, endpoint, name="Bound")
        other = self.make_endpoint_key(user, name="Other")
        for key, status, name in ((bound, 200, "Bound"), (other, 403, "Other")):
            call = self.call_logged(endpoint, headers={"X-API-Key": key})
            self.assertEqual((call.status, call.key_name), (status, name))
            self.assertNotIn(key[:8], call.request_headers)
            self.last_id = call.id

    def test_refusals_before_the_code(self):
        post = self.make_endpoint(
            request_method="POST",
            request_content_type="application/json",
            request_max_size=0.001,
        )
        bearer = self.make_endpoint(route="/test/bearer", auth_type="bearer")
        headers = {"Content-Type": "application/json"}
        for status, endpoint, method, kwargs in (
            (401, bearer, "GET", {}),
            (405, bearer, "PUT", {}),
            (413, post, "POST", {"data": "x" * 5000, "headers": headers}),
            (415, post, "POST", {"data": "x", "headers": {"Content-Type": "a/b"}}),
            (400, post, "POST", {"data": "{", "headers": headers}),
        ):
            with self.subTest(status=status):
                response = self.call(endpoint, method, **kwargs)
                self.assertEqual(response.status_code, status)
                call = self.logged(endpoint)[0]
                self.assertEqual((call.status, call.method), (status, method))
                self.assertEqual(call.error_message, response.json()["message"])
                self.assertEqual(call.request_id, response.headers["X-Request-ID"])

    def test_an_impossible_content_length(self):
        endpoint = self.make_endpoint(request_method="POST")
        headers = {"Content-Type": "application/json", "Content-Length": "9" * 30}
        self.call(endpoint, headers=headers)
        self.assertEqual(self.logged(endpoint).request_size, 2**63 - 1)

    @mute_logger("odoo.addons.endpoint_route_handler.request")
    def test_a_failure(self):
        endpoint = self.make_endpoint("secret = 'S3C'\nresult = [][3]")
        response = self.call(endpoint)
        [call] = self.logged(endpoint)
        self.assertEqual((call.status, call.error_name), (500, "builtins.IndexError"))
        self.assertIn(f"({call.request_id})", response.json()["message"])

    def test_a_call_and_its_log_line_link_to_each_other(self):
        call = self.call_logged(self.make_endpoint())
        values = {"type": "server", "path": "endpoint", "line": "1", "func": "x"}
        line = self.env["ir.logging"].create(
            {
                **values,
                "name": call.res_model,
                "message": f"ValueError: (no)\n(x) ({call.request_id})\n\nTraceback",
            }
        )
        domain = call.action_open_failure()["domain"]
        self.assertEqual(self.env["ir.logging"].search(domain), line)
        self.assertEqual(line.action_open_endpoint_call()["res_id"], call.id)
        line.message = "ValueError (other)\n"
        with self.assertRaises(UserError):
            line.action_open_endpoint_call()

    def test_the_status_of_json_rpc_is_the_code(self):
        endpoint = self.make_endpoint(
            "raise UserError('No.')", route_type="jsonrpc", request_method="POST"
        )
        call = self.call_logged(endpoint, json={"jsonrpc": "2.0", "id": 1})
        self.assertEqual((call.status, call.error_message), (400, "No."))

    def test_a_hidden_endpoint_reveals_nothing_and_is_logged(self):
        company = self.env["res.company"].create({"name": "Other"})
        endpoint = self.make_endpoint(auth_type="user_endpoint", company_id=company.id)
        new_test_user(self.env, "outsider", groups="base.group_user")
        self.authenticate("outsider", "outsider")
        response = self.call(endpoint)
        unknown = self.call("/test/unknown")
        [call] = self.logged(endpoint)
        self.assertEqual((response.status_code, call.status), (404, 404))
        self.assertEqual(response.headers.keys(), unknown.headers.keys())

    def test_preflights_and_options(self):
        endpoint = self.make_endpoint(cors="*")
        headers = {"Origin": "https://a.b", "Access-Control-Request-Method": "GET"}
        self.call(endpoint, "OPTIONS", headers=headers)
        self.call(endpoint, "OPTIONS")
        self.assertEqual(self.logged(endpoint).mapped("status"), [204, 204])

    def test_pages_may_read_the_id(self):
        response = self.call(self.make_endpoint(cors="*"))
        exposed = response.headers["Access-Control-Expose-Headers"]
        self.assertIn("X-Request-ID", exposed.split(", "))

    def test_other_paths_are_not_logged(self):
        self.call("/web/health")
        self.call("/test/unknown")
        self.assertFalse(self.logged())

    def test_an_endpoint_that_does_not_log(self):
        endpoint = self.make_endpoint(log_calls=False)
        response = self.call(endpoint)
        self.call(endpoint, "PUT")
        self.assertFalse(self.logged(endpoint))
        self.assertTrue(response.headers["X-Request-ID"])


@tagged("post_install", "-at_install")
class TestRequestId(LogCase):
    def send(self, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        endpoint = self.make_endpoint(
            "result = {'payload': request.httprequest.headers.get('traceparent')}",
            route=f"/test/{uuid.uuid4()}",
        )
        response = self.call(endpoint, headers=headers)
        return response, self.logged(endpoint)

    def test_an_id_of_the_client_is_kept(self):
        response, call = self.send(X_Request_ID="a-1/%s(2)")
        self.assertEqual(response.headers["X-Request-ID"], "a-1/%s(2)")
        self.assertEqual(call.request_id, "a-1/%s(2)")

    def test_other_ids_are_replaced(self):
        for value in ("x" * 129, "a b", "é", "a\tb", ""):
            with self.subTest(value=value):
                response, call = self.send(X_Request_ID=value.encode())
                self.assertRegex(call.request_id, r"^[0-9a-f]{12}$")
                self.assertEqual(response.headers["X-Request-ID"], call.request_id)

    def test_a_trace_is_stored_and_passed_to_the_code(self):
        trace = f"00-{'a' * 32}-{'b' * 16}-01"
        response, call = self.send(traceparent=trace)
        self.assertEqual((response.json(), call.traceparent), (trace, trace))

    def test_an_invalid_trace_is_discarded(self):
        _response, call = self.send(traceparent="00-x")
        self.assertFalse(call.traceparent)
