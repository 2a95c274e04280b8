"""What is made from a captured call: a schema, query parameters, an example."""

import json

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from odoo.addons.endpoint.tests.common import EndpointCase
from odoo.addons.endpoint.validation import json_schema, yaml_text

from ..capture import query, schema

_UUID = "0b7dd5c2-5b5c-4e7e-9c1e-3b0c6a1f6c11"


@tagged("post_install", "-at_install")
class TestSchema(BaseCase):
    def test_types(self):
        for value, expected in (
            ([1, 2.5], {"type": "number"}),
            ([1, 2], {"type": "integer"}),
            ([True, 1], {"type": ["boolean", "integer"]}),
            (["x", None], {"type": ["string", "null"]}),
            ([None], {}),
            (["***", 1], {}),
            ([[], []], {"type": "array"}),
            ([[1], ["x"]], {"type": "array", "items": {"type": ["integer", "string"]}}),
            (["2026-01-31T10:00:00Z"], {"type": "string", "format": "date-time"}),
            (["2026-01-31", "2026-02-28"], {"type": "string", "format": "date"}),
            (["2026-01-31", "2026-02-30"], {"type": "string"}),
            (["a@b.example"], {"type": "string", "format": "email"}),
            ([_UUID], {"type": "string", "format": "uuid"}),
            (["https://a.example/x?y=1"], {"type": "string", "format": "uri"}),
            (["note: this"], {"type": "string"}),
            ([{}], {"type": "object"}),
        ):
            with self.subTest(value=value):
                self.assertEqual(schema.infer(value), expected)

    def test_items_of_a_list_are_merged(self):
        lines = [{"sku": "A", "qty": 1}, {"sku": "B", "note": "x", "qty": 1.5}]
        self.assertEqual(
            schema.infer([{"lines": lines}])["properties"]["lines"]["items"],
            {
                "type": "object",
                "required": ["sku", "qty"],
                "properties": {
                    "sku": {"type": "string"},
                    "qty": {"type": "number"},
                    "note": {"type": "string"},
                },
            },
        )

    def test_the_schema_accepts_the_value(self):
        for value in (
            {"a": [1, None, {"b": [[], [{}]]}], "on": "2026-01-31", "1e3": True},
            [{"x": 1}, {"x": "a@b.c", "y": None}, [], 1e300, 10**30],
            {"$ref": "#", "type": "object", "": {"required": 1}, "é\n": "\u2028"},
        ):
            text = schema.text_of(value)
            self.assertTrue(json_schema.load(text).is_valid(value), text)

    def test_query_parameters(self):
        sent = "page=2&from=2026-01-31&all=true&tag=a&tag=b&price=1.5&zip=01234&id=7&e="
        items = yaml_text.load(query.add("", sent, {"id"}))
        self.assertEqual(
            [(item["name"], item["type"]) for item in items],
            [
                *(("page", "integer"), ("from", "string"), ("all", "boolean")),
                *(("tag", "string"), ("price", "number"), ("zip", "string")),
                ("e", "string"),
            ],
        )
        self.assertEqual([i["name"] for i in items if i.get("multiple")], ["tag"])

    def test_existing_query_parameters_stay(self):
        text = "# Pages\n- {name: page, type: integer, minimum: 1}\n"
        self.assertEqual(
            query.add(text, "page=x&q=a", ()), text + "- name: q\n  type: string\n"
        )
        self.assertEqual(query.add(text, "page=1", ()), text)
        for text in ('[{"name": "page"}]', "  - name: page"):
            items = yaml_text.load(query.add(text, "q=a", ()))
            self.assertEqual(items, [{"name": "page"}, {"name": "q", "type": "string"}])


@tagged("post_install", "-at_install")
class TestCapturedUse(EndpointCase):
    def captured(self, endpoint, path=None, **kwargs):
        endpoint.action_listen()
        self.call(path or endpoint, endpoint.request_method, **kwargs)
        with self.allow_requests():
            self._wait_remaining_requests()
        self.env.invalidate_all()
        return endpoint._captured_call()

    def test_the_schema_validates_the_next_call(self):
        endpoint = self.make_endpoint(request_method="POST")
        body = {"sku": "A-1", "lines": [{"qty": 2}, {"qty": 1}]}
        self.captured(endpoint, json=body)
        endpoint.request_content_schema = endpoint.web_captured_schema()
        self.assertAnswer(self.call(endpoint, json=body), 200)
        body["lines"][0]["qty"] = "x"
        self.assertErrorObject(self.call(endpoint, json=body), 400, types=["type"])

    def test_a_schema_of_json_rpc_describes_the_parameters(self):
        endpoint = self.make_endpoint(request_method="POST", route_type="jsonrpc")
        body = {"jsonrpc": "2.0", "id": 1, "params": {"qty": 1}}
        self.captured(endpoint, json=body)
        made = yaml_text.load(endpoint.web_captured_schema())
        self.assertEqual(list(made["properties"]), ["qty"])

    def test_other_bodies_make_no_schema(self):
        endpoint = self.make_endpoint(
            request_method="POST", request_content_type="application/xml"
        )
        xml = {"Content-Type": "application/xml"}
        self.captured(endpoint, data="<a>1</a>", headers=xml)
        self.assertFalse(endpoint.capture["call"]["has_json"])
        with self.assertRaisesRegex(UserError, "not JSON"):
            endpoint.web_captured_schema()

    def test_bad_query_parameters_are_not_replaced(self):
        endpoint = self.make_endpoint()
        self.captured(endpoint, params={"page": "1"})
        with self.assertRaisesRegex(UserError, "Correct the query parameters"):
            endpoint.web_captured_query_parameters("- {page")

    def test_the_example_repeats_the_call(self):
        endpoint = self.make_endpoint(request_method="POST", route="/test/<shop>")
        call = self.captured(
            endpoint,
            "/test/a%20b",
            json={"a": 1},
            params={"page": "1"},
            headers={"X-Shop": "Paris", "X-Api-Key": "S3C"},
        )
        endpoint.action_save_captured_example()
        example = endpoint.example_ids
        self.assertEqual(
            (example.method, example.path, example.query, example.status),
            ("POST", "/test/a%20b", "page=1", 200),
        )
        self.assertEqual(json.loads(example.body), {"a": 1})
        self.assertIn("X-Shop: Paris", example.headers)
        self.assertNotIn("***", example.headers)
        self.assertNotIn("Host", example.headers)
        self.assertEqual(call.body, example.body)

    def test_a_header_in_utf_8_stays_one_line(self):
        endpoint = self.make_endpoint()
        value = "Ångström".encode()  # HTTP reads the second byte as U+0085, a new line
        self.captured(endpoint, headers={"X-Shop": value})
        endpoint.action_save_captured_example()
        line = f"X-Shop: {value.decode('latin-1')}"
        self.assertIn(line, endpoint.example_ids.headers)

    def test_without_a_captured_call(self):
        endpoint = self.make_endpoint()
        with self.assertRaisesRegex(UserError, "no captured call"):
            endpoint.action_save_captured_example()
