"""What the panel *Try it* begins with."""

import json

from odoo.tests import tagged

from .common import DryRunCase


@tagged("post_install", "-at_install")
class TestTryDefaults(DryRunCase):
    def test_of_an_order(self):
        partner = self.env["res.partner"].search([], limit=1)
        endpoint = self.make_endpoint(
            route="/test/<int(min=5):number>/<model('res.partner'):partner>/<any(a,b):k>",
            further_routes="/test/alias",
            request_method="POST",
            request_content_schema="properties: {day: {type: string, format: date}}",
            query_parameters="[{name: page, type: integer, required: true},"
            " {name: sort, default: up}]",
        )
        defaults = endpoint.web_try_defaults({})
        self.assertEqual(defaults["methods"], ["POST"])
        self.assertEqual(defaults["routes"], [endpoint.route, "/test/alias"])
        examples = [each["example"] for each in defaults["path_parameters"]]
        self.assertEqual(examples, ["5", str(partner.id), "a"])
        self.assertEqual(json.loads(defaults["body"]), {"day": "2026-01-31"})
        self.assertEqual(
            defaults["query"],
            [
                {"name": "page", "type": "integer", "required": True, "example": "1"},
                {
                    "name": "sort",
                    "type": "string",
                    "required": False,
                    "example": "up",
                },
            ],
        )
        self.assertEqual(defaults["content_type"], "application/json")
        self.assertEqual(defaults["auth_type"], "public")

    def test_of_unsaved_values(self):
        endpoint = self.make_endpoint()
        changes = {"route": "/test/rpc", "request_method": "POST"}
        changes.update(route_type="jsonrpc", request_content_type="application/json")
        defaults = endpoint.web_try_defaults(changes)
        self.assertEqual(defaults["routes"], ["/test/rpc"])
        self.assertEqual(json.loads(defaults["body"])["jsonrpc"], "2.0")

    def test_a_route_without_its_slash(self):
        changes = {"name": "New", "route": " test/new/", "code_snippet": "result = {}"}
        new = self.env["endpoint.endpoint"]
        [route] = new.web_try_defaults(changes)["routes"]
        self.assertEqual(self.try_form(new, changes, route)["status"], 200, route)

    def test_of_a_new_record_and_of_mistakes(self):
        new = self.env["endpoint.endpoint"].web_try_defaults({})
        self.assertEqual((new["routes"], new["methods"]), ([], ["GET"]))
        changes = {"route": "/test/<int:", "query_parameters": "{", "name": "New"}
        changes.update(request_method="POST", request_content_schema="{")
        changes["request_content_type"] = "application/json"
        defaults = self.env["endpoint.endpoint"].web_try_defaults(changes)
        self.assertEqual(defaults["query"], [])
        self.assertEqual(defaults["body"], "{}")

    def test_the_example_is_accepted(self):
        endpoint = self.make_endpoint(
            "result = {'payload': body['qty']}",
            request_method="POST",
            request_content_schema="{required: [qty], properties: {qty: {minimum: 7}}}",
        )
        defaults = endpoint.web_try_defaults({})
        call = {"method": "POST", "body": defaults["body"]}
        answer = self.try_form(endpoint, {}, endpoint.route, **call)
        self.assertEqual((answer["status"], answer["body"]), (200, "7"))

    def test_saved_examples(self):
        endpoint = self.make_endpoint()
        values = {"name": "One", "path": endpoint.route, "query": "a=1"}
        endpoint.example_ids = [(0, 0, values)]
        [example] = endpoint.web_try_defaults({})["examples"]
        self.assertEqual((example["name"], example["query"]), ("One", "a=1"))
        self.assertEqual(example["id"], endpoint.example_ids.id)
