"""``Idempotency-Key`` from the caller's perspective."""

from io import BytesIO

from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from odoo.tests import BaseCase, tagged

from ..idempotency import fingerprint
from .common import KEY, MAKE, REPLAYED, IdempotencyCase


@tagged("post_install", "-at_install")
class TestIdempotency(IdempotencyCase):
    def test_the_first_response_is_repeated(self):
        endpoint = self.make_post()
        first = self.post(endpoint)
        self.assertAnswer(first, 201, headers={REPLAYED: None, "X-Own": "1"})
        self.assertReplayed(self.post(endpoint), first)
        self.assertReplayed(self.post(endpoint), first)
        self.assertEqual(self.made(), 1)

    def test_without_the_header_nothing_changes(self):
        endpoint = self.make_post()
        self.assertAnswer(self.post(endpoint, None), 201)
        self.assertAnswer(self.post(endpoint, None), 201, headers={REPLAYED: None})
        self.assertEqual(self.made(), 2)

    def test_code_endpoints_must_enable_it(self):
        endpoint = self.make_endpoint(MAKE, request_method="POST")
        self.assertFalse(endpoint.idempotency)
        self.post(endpoint)
        self.assertAnswer(self.post(endpoint), 201, headers={REPLAYED: None})

    def test_other_methods_ignore_the_header(self):
        endpoint = self.make_post(request_method="GET")
        for method in ("GET", "HEAD"):
            with self.subTest(method=method):
                self.assertAnswer(self.post(endpoint, "", "", method), 201)
        self.assertEqual(self.made(), 2)

    def test_json2(self):
        endpoint = self.make_post(route_type="json2")
        first = self.post(endpoint)
        self.assertAnswer(first, 201)
        self.assertReplayed(self.post(endpoint), first)

    def test_an_error_of_the_snippet_is_stored_as_well(self):
        endpoint = self.make_post(
            'result = {"payload": {"no": env.cr.now().isoformat()}, "status_code": 422}'
        )
        first = self.post(endpoint)
        self.assertAnswer(first, 422)
        self.assertReplayed(self.post(endpoint), first)

    def test_a_response_without_a_body(self):
        endpoint = self.make_post('result = {"status_code": 204}')
        first = self.post(endpoint)
        self.assertAnswer(first, 204)
        self.assertReplayed(self.post(endpoint), first)

    def test_bytes_are_unchanged(self):
        endpoint = self.make_post(
            'response = Response(b"\\x00\\xff", mimetype="application/x-bytes")\n'
            'response.set_cookie("own", "1")\n'
            'result = {"response": response}'
        )
        first = self.post(endpoint)
        self.assertEqual(first.cookies.get("own"), "1")
        again = self.post(endpoint)
        self.assertReplayed(again, first)
        self.assertEqual(again.content, b"\x00\xff")
        self.assertNotIn("own", again.cookies)

    def test_a_form(self):
        endpoint = self.make_post(
            request_content_type="application/x-www-form-urlencoded"
        )
        headers = {"Idempotency-Key": KEY}
        first = self.call(endpoint, data={"a": "1"}, headers=headers)
        self.assertAnswer(first, 201)
        again = self.call(endpoint, data={"a": "1"}, headers=headers)
        self.assertReplayed(again, first)
        other = self.call(endpoint, data={"a": "2"}, headers=headers)
        self.assertErrorObject(other, 422)

    def test_other_sites_may_send_and_read_the_headers(self):
        endpoint = self.make_post()
        asked = {
            "Origin": "https://a.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "idempotency-key",
        }
        preflight = self.call(endpoint, "OPTIONS", headers=asked)
        self.assertEqual(
            preflight.headers["Access-Control-Allow-Headers"], "idempotency-key"
        )
        response = self.post(endpoint)
        self.assertIn(
            REPLAYED, response.headers["Access-Control-Expose-Headers"].split(", ")
        )


class TestFingerprint(BaseCase):
    def fingerprint(self, **kwargs):
        environ = EnvironBuilder("/p", method="POST", **kwargs).get_environ()
        request = Request(environ)
        request.form.to_dict()  # as Odoo does earlier: the raw bytes are gone
        return fingerprint(request), environ["CONTENT_TYPE"]

    def test_the_boundary_of_a_form_is_ignored(self):
        first, kind = self.fingerprint(data={"a": "1", "f": (BytesIO(b"2"), "f.txt")})
        again, other = self.fingerprint(data={"a": "1", "f": (BytesIO(b"2"), "f.txt")})
        self.assertNotEqual(kind, other)
        self.assertEqual(first, again)

    def test_all_parts_of_a_form_count(self):
        seen = set()
        for content in (
            {"f": (BytesIO(b"1"), "f.txt")},
            {"f": (BytesIO(b"2"), "f.txt")},
            {"f": (BytesIO(b"1"), "g.txt")},
            {"g": (BytesIO(b"1"), "f.txt")},
            {"f": "1", "g": (BytesIO(b""), "f.txt")},
            {"f1": "", "g": (BytesIO(b""), "f.txt")},
        ):
            seen.add(self.fingerprint(data=content)[0])
        self.assertEqual(len(seen), 6)

    def test_a_file_counts_after_it_was_read(self):
        seen = set()
        for content in (b"1", b"2"):
            builder = EnvironBuilder(method="POST", data={"f": (BytesIO(content), "f")})
            request = Request(builder.get_environ())
            request.files["f"].read()
            seen |= {fingerprint(request), fingerprint(request)}
        self.assertEqual(len(seen), 2)

    def test_the_media_type_counts(self):
        kinds = ("text/plain", "text/csv", "text/csv; charset=latin-1")
        made = {self.fingerprint(data=b"1", content_type=kind)[0] for kind in kinds}
        self.assertEqual(len(made), 3)
