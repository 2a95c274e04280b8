"""No secret reaches the log."""

import json

from odoo.tests import BaseCase, tagged

from odoo.addons.endpoint.pure.redact import Redactor, is_sensitive

from .common import LogCase

_SECRETS = """Authorization Proxy-Authorization Cookie Set-Cookie X-Hub-Signature
    X-Hub-Signature-256 Stripe-Signature X-Api-Key X-Amz-Security-Token password
    user_password newPassword api_key apiKey accessKey access_token clientSecret pin
    auth.key PASSWD private-key Idempotency-Key sessionid csrf_token jwt cvc"""
_OPEN = """author keyboard monkey name Accept Content-Type shipping page pinned
    authority_name spinner hashtag"""

_CODE = "result = {'payload': {'token': 'S3C', 'a': 1}}"


class TestRedact(BaseCase):
    def test_names(self):
        for name in _SECRETS.split():
            self.assertTrue(is_sensitive(name), name)
        for name in _OPEN.split():
            self.assertFalse(is_sensitive(name), name)

    def test_a_query(self):
        query = "a=1&token=x&user%5Bpassword%5D=y&pass%77ord=z&flag&=&iban=1"
        self.assertEqual(
            Redactor(["iban"]).query(query),
            "a=1&token=***&user%5Bpassword%5D=***&pass%77ord=***&flag&=&iban=***",
        )

    def test_a_path_with_a_secret_parameter(self):
        redactor = Redactor(["customer"])
        for route, path, shown in (
            ("/hook/<string:token>", "/hook/abc", "/hook/<string:token>"),
            ("/of/<customer>", "/of/7", "/of/<customer>"),
            ("/book/<int:book>", "/book/7", "/book/7"),
        ):
            self.assertEqual(redactor.path(path, [route]), shown)
        self.assertEqual(redactor.path("/b/x", ["/a", "/b/<key>"]), "/a")

    def test_json_by_name_and_by_path(self):
        redactor = Redactor(["customer.iban", "$.lines[*].price", "Code"])
        body = {
            "customer": {"iban": "DE", "name": "A", "apiKey": {"a": "b"}},
            "iban": "open",
            "lines": [{"price": 1, "code": 2, "n": 3}],
        }
        shown = json.loads(redactor.body(json.dumps(body).encode(), "a/json", 9999))
        self.assertEqual(
            shown,
            {
                "customer": {"iban": "***", "name": "A", "apiKey": "***"},
                "iban": "open",
                "lines": [{"price": "***", "code": "***", "n": 3}],
            },
        )

    def test_texts_that_cannot_be_parsed(self):
        for text in (
            '{"password": "S3C", ',
            '{"password": "S3C',
            '{"a": {"token": S3C}',
            "<a><password>S3C</password></a>",
            '<soap:token x="1">S3C',
            '<user password="S3C"/>',
            "<user password='S3C",
        ):
            shown = Redactor().body(text.encode(), "text/plain", 9999)
            self.assertNotIn("S3C", shown)
            self.assertIn("***", shown)

    def test_headers_and_the_query_in_them(self):
        headers = [("Authorization", "Bearer S3C"), ("Referer", "/a?token=S3C&b=1")]
        self.assertEqual(
            Redactor().headers(headers),
            "Authorization: ***\nReferer: /a?token=***&b=1",
        )

    def test_hostile_bodies_take_little_time(self):
        for body in (b"[" * 10**6, b'"' * 10**6, b"<a " * 10**5, b"a" * 10**6):
            self.assertLessEqual(len(Redactor().body(body, "text/xml", 100)), 200)


@tagged("post_install", "-at_install")
class TestKept(LogCase):
    def make_post(self, code=_CODE, **values):
        values = {"request_method": "POST", "log_headers": True, **values}
        values.setdefault("log_bodies", True)
        return self.make_endpoint(code, **values)

    def test_nothing_unless_enabled(self):
        endpoint = self.make_post(log_bodies=False, log_headers=False)
        call = self.call_logged(endpoint, json={"a": 1})
        kept = (call.request_body, call.response_body)
        self.assertFalse(any((*kept, call.request_headers, call.response_headers)))

    def test_headers_and_bodies_without_secrets(self):
        endpoint = self.make_post(log_redact="iban")
        headers = {"X-Api-Key": "S3C", "X-Shop": "7"}
        data = {"password": "S3C", "iban": "S3C", "b": "é"}
        call = self.call_logged(
            endpoint, json=data, headers=headers, params={"key": "S3C"}
        )
        self.assertNotIn("S3C", str(call.read()))
        for line in ("X-Shop: 7", "Cookie: ***", "X-Api-Key: ***"):
            self.assertIn(line, call.request_headers)
        self.assertIn('"b": "é"', call.request_body)
        self.assertEqual(call.response_body, '{"token": "***", "a": 1}')

    def test_forms(self):
        endpoint = self.make_post(
            request_content_type="application/x-www-form-urlencoded"
        )
        call = self.call_logged(endpoint, data={"pwd": "S3C", "a": "1"})
        self.assertEqual(call.request_body, "pwd=***&a=1")

    def test_only_the_size_for_other_media_types(self):
        code = "result = {'payload': b'\\xff', 'headers': {'Content-Type': 'image/x'}}"
        endpoint = self.make_post(code, request_content_type="text/plain")
        call = self.call_logged(
            endpoint, data="a", headers={"Content-Type": "text/plain"}
        )
        self.assertEqual((call.request_body, call.response_body), ("a", False))
        self.assertEqual(call.response_size, 1)
        self.call(endpoint, data=b"\0\1", headers={"Content-Type": "image/png"})
        call = self.logged(endpoint)[0]
        self.assertEqual((call.request_body, call.request_size), (False, 2))

    def test_long_values_are_truncated(self):
        endpoint = self.make_post("result = {'payload': {'a': 'x' * 100000}}")
        call = self.call_logged(endpoint, json={"a": "x" * 100_000})
        self.assertEqual(len(call.request_body), len(call.response_body))
        self.assertEqual(len(call.request_body), 16_384)

    def test_hostile_paths_and_headers(self):
        endpoint = self.make_post(
            route="/test/h/<string:name>", request_method="GET", log_bodies=False
        )
        for path in ("%00", "%ff", "%ed%a0%80", "a%0ab"):
            with self.subTest(path=path):
                headers = {"User-Agent": "x" * 60_000}
                self.call(f"/test/h/{path}?q={path}", headers=headers)
                call = self.logged(endpoint)[0]
                self.assertTrue(call.path.startswith("/test/h/"))
                self.assertLessEqual(len(call.request_headers), 8192)

    def test_a_curl_line_without_secrets(self):
        headers = {"Authorization": "Bearer S3C", "X-Shop": "it's"}
        call = self.call_logged(self.make_post(), json={"a": "$(x)"}, headers=headers)
        self.assertIn("curl -X POST http", call.curl)
        self.assertIn("-H 'X-Shop: it'\"'\"'s'", call.curl)
        self.assertIn("""--data-raw '{"a": "$(x)"}'""", call.curl)
        self.assertNotIn("S3C", call.curl)

    def test_other_addons_hide_the_listed_names_too(self):
        endpoint = self.make_endpoint(log_redact="iban, phone")
        redactor = Redactor(endpoint._sensitive_names())
        self.assertTrue(redactor.hides("phone"))
        self.assertFalse(redactor.hides("name"))
