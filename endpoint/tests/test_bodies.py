"""Bodies reach the code complete, decoded and parsed by type."""

import base64
import gzip
import hashlib
import hmac
import zlib

from odoo.exceptions import ValidationError

from .common import EndpointCase

JSON = {"Content-Type": "application/json"}
FORM = "application/x-www-form-urlencoded"
RAW = "result = {'payload': request.httprequest.get_data(as_text=True)}"


def chunked(data, size=1000):
    """:return: an iterator, which makes ``requests`` send chunks"""
    return (data[start : start + size] for start in range(0, len(data), size))


class TestChunked(EndpointCase):
    def test_a_body_above_the_limit_is_413(self):
        for content_type in ("application/json", "text/plain", FORM, "*/*"):
            endpoint = self.make_endpoint(
                request_method="POST",
                request_content_type=content_type,
                request_max_size=0.001,
            )
            headers = {"Content-Type": content_type.replace("*/*", "image/png")}
            for size in (1049, 5000):
                with self.subTest(content_type=content_type, size=size):
                    data = chunked(b"1" * size)
                    response = self.call(endpoint, data=data, headers=headers)
                    self.assertErrorObject(response, 413)
            endpoint.unlink()

    def test_a_body_at_the_limit_is_complete(self):
        endpoint = self.make_endpoint(
            RAW, request_method="POST", request_max_size=0.001
        )
        body = b'"' + b"1" * 1046 + b'"'
        response = self.call(endpoint, data=chunked(body), headers=JSON)
        self.assertAnswer(response, 200, body.decode())

    def test_json2_reads_it(self):
        endpoint = self.make_endpoint(
            "result = {'payload': request.params}",
            request_method="POST",
            route_type="json2",
        )
        response = self.call(endpoint, data=chunked(b'{"a": 1}', 3), headers=JSON)
        self.assertAnswer(response, 200, {"a": 1})


class TestEncoded(EndpointCase):
    def post(self, data, coding, endpoint=None, **values):
        values = {"request_max_size": 0.01, **values}
        endpoint = self.make_endpoint(RAW, request_method="POST", **values)
        headers = {**JSON, "Content-Encoding": coding}
        response = self.call(endpoint, data=data, headers=headers)
        endpoint.unlink()
        return response

    def test_it_is_decoded(self):
        raw_deflate = zlib.compressobj(wbits=-15)
        for coding, data in {
            "gzip": gzip.compress(b'"a"'),
            "x-gzip": gzip.compress(b'"') + gzip.compress(b'a"'),
            "GZIP": gzip.compress(b'"a"'),
            "deflate": zlib.compress(b'"a"'),
            "identity": b'"a"',
            "deflate, gzip": gzip.compress(zlib.compress(b'"a"')),
            " deflate": raw_deflate.compress(b'"a"') + raw_deflate.flush(),
        }.items():
            with self.subTest(coding=coding):
                self.assertAnswer(self.post(data, coding.strip()), 200, '"a"')

    def test_a_bomb_is_413(self):
        bomb = gzip.compress(b" " * 50_000_000)
        self.assertErrorObject(self.post(bomb, "gzip", request_max_size=1), 413)

    def test_other_codings_are_415(self):
        for coding in ("br", "zstd", "gzip, gzip, gzip"):
            with self.subTest(coding=coding):
                response = self.post(b'"a"', coding)
                self.assertErrorObject(response, 415)
                self.assertEqual(response.headers["Accept-Encoding"], "gzip, deflate")

    def test_a_body_that_is_not_encoded_as_declared_is_400(self):
        for data in (b'"a"', gzip.compress(b'"a"')[:-5], b"\x1f\x8b"):
            with self.subTest(data=data):
                self.assertErrorObject(self.post(data, "gzip"), 400)

    def test_it_may_be_chunked_and_reach_json2(self):
        endpoint = self.make_endpoint(
            "result = {'payload': request.params}",
            request_method="POST",
            route_type="json2",
        )
        data = chunked(gzip.compress(b'{"a": 1}'), 5)
        headers = {**JSON, "Content-Encoding": "gzip"}
        self.assertAnswer(
            self.call(endpoint, data=data, headers=headers), 200, {"a": 1}
        )


class TestMediaTypes(EndpointCase):
    def send(self, chosen, sent, data="{}", snippet=RAW, method="POST"):
        endpoint = self.make_endpoint(
            snippet, request_method=method, request_content_type=chosen
        )
        headers = {"Content-Type": sent} if sent else {}
        response = self.call(endpoint, data=data, headers=headers)
        endpoint.unlink()
        return response

    def test_json_and_xml_stand_for_their_families(self):
        for chosen, sent, data in (
            ("application/json", "application/vnd.api+json", "{}"),
            ("application/json", "application/merge-patch+json; a=b", "{}"),
            ("application/xml", "text/xml", "<a/>"),
            ("application/xml", "application/soap+xml; charset=utf-8", "<a/>"),
        ):
            with self.subTest(sent=sent):
                self.assertAnswer(self.send(chosen, sent, data), 200, data)

    def test_they_are_checked_as_such(self):
        for chosen, sent in (
            ("application/json", "application/vnd.api+json"),
            ("application/xml", "text/xml"),
            ("*/*", "application/vnd.api+json"),
            ("*/*", "text/xml"),
        ):
            with self.subTest(sent=sent):
                self.assertErrorObject(self.send(chosen, sent, "<a"), 400)

    def test_any_accepts_every_type_and_no_body(self):
        for sent in ("application/pdf", "image/png", "application/octet-stream", None):
            with self.subTest(sent=sent):
                data = None if sent is None else b"%PDF"
                expected = "" if sent is None else "%PDF"
                self.assertAnswer(self.send("*/*", sent, data), 200, expected)

    def test_any_parses_json(self):
        snippet = "result = {'payload': body and body['a']}"
        response = self.send("*/*", "application/json", '{"a": 1}', snippet)
        self.assertAnswer(response, 200, 1)

    def test_415_to_patch_names_accept_patch(self):
        response = self.send("application/json", "text/plain", method="PATCH")
        self.assertErrorObject(response, 415)
        self.assertEqual(response.headers["Accept-Patch"], "application/json")

    def test_files_of_a_multipart_form(self):
        endpoint = self.make_endpoint(
            "f = request.httprequest.files['f']\n"
            "read = f.read().decode()\n"
            "result = {'payload': [f.filename, read, request.params['a']]}",
            request_method="POST",
            request_content_type="multipart/form-data",
            request_max_size=0.01,
        )
        response = self.call(endpoint, files={"f": ("a.txt", b"x")}, data={"a": "1"})
        self.assertAnswer(response, 200, ["a.txt", "x", "1"])
        response = self.call(endpoint, files={"f": ("a.txt", b"x" * 20_000)})
        self.assertErrorObject(response, 413)

    def test_values_outside_a_selection_are_refused(self):
        for field in (
            *("request_content_type", "request_method", "auth_type"),
            *("route_type", "exec_mode"),
        ):
            with self.subTest(field=field), self.assertRaises(ValidationError):
                self.make_endpoint(**{field: "nonsense"})


class TestForms(EndpointCase):
    def post(self, snippet, data, **values):
        endpoint = self.make_endpoint(
            snippet, request_method="POST", request_content_type=FORM, **values
        )
        return self.call(endpoint, data=data)

    def test_the_raw_body_is_readable(self):
        self.assertAnswer(self.post(RAW, {"a": "1", "b": "é"}), 200, "a=1&b=%C3%A9")

    def test_repeated_fields_are_reachable(self):
        snippet = "result = {'payload': request.httprequest.form.getlist('a')}"
        self.assertAnswer(self.post(snippet, {"a": ["1", "2"]}), 200, ["1", "2"])

    def test_a_default_of_the_query_leaves_form_fields_alone(self):
        response = self.post(
            "result = {'payload': request.params}",
            {"page": "9"},
            query_parameters="[{name: page, type: integer, default: 1}]",
        )
        self.assertAnswer(response, 200, {"page": "9"})

    def test_a_signature_in_base64_is_checked_in_one_line(self):
        digest = hmac.new(b"key", b"a=1", hashlib.sha256).digest()
        response = self.post(
            "result = {'payload': b64encode(hmac.new(b'key', "
            "request.httprequest.get_data(), hashlib.sha256).digest()).decode()}",
            {"a": "1"},
        )
        self.assertAnswer(response, 200, base64.b64encode(digest).decode())


class TestXmlBody(EndpointCase):
    def post(self, snippet, data="<order number='7'><line qty='2'/></order>"):
        endpoint = self.make_endpoint(
            snippet, request_method="POST", request_content_type="application/xml"
        )
        return self.call(endpoint, data=data, headers={"Content-Type": "text/xml"})

    def test_the_code_reads_the_element(self):
        response = self.post(
            "result = {'payload': [body.get('number'), body.find('line').get('qty')]}"
        )
        self.assertAnswer(response, 200, ["7", "2"])

    def test_an_element_is_sent_as_xml(self):
        response = self.post(
            "thanks = etree.Element('thanks')\n"
            "etree.SubElement(thanks, 'for', text='é', number=body.get('number'))\n"
            "result = {'payload': thanks}"
        )
        headers = {"Content-Type": "application/xml; charset=utf-8"}
        self.assertAnswer(response, 200, headers=headers)
        self.assertIn('<thanks><for number="7">é</for></thanks>', response.text)

    def test_invalid_xml_is_refused_with_a_short_message(self):
        response = self.post("result = {}", data="<order>")
        self.assertErrorObject(response, 400, types=["xml_invalid"])
        self.assertNotIn("<string>", response.text)
