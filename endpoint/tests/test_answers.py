"""A response is valid, or it is a failure that is rolled back."""

from unittest.mock import patch

from odoo.exceptions import ConcurrencyError
from odoo.service import model as service_model
from odoo.tests import mute_logger

from .common import EndpointCase

REQUEST_LOGGER = "odoo.addons.endpoint_route_handler.request"
CREATES = "env['res.partner'].create({'name': 'unsent'})\n"


class TestUnsendable(EndpointCase):
    def call_admin(self, snippet, **values):
        endpoint = self.make_endpoint(
            CREATES + snippet,
            exec_as_user_id=self.env.ref("base.user_admin").id,
            **values,
        )
        response = self.call(endpoint, json={"id": 1} if values else None)
        endpoint.unlink()
        return response

    def written(self):
        return self.env["res.partner"].search([("name", "=", "unsent")])

    @mute_logger(REQUEST_LOGGER)
    def test_an_unsendable_response_is_a_failure_and_rolled_back(self):
        for result in (
            "{'headers': {'X-Name': '日本'}}",
            "{'headers': {'X-Name': 'é'}}",
            "{'headers': {'X Name': 'a'}}",
            "{'headers': {'X-Näme': 'a'}}",
            "{'headers': {'': 'a'}}",
            "{'headers': {'X-Name': 'a\\x00b'}}",
            "{'response': Response('a', headers={'X-Name': '日本'})}",
            "{'response': Response('a', status='200 日本')}",
            "{'response': Response('a', status=1000)}",
            "{'status_code': 1000}",
            "{'status_code': 42}",
            "{'status_code': 0}",
            "{'status_code': 'abc'}",
            "{'status_code': True}",
            "{'status_code': 100}",
            "{'status_code': 101}",
            "{'payload': env['res.partner'].search([], limit=1)}",
            "{'payload': [env.company]}",
            "{'payload': {1, 2}}",
            "{'payload': {'a': lambda: 1}}",
            "{'payload': {}.keys()}",
            "{'paylod': 1}",
            "{'payload': 1, 'header': {}}",
        ):
            with self.subTest(result=result):
                response = self.call_admin(f"result = {result}")
                self.assertErrorObject(response, 500, message="Internal Server Error (")
                self.assertFalse(self.written())

    @mute_logger(REQUEST_LOGGER)
    def test_the_control_writes(self):
        self.assertAnswer(self.call_admin("result = {'status_code': 599}"), 599)
        self.assertTrue(self.written())

    @mute_logger(REQUEST_LOGGER)
    def test_json_rpc_refuses_records_and_unknown_keys(self):
        for result in ("{'payload': env.company}", "{'paylod': 1}"):
            with self.subTest(result=result):
                response = self.call_admin(
                    f"result = {result}", request_method="POST", route_type="jsonrpc"
                )
                self.assertEqual(response.json()["error"]["code"], 500)
                self.assertFalse(self.written())


class TestAnswers(EndpointCase):
    def test_file_names_are_encoded(self):
        endpoint = self.make_endpoint(
            "result = {'payload': b'x', 'headers': {'Content-Type': 'text/csv',"
            " 'Content-Disposition': 'attachment; filename=\"日本.csv\"'}}"
        )
        header = self.call(endpoint).headers["Content-Disposition"]
        self.assertIn("filename*=UTF-8''%E6%97%A5%E6%9C%AC.csv", header)

    def test_file_names_contain_no_folder(self):
        endpoint = self.make_endpoint()
        for name in (
            'filename="../../etc/x.csv"',
            r'filename="C:\\temp\\x.csv"',
            "filename*=UTF-8''..%2F..%2Fx.csv",
            "filename=\"a.csv\"; filename*=UTF-8''%2e%2e%5cx.csv",
            'filename="é/../x.csv"',
        ):
            with self.subTest(name=name):
                headers = {"Content-Disposition": f"attachment; {name}"}
                code = f"result = {{'payload': b'x', 'headers': {headers!r}}}"
                endpoint.code_snippet = code
                header = self.call(endpoint).headers["Content-Disposition"]
                self.assertEqual(header, "attachment; filename=x.csv")

    def test_a_location_is_encoded(self):
        endpoint = self.make_endpoint(
            "result = {'status_code': 303, 'headers': {'Location': '/é'}}"
        )
        self.assertAnswer(self.call(endpoint), 303, headers={"Location": "/%C3%A9"})

    def test_205_has_no_body(self):
        endpoint = self.make_endpoint("result = {'payload': 1, 'status_code': 205}")
        response = self.call(endpoint)
        self.assertAnswer(response, 205)
        self.assertEqual(response.content, b"")

    def test_without_a_payload_there_is_no_body(self):
        response = self.call(self.make_endpoint("result = {'status_code': 202}"))
        self.assertAnswer(response, 202)
        self.assertEqual(response.content, b"")
        self.assertNotIn("Content-Type", response.headers)

    def test_text_has_a_charset(self):
        for snippet in (
            "result = {'payload': 'é', 'headers': {'Content-Type': 'text/csv'}}",
            "result = {'response': Response('é', content_type='text/csv')}",
        ):
            with self.subTest(snippet=snippet):
                endpoint = self.make_endpoint(snippet)
                headers = {"Content-Type": "text/csv; charset=utf-8"}
                self.assertAnswer(self.call(endpoint), 200, headers=headers)
                endpoint.unlink()

    def test_headers_of_the_connection_are_left_to_the_server(self):
        """RFC 9110 §7.6.1. The code may forward the headers of another server."""
        headers = {"Transfer-Encoding": "chunked", "Connection": "x", "Date": "x"}
        wrong_length = {**headers, "Content-Length": "9"}
        for result in (
            f"{{'payload': 1, 'headers': {headers}}}",
            f"{{'response': Response('1', headers={wrong_length})}}",
        ):
            with self.subTest(result=result):
                endpoint = self.make_endpoint(f"result = {result}")
                response = self.call(endpoint)
                self.assertAnswer(response, 200, 1, headers={"Content-Length": "1"})
                self.assertNotIn("Transfer-Encoding", response.headers)
                self.assertNotIn("x", response.headers["Date"])
                endpoint.unlink()

    def test_public_answers_set_no_cookie(self):
        self.assertNotIn("Set-Cookie", self.call(self.make_endpoint()).headers)

    def test_the_code_may_set_its_own_origin(self):
        endpoint = self.make_endpoint(
            "result = {'headers': {'Access-Control-Allow-Origin': 'https://a.example'}}"
        )
        headers = self.call(endpoint).headers
        self.assertEqual(headers["Access-Control-Allow-Origin"], "https://a.example")

    def test_a_missing_parameter_is_named(self):
        for place in ("params", "httprequest.args", "httprequest.headers"):
            with self.subTest(place):
                endpoint = self.make_endpoint(
                    f"result = {{'payload': request.{place}['page']}}",
                    route=f"/test/missing/{place}",
                )
                response = self.call(endpoint)
                self.assertErrorObject(
                    response, 400, "“page” is missing from the request."
                )


class TestJsonRpc(EndpointCase):
    def post(self, snippet="result = {}", body=None, **values):
        endpoint = self.make_endpoint(
            snippet, request_method="POST", route_type="jsonrpc", **values
        )
        body = {"jsonrpc": "2.0", "id": 7, "params": {}} if body is None else body
        response = self.call(endpoint, json=body)
        self.assertAnswer(response, 200)
        return response.json()

    def test_none_is_null(self):
        body = self.post("result = {'payload': None}")
        self.assertEqual(body, {"jsonrpc": "2.0", "id": 7, "result": None})

    def test_errors_before_the_dispatch_have_the_id(self):
        body = self.post(auth_type="user_endpoint")
        self.assertEqual((body["id"], body["error"]["code"]), (7, 401))

    def test_invalid_params_have_the_id(self):
        body = self.post(body={"id": "a", "params": []})
        self.assertEqual((body["id"], body["error"]["code"]), ("a", 400))


class TestLostRace(EndpointCase):
    def test_the_last_try(self):
        """Odoo gives up after several tries; one saves the time between them."""
        endpoint = self.make_endpoint(CREATES)
        lost = ConcurrencyError("another transaction has won")
        with (
            patch.object(service_model, "MAX_TRIES_ON_CONCURRENCY_FAILURE", 1),
            patch.object(type(endpoint), "_handle_request", side_effect=lost),
        ):
            response = self.call(endpoint)
        self.assertErrorObject(response, 503, "send it again")
        self.assertEqual(response.headers["Retry-After"], "1")
