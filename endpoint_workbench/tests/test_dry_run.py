"""A dry run answers as the server would, for the endpoint as it stands in the form."""

import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DryRunCase

_ECHO = "result = {'payload': {'mark': 'A', 'user': env.user.login}}"


@tagged("post_install", "-at_install")
class TestDryRunForm(DryRunCase):
    """A dry run uses the values in the form, saved or not."""

    def test_the_saved_endpoint(self):
        endpoint = self.make_endpoint("log('hi', level='warning')\n" + _ECHO)
        answer = self.try_it(endpoint)
        self.assertPayload(answer, {"mark": "A", "user": "public"})
        self.assertEqual(answer["logs"], [{"level": "warning", "message": "hi"}])
        self.assertIsNone(answer["error"])
        self.assertGreater(answer["duration"], 0)
        self.assertEqual(
            answer["headers"]["Content-Type"], "application/json; charset=utf-8"
        )

    def test_unsaved_code_and_route(self):
        endpoint = self.make_endpoint(_ECHO)
        changes = {"code_snippet": _ECHO.replace("A", "B"), "route": "/test/moved"}
        answer = self.try_form(endpoint, changes, "/test/moved")
        self.assertPayload(answer, {"mark": "B", "user": "public"})
        self.assertEqual(
            self.try_form(endpoint, changes, endpoint.route)["status"], 404
        )
        self.assertIn("'A'", endpoint.code_snippet)

    def test_unsaved_schema(self):
        endpoint = self.make_endpoint(_ECHO, request_method="POST")
        changes = {"request_content_schema": "required: [qty]"}
        call = {"method": "POST", "body": "{}"}
        answer = self.try_form(endpoint, changes, endpoint.route, **call)
        self.assertEqual(answer["status"], 400)
        self.assertEqual(answer["error"]["detail"][0]["type"], "required")
        self.assertEqual(
            self.try_form(endpoint, {}, endpoint.route, **call)["status"], 200
        )

    def test_unsaved_authentication(self):
        endpoint = self.make_endpoint(_ECHO)
        changes = {"auth_type": "user_endpoint", "exec_as_user_id": False}
        answer = self.try_form(endpoint, changes, endpoint.route, user_id=False)
        self.assertEqual(answer["status"], 401)
        answer = self.try_form(endpoint, changes, endpoint.route)
        self.assertPayload(answer, {"mark": "A", "user": "admin"})

    def test_a_new_endpoint(self):
        values = {"name": "New", "route": "/test/new/<int:number>"}
        values["code_snippet"] = "result = {'payload': request.params['number'] + 1}"
        answer = self.try_form(self.env["endpoint.endpoint"], values, "/test/new/6")
        self.assertPayload(answer, 7)
        self.assertFalse(
            self.env["endpoint.endpoint"].search([("name", "=", "New")]).exists()
        )

    def test_headers_in_other_scripts(self):
        endpoint = self.make_endpoint(
            "result = {'payload': request.httprequest.headers['X-Shop']}"
        )
        for shop in ("Zürich", "€ 注文"):
            with self.subTest(shop):
                sent = self.call(endpoint, headers={"X-Shop": shop.encode()})
                tried = self.try_it(endpoint, headers={"X-Shop": shop})
                self.assertPayload(tried, sent.json())

    def test_requests_that_http_cannot_carry(self):
        endpoint = self.make_endpoint(_ECHO)
        newline = [["X-Shop", "a\nb"]]
        for path, headers in (("//[x", []), (endpoint.route, newline)):
            with (
                self.subTest(path),
                self.assertRaisesRegex(UserError, "cannot be sent"),
            ):
                self.try_form(endpoint, {}, path, headers=headers)

    def test_values_that_cannot_be_saved(self):
        endpoint = self.make_endpoint(_ECHO)
        for changes in ({"code_snippet": "result ="}, {"route": "/web"}):
            with self.subTest(changes), self.assertRaises(UserError):
                self.try_form(endpoint, changes, endpoint.route)

    def test_an_unsynced_and_an_archived_endpoint(self):
        for values in ({"registry_sync": False}, {"active": False}):
            with self.subTest(values):
                endpoint = self.make_endpoint(_ECHO, route="/test/idle", **values)
                self.assertEqual(self.try_it(endpoint)["status"], 200)
                self.assertEqual(self.call("/test/idle").status_code, 404)
                endpoint.unlink()

    def test_further_routes(self):
        endpoint = self.make_endpoint(_ECHO, further_routes="/test/alias/<name>")
        self.assertEqual(self.try_it(endpoint, "/test/alias/x")["status"], 200)

    def test_another_path_runs_nothing_else(self):
        other = self.make_endpoint("log('ran')\n" + _ECHO, route="/test/other")
        endpoint = self.make_endpoint(_ECHO)
        for path in (other.route, "/web/login", "/no/such/path", "/web/static/x.js"):
            with self.subTest(path):
                answer = self.try_it(endpoint, path)
                self.assertEqual(answer["status"], 404)
                self.assertIn("No route of this endpoint", answer["error"]["message"])
                self.assertEqual(answer["logs"], [])

    def test_the_wrong_method(self):
        answer = self.try_it(self.make_endpoint(_ECHO), method="DELETE")
        self.assertEqual(
            (answer["status"], answer["headers"]["Allow"]), (405, "GET, HEAD, OPTIONS")
        )

    def test_only_administrators(self):
        endpoint = self.make_endpoint(_ECHO).with_user(self.make_user())
        with self.assertRaises(AccessError):
            self.try_form(endpoint, {}, "/test")
        with self.assertRaises(AccessError):
            endpoint.web_try_defaults({})


@tagged("post_install", "-at_install")
class TestDryRunAnswer(DryRunCase):
    """The response, the errors and the details of a dry run."""

    def test_the_line_of_a_failing_snippet(self):
        for code, line in (
            ("\n\nx = 1\nx / 0\n", 4),
            ("def f():\n    return [][0]\nresult = f()", 2),
            ("\nenv['res.partner'].browse(1).write({'no_field': 1})", 2),
            ("x = 1\nraise UserError('no')", 2),
        ):
            with self.subTest(code):
                endpoint = self.make_endpoint(code, route="/test/fails")
                answer = self.try_it(endpoint)
                self.assertEqual(answer["error"]["line"], line, answer)
                self.assertIn("Error: ", answer["error"]["debug"])
                endpoint.unlink()

    def test_the_response_reveals_no_more_than_the_real_one(self):
        answer = self.try_it(self.make_endpoint("secret = [][0]"))
        self.assertEqual(answer["status"], 500)
        self.assertEqual(json.loads(answer["body"])["debug"], "")
        self.assertIn("IndexError", answer["error"]["debug"])

    def test_an_error_of_the_snippet(self):
        endpoint = self.make_endpoint("raise error(409, 'Lent', code='lent')")
        answer = self.try_it(endpoint)
        self.assertEqual(answer["status"], 409)
        self.assertEqual(answer["error"]["code"], "lent")

    def test_the_error_of_json_rpc(self):
        endpoint = self.make_endpoint(
            "raise UserError('no')", route_type="jsonrpc", request_method="POST"
        )
        body = b'{"jsonrpc": "2.0", "id": 5, "params": {}}'
        answer = self.try_it(endpoint, body=body)
        self.assertEqual(json.loads(answer["body"])["id"], 5)
        self.assertEqual(answer["error"]["message"], "no")

    def test_the_queries(self):
        endpoint = self.make_endpoint(
            "env['res.partner'].search_count([('name', '=', 'Mark 7')])\n"
            "result = {'payload': 1}"
        )
        found = [q for q in self.try_it(endpoint)["queries"] if "Mark 7" in q["sql"]]
        self.assertEqual(len(found), 1)
        self.assertGreater(found[0]["time"], 0)

    def test_logs_of_a_request_that_fails(self):
        answer = self.try_it(self.make_endpoint("log('before')\n[][0]"))
        self.assertEqual(answer["logs"], [{"level": "info", "message": "before"}])

    def test_head_and_options(self):
        endpoint = self.make_endpoint(_ECHO)
        answer = self.try_it(endpoint, method="HEAD")
        self.assertEqual((answer["status"], answer["body"]), (200, b""))
        self.assertGreater(int(answer["headers"]["Content-Length"]), 0)
        answer = self.try_it(endpoint, method="OPTIONS")
        self.assertEqual(answer["status"], 204)
        self.assertIn("GET", answer["headers"]["Allow"])

    def test_bytes(self):
        endpoint = self.make_endpoint(
            "result = {'response': Response(b'\\xff\\x00', mimetype='image/png')}"
        )
        answer = self.try_form(endpoint, {}, endpoint.route)
        self.assertEqual(base64.b64decode(answer["body_base64"]), b"\xff\x00")
        self.assertNotIn("body", answer)

    def test_a_long_body_is_cut(self):
        endpoint = self.make_endpoint("result = {'payload': 'x' * 3_000_000}")
        answer = self.try_it(endpoint)
        self.assertTrue(answer["is_truncated"])
        self.assertEqual(len(answer["body"]), 2**20)

    def test_query_headers_and_multipart(self):
        endpoint = self.make_endpoint(
            "result = {'payload': [request.params['a'], request.params['b'],"
            " request.httprequest.headers['X-Shop'], request.params['file'].filename]}",
            request_method="POST",
            request_content_type="multipart/form-data",
        )
        body = (
            b'--X\r\nContent-Disposition: form-data; name="file"; filename="f.txt"'
            b"\r\n\r\nhello\r\n--X--\r\n"
        )
        headers = {"X-Shop": "Paris", "Content-Type": "multipart/form-data; boundary=X"}
        answer = self.try_it(
            endpoint,
            f"{endpoint.route}?a=1",
            query=[["b", "é&"]],
            headers=headers,
            body=body,
        )
        self.assertPayload(answer, ["1", "é&", "Paris", "f.txt"])

    def test_readonly_and_json2(self):
        endpoint = self.make_endpoint(_ECHO, readonly=True)
        self.assertEqual(self.try_it(endpoint)["status"], 200)
        endpoint = self.make_endpoint(
            "result = {'payload': body['a']}",
            route="/test/json2",
            route_type="json2",
            request_method="POST",
        )
        self.assertPayload(self.try_it(endpoint, body=b'{"a": 5}'), 5)

    def test_path_parameters_and_company(self):
        partner = self.env["res.partner"].create({"name": "Deco"})
        company = self.env["res.company"].create({"name": "Other"})
        self.env.ref("base.user_admin").company_ids += company
        endpoint = self.make_endpoint(
            "result = {'payload': [request.params['p'].name, env.company.name]}",
            route="/test/<model('res.partner'):p>",
            auth_type="user_endpoint",
            company_id=company.id,
        )
        user = self.env.ref("base.user_admin")
        answer = self.try_it(endpoint, f"/test/{partner.id}", user=user)
        self.assertPayload(answer, ["Deco", "Other"])
        self.assertEqual(
            self.try_it(endpoint, "/test/99999999", user=user)["status"], 404
        )
        answer = self.try_it(endpoint, f"/test/{partner.id}", user=self.make_user())
        self.assertEqual(answer["status"], 404)
