from .common import EndpointCase

JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "application/xml"}
SCHEMA = """
type: object
required: [name]
properties:
  name: {type: string, minLength: 2}
  pages: {type: integer, minimum: 1}
  lines: {type: array, items: {$ref: "#/$defs/line"}}
$defs:
  line: {type: object, required: [qty], properties: {qty: {type: number}}}
"""
XSD = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="note"><xs:complexType><xs:sequence>
    <xs:element name="to" type="xs:string"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>
"""
WRITES = "env['res.partner'].sudo().create({'name': 'written'})\nresult = {}"


class TestMediaType(EndpointCase):
    def test_parameters_case_and_spaces_do_not_matter(self):
        endpoint = self.make_endpoint(request_method="POST")
        for sent in (
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json ;charset=utf-8",
        ):
            with self.subTest(sent=sent):
                response = self.call(
                    endpoint, data="{}", headers={"Content-Type": sent}
                )
                self.assertAnswer(response, 200)

    def test_another_type_is_415_with_accept(self):
        endpoint = self.make_endpoint(request_method="POST")
        for sent in ("text/plain", "application/jsonp", "", "x", "a/b/c;;;=", "\xff"):
            with self.subTest(sent=sent):
                headers = {"Content-Type": sent.encode("latin-1")}
                response = self.call(endpoint, data="{}", headers=headers)
                self.assertErrorObject(response, 415)
                self.assertEqual(response.headers["Accept"], "application/json")

    def test_a_form_reaches_the_snippet_as_params(self):
        endpoint = self.make_endpoint(
            "result = {'payload': request.params}",
            request_method="POST",
            request_content_type="application/x-www-form-urlencoded",
        )
        self.assertAnswer(self.call(endpoint, data={"a": "1"}), 200, {"a": "1"})


class TestJson(EndpointCase):
    def setUp(self):
        super().setUp()
        self.endpoint = self.make_endpoint(
            WRITES, request_method="POST", request_content_schema=SCHEMA
        )

    def post(self, body, endpoint=None):
        return self.call(endpoint or self.endpoint, data=body, headers=JSON)

    def test_a_valid_body_is_served(self):
        body = '{"name": "Moby", "pages": 3, "lines": [{"qty": 1.5}]}'
        self.assertAnswer(self.post(body), 200)

    def test_the_snippet_receives_the_validated_body(self):
        endpoint = self.make_endpoint(
            "result = {'payload': body['a'] + 1}",
            route="/test/body",
            request_method="POST",
        )
        self.assertAnswer(self.post('{"a": 1}', endpoint), 200, 2)

    def test_all_errors_are_in_detail(self):
        response = self.post('{"pages": 0, "lines": [{"qty": 1}, {}]}')
        self.assertErrorObject(response, 400)
        found = {(*e["loc"], e["type"]) for e in response.json()["detail"]}
        self.assertEqual(
            found,
            {
                ("body", "required"),
                ("body", "pages", "minimum"),
                ("body", "lines", 1, "required"),
            },
        )

    def test_more_than_a_hundred_errors_are_truncated(self):
        lines = ", ".join(["{}"] * 150)
        body = self.post(f'{{"name": "Moby", "lines": [{lines}]}}').json()
        self.assertEqual(len(body["detail"]), 100)
        self.assertTrue(body["truncated"])

    def test_invalid_json_is_400_and_writes_nothing(self):
        for name, body in {
            "broken": b"{",
            "empty": b"",
            "deep": b"[" * 100_000,
            "deep and closed": b"[" * 900 + b"]" * 900,
            "NaN": b'{"name": "ab", "pages": NaN}',
            "Infinity": b'{"name": "ab", "pages": Infinity}',
            "encoding": '{"name": "é"}'.encode("latin-1"),
            "utf-16": '{"name": "ab"}'.encode("utf-16"),
            "long number": b'{"name": "ab", "pages": ' + b"1" * 5000 + b"}",
            "NUL": b'{"name": "a\\u0000b"}',
        }.items():
            with self.subTest(name=name):
                response = self.post(body)
                self.assertErrorObject(response, 400, types=["json_invalid"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "written")]))

    def test_json_is_checked_without_a_schema_too(self):
        endpoint = self.make_endpoint(route="/test/bare", request_method="PUT")
        self.assertErrorObject(self.post("{", endpoint), 400, types=["json_invalid"])
        self.assertAnswer(self.post("[1]", endpoint), 200)

    def test_a_schema_may_be_written_as_json(self):
        endpoint = self.make_endpoint(
            route="/test/json-schema",
            request_method="POST",
            request_content_schema='{"type": "array", "maxItems": 1}',
        )
        self.assertErrorObject(self.post("[1, 2]", endpoint), 400, types=["maxItems"])
        self.assertAnswer(self.post("[1]", endpoint), 200)


class TestXml(EndpointCase):
    def setUp(self):
        super().setUp()
        self.endpoint = self.make_endpoint(
            request_method="POST",
            request_content_type="application/xml",
            request_content_schema=XSD,
        )

    def post(self, body):
        return self.call(self.endpoint, data=body, headers=XML)

    def test_a_valid_body_is_served(self):
        self.assertAnswer(self.post("<note><to>you</to></note>"), 200)

    def test_an_invalid_body_is_400(self):
        response = self.post("<note><from>me</from></note>")
        self.assertErrorObject(response, 400, types=["xml_schema"])

    def test_unsafe_or_malformed_xml_is_400(self):
        bomb = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
        for name, body in {
            "broken": "<note>",
            "empty": "",
            "bomb": f'<!DOCTYPE n [<!ENTITY l0 "ha">{bomb}]><note><to>&l9;</to></note>',
            "file": '<!DOCTYPE n [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            "<note><to>&f;</to></note>",
            "url": '<!DOCTYPE n SYSTEM "http://127.0.0.1:1/x.dtd"><note/>',
            "deep": "<a>" * 100_000,
            "encoding": b'<?xml version="1.0" encoding="nope"?><note/>',
        }.items():
            with self.subTest(name=name):
                response = self.post(body)
                self.assertErrorObject(response, 400, types=["xml_invalid"])
                self.assertNotIn("root:", response.text)


class TestJsonDispatchers(EndpointCase):
    def test_json_rpc_wraps_request_and_answer(self):
        endpoint = self.make_endpoint(
            "result = {'payload': request.params['a'] + 1}",
            request_method="POST",
            route_type="jsonrpc",
        )
        body = {"jsonrpc": "2.0", "id": 7, "params": {"a": 1}}
        response = self.call(endpoint, json=body)
        self.assertAnswer(response, 200, {"jsonrpc": "2.0", "id": 7, "result": 2})

    def test_errors_of_json_rpc_carry_the_error_object_as_data(self):
        endpoint = self.make_endpoint(
            "raise error(409, 'Lent', code='lent')",
            request_method="POST",
            route_type="jsonrpc",
        )
        error = self.call(endpoint, json={"id": 7, "params": {}}).json()["error"]
        self.assertEqual((error["code"], error["message"]), (409, "Lent"))
        self.assertEqual(error["data"]["code"], "lent")
        self.assertEqual(error["data"]["debug"], "")

    def test_json2_responds_with_the_payload(self):
        endpoint = self.make_endpoint(
            "result = {'payload': request.params, 'status_code': 201}",
            request_method="POST",
            route_type="json2",
        )
        self.assertAnswer(self.call(endpoint, json={"a": 1}), 201, {"a": 1})

    def test_bodies_of_another_shape_are_400(self):
        endpoint = self.make_endpoint(request_method="POST", route_type="jsonrpc")
        for body in ("[]", "1", '{"params": []}', "{", "[" * 100_000):
            with self.subTest(body=body[:20]):
                response = self.call(endpoint, data=body, headers=JSON)
                self.assertNotIn("Traceback", response.text)
                self.assertEqual(response.json()["error"]["code"], 400)
