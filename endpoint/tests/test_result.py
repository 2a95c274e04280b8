from odoo.tests import mute_logger

from .common import EndpointCase


class TestResult(EndpointCase):
    def answer(self, snippet):
        endpoint = self.make_endpoint(snippet)
        response = self.call(endpoint)
        endpoint.unlink()
        return response

    def test_without_a_type_any_payload_is_json(self):
        for payload, expected in {
            "{'a': 1}": {"a": 1},
            "[1, 2]": [1, 2],
            "'text'": "text",
            "b'bytes'": "bytes",
            "None": None,
            "datetime.date(2020, 2, 1)": "2020-02-01",
            "datetime.datetime(2020, 2, 1, 3)": "2020-02-01 03:00:00",
            "env['res.partner']._order": "complete_name ASC, id DESC",
        }.items():
            with self.subTest(payload=payload):
                response = self.answer(f"result = {{'payload': {payload}}}")
                self.assertEqual(response.json(), expected)
                self.assertEqual(
                    response.headers["Content-Type"], "application/json; charset=utf-8"
                )

    def test_with_a_type_text_and_bytes_are_sent_unchanged(self):
        for payload in ("'a,b'", "b'a,b'"):
            with self.subTest(payload=payload):
                response = self.answer(
                    f"result = {{'payload': {payload},"
                    " 'headers': {'Content-Type': 'text/csv'}}"
                )
                self.assertEqual(response.text, "a,b")
                self.assertEqual(
                    response.headers["Content-Type"].partition(";")[0], "text/csv"
                )

    def test_headers_may_be_pairs(self):
        response = self.answer(
            "result = {'payload': {}, 'headers': [('X-A', '1'), ('X-B', '2')]}"
        )
        self.assertAnswer(response, 200, {}, {"X-A": "1", "X-B": "2"})

    def test_status_code(self):
        self.assertAnswer(self.answer("result = {'status_code': 201}"), 201)

    def test_204_and_304_have_no_body(self):
        for status in (204, 304):
            with self.subTest(status=status):
                response = self.answer(
                    f"result = {{'payload': {{'a': 1}}, 'status_code': {status}}}"
                )
                self.assertAnswer(response, status)
                self.assertEqual(response.content, b"")
                self.assertNotIn("Content-Type", response.headers)

    def test_a_ready_response_is_sent(self):
        response = self.answer("result = {'response': Response('teapot', status=418)}")
        self.assertAnswer(response, 418)
        self.assertEqual(response.text, "teapot")

    @mute_logger("odoo.addons.endpoint_route_handler.request")
    def test_values_that_json_cannot_represent_are_refused(self):
        response = self.answer("result = {'payload': 1e308 * 10}")
        self.assertErrorObject(response, 500)

    def test_json_default_of_the_snippet(self):
        response = self.answer(
            "result = {'payload': {'s': set()}, 'json_default': lambda v: 'mine'}"
        )
        self.assertAnswer(response, 200, {"s": "mine"})

    @mute_logger("odoo.addons.endpoint_route_handler.request")
    def test_a_header_with_a_line_break_is_refused(self):
        response = self.answer(
            "result = {'headers': {'X-A': 'a\\r\\nSet-Cookie: b=c'}}"
        )
        self.assertErrorObject(response, 500)
        self.assertNotIn("Set-Cookie", response.headers)
