"""Rows and keys written by other addons, or by earlier versions."""

import json

from werkzeug.exceptions import NotFound

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..registry import EndpointRegistry

_HANDLER = {
    "klass_dotted_path": "odoo.addons.endpoint_route_handler.controllers.main."
    "EndpointNotFoundController",
    "method_name": "auto_not_found",
}
_ROUTING = {"type": "http", "auth": "public", "methods": ["GET"], "cors": None}


@tagged("post_install", "-at_install")
class TestForeignRows(TransactionCase):
    def setUp(self):
        super().setUp()
        # The routing map is read through its own cursor.
        self.registry_enter_test_mode()

    def make_rule(self, name):
        registry = EndpointRegistry.registry_for(self.env.cr)
        routing = dict(_ROUTING, routes=[f"/foreign/{name}"])
        rule = registry.make_rule(
            f"foreign:{name}", f"/foreign/{name}", {"handler": _HANDLER}, routing, name
        )
        registry.update_rules([rule])

    def spoil(self, name, column, value):
        self.env.cr.execute(
            f"UPDATE endpoint_route SET {column} = %s WHERE key = %s",
            [value, f"foreign:{name}"],
        )
        self.env.registry.clear_cache("routing")

    def is_served(self, name):
        try:
            self.env["ir.http"].routing_map().bind("").match(f"/foreign/{name}", "GET")
        except NotFound:
            return False
        return True

    def test_a_row_that_is_not_a_rule_is_skipped(self):
        for column, value in (
            ("opts", "junk"),
            ("opts", None),
            ("routing", "[]"),
            ("routing", "{}"),
            ("routing", '{"routes": null}'),
            ("routing", '{"routes": [1]}'),
            ("routing", "[" * 100_000),
            ("routing", '{"routes": ["/foreign/bad"], "auth": "public", "type": "x"}'),
        ):
            with self.subTest(column=column, value=value and value[:50]):
                self.make_rule("good")
                self.make_rule("bad")
                self.assertTrue(self.is_served("bad"))
                self.spoil("bad", column, value)
                with mute_logger("odoo.addons.endpoint_route_handler.routing"):
                    self.assertFalse(self.is_served("bad"))
                    self.assertTrue(self.is_served("good"))

    def test_a_converter_that_fails_is_not_matched(self):
        for converter in ("int(min='x')", "nosuch", "any"):
            with self.subTest(converter=converter):
                self.make_rule("good")
                self.make_rule("bad")
                route = f"/foreign/<{converter}:a>"
                self.spoil(
                    "bad", "routing", json.dumps({**_ROUTING, "routes": [route]})
                )
                with mute_logger("odoo.addons.endpoint_route_handler.routing"):
                    self.assertFalse(self.is_served("1"))
                self.assertTrue(self.is_served("good"))

    def test_type_json_of_earlier_versions_is_served_as_jsonrpc(self):
        self.make_rule("old")
        self.spoil(
            "old",
            "routing",
            '{"type": "json", "auth": "public", '
            '"methods": null, "routes": ["/foreign/old"]}',
        )
        adapter = self.env["ir.http"].routing_map().bind("")
        endpoint, _values = adapter.match("/foreign/old", "POST")
        self.assertEqual(endpoint.routing["type"], "jsonrpc")
