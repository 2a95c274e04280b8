"""Names and behaviour that other addons rely on: do not change them."""

import functools
import json

from psycopg2 import IntegrityError
from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..controllers.main import EndpointNotFoundController
from ..exceptions import EndpointHandlerNotFound
from ..registry import EndpointRegistry
from .common import ContractCase

_NOT_FOUND = {
    "klass_dotted_path": "odoo.addons.endpoint_route_handler.controllers.main."
    "EndpointNotFoundController",
    "method_name": "auto_not_found",
    "default_pargs": ["/contract"],
}
_VALUES = {"name": "Contract", "route": "/contract", "request_method": "GET"}


class ToolCase(ContractCase):
    @property
    def tool(self):
        return self.env["endpoint.route.handler.tool"]


@tagged("post_install", "-at_install")
class TestMixins(ToolCase):
    def test_models(self):
        for name, kind in (
            ("endpoint.route.sync.mixin", "_abstract"),
            ("endpoint.route.handler", "_abstract"),
            ("endpoint.route.handler.tool", "_transient"),
        ):
            with self.subTest(model=name):
                self.assertTrue(getattr(self.env[name], kind))
        handler = self.registry["endpoint.route.handler"]
        sync = self.registry["endpoint.route.sync.mixin"]
        self.assertTrue(issubclass(handler, sync))
        self.assertTrue(issubclass(self.registry[self.tool._name], handler))

    def test_sync_mixin_fields(self):
        self.assertFields(
            "endpoint.route.sync.mixin",
            {
                "active": {"type": "boolean"},
                "registry_sync": {"type": "boolean", "copy": False},
            },
        )

    def test_sync_mixin_signatures(self):
        self.assertSignatures(
            self.env["endpoint.route.sync.mixin"],
            {
                "_prepare_endpoint_rules": ((), {"options": None}),
                "_registered_endpoint_rule_keys": ((), {}),
                "_routing_impacting_fields": ((), {}),
                "_handle_registry_sync": ((), {"record_ids": None}),
                "_register_controllers": (
                    (),
                    {"init": False, "options": None, "clear_cache": True},
                ),
                "_unregister_controllers": ((), {"clear_cache": True}),
            },
        )

    def test_sync_mixin_leaves_the_rules_to_its_models(self):
        for name in (
            "_prepare_endpoint_rules",
            "_registered_endpoint_rule_keys",
            "_routing_impacting_fields",
        ):
            with self.subTest(name=name), self.assertRaises(NotImplementedError):
                getattr(self.env["endpoint.route.sync.mixin"], name)()

    def test_handler_fields(self):
        self.assertFields(
            "endpoint.route.handler",
            {
                "name": {"type": "char", "required": True},
                "route": {
                    "type": "char",
                    "required": True,
                    "store": True,
                    "precompute": True,
                    "copy": False,
                    "readonly": False,
                    "compute": "_compute_route",
                },
                "route_group": {"type": "char"},
                "route_type": {"type": "selection"},
                "auth_type": {"type": "selection"},
                "request_content_type": {"type": "selection", "required": False},
                "request_method": {"type": "selection", "required": True},
                "endpoint_hash": {"type": "char", "store": False},
                "cors": {"type": "char"},
                "csrf": {"type": "boolean"},
                "readonly": {"type": "boolean"},
            },
        )

    def test_handler_defaults(self):
        self.assertDefaults(
            self.tool._name,
            {
                "active": True,
                "route_type": "http",
                "auth_type": "user_endpoint",
                "cors": "*",
                "csrf": False,
                "readonly": False,
            },
        )

    def test_handler_signatures(self):
        self.assertSignatures(
            self.env["endpoint.route.handler"],
            {
                "_compute_route": ((), {}),
                "_clean_route": ((), {}),
                "_default_endpoint_options": ((), {}),
                "_default_endpoint_options_handler": ((), {}),
                "_get_routing_info": ((), {}),
                "_make_controller_rule": ((), {"options": None, "key": None}),
                "_register_single_controller": (
                    (),
                    {"options": None, "key": None, "init": False},
                ),
                "_endpoint_registry_unique_key": ((), {}),
                "_get_endpoint_route_consumer_models": ((), {}),
            },
        )

    def test_choices(self):
        for hook, values in (
            ("_selection_route_type", ["http", "jsonrpc", "json2"]),
            ("_selection_auth_type", ["public", "user_endpoint", "bearer"]),
            ("_selection_request_method", ["GET", "POST", "PUT", "PATCH", "DELETE"]),
            (
                "_selection_request_content_type",
                [
                    *("", "text/plain", "text/csv", "application/json"),
                    *("application/xml", "application/x-www-form-urlencoded"),
                ],
            ),
        ):
            with self.subTest(hook=hook):
                pairs = getattr(self.tool, hook)()
                self.assertIsInstance(pairs, list)
                self.assertLessEqual(set(values), {value for value, _label in pairs})

    def test_class_attributes(self):
        self.assertEqual(self.env["endpoint.route.handler"]._endpoint_route_prefix, "")
        self.assertIn("/", self.env["endpoint.route.handler"]._blacklist_routes)

    def test_cleaned_route(self):
        for given, cleaned in (
            ("a", "/a"),
            ("/a", "/a"),
            (" /a/b/ ", "/a/b"),
            ("/", "/"),
            (False, False),
        ):
            with self.subTest(given=given):
                tool = self.tool.new({**_VALUES, "route": given})
                self.assertEqual(tool._clean_route(), cleaned)

    def test_logger_is_named_after_the_model(self):
        self.assertEqual(self.tool._logger.name, self.tool._name)

    def test_unique_key_names_the_record(self):
        tool = self.tool.create(_VALUES)
        self.assertEqual(
            tool._endpoint_registry_unique_key(), f"{tool._name}:{tool.id}"
        )

    def test_consumer_models_are_stored_models(self):
        names = self.tool._get_endpoint_route_consumer_models()
        self.assertNotIn("endpoint.route.handler", names)
        self.assertNotIn(self.tool._name, names)
        for name in names:
            self.assertTrue(self.env[name]._auto, name)


@tagged("post_install", "-at_install")
class TestValues(ToolCase):
    def setUp(self):
        super().setUp()
        # The routing map is read through its own cursor.
        self.registry_enter_test_mode()

    def test_routing_has_these_keys_and_no_others(self):
        tool = self.tool.new({**_VALUES, "auth_type": "public", "cors": "https://a.b"})
        route, routing, endpoint_hash = tool._get_routing_info()
        self.assertEqual(route, "/contract")
        self.assertEqual(
            routing,
            {
                "type": "http",
                "auth": "public",
                "methods": ["GET"],
                "routes": ["/contract"],
                "cors": "https://a.b",
                "csrf": False,
                "readonly": False,
            },
        )
        self.assertEqual(endpoint_hash, tool.endpoint_hash)
        self.assertLessEqual(len(endpoint_hash), 32)

    def test_default_options(self):
        tool = self.tool.new(_VALUES)
        options = tool._default_endpoint_options()
        self.assertEqual(options, {"handler": tool._default_endpoint_options_handler()})
        self.assertLessEqual(
            options["handler"].keys(),
            {"klass_dotted_path", "method_name", "default_pargs", "default_kwargs"},
        )

    def test_old_values_are_accepted(self):
        old = {
            "route_type": "json",
            "request_content_type": "application/json; charset=utf-8",
        }
        new = {"route_type": "jsonrpc", "request_content_type": "application/json"}
        created = self.tool.create({**_VALUES, **old, "request_method": "POST"})
        written = self.tool.create(_VALUES)
        written.write(old)
        for tool in (created, written):
            self.assertEqual(tool.read(list(new), load=None)[0], {"id": tool.id, **new})

    def test_type_json_of_a_record_never_stored_means_jsonrpc(self):
        tool = self.tool.new({**_VALUES, "route_type": "json"})
        self.assertEqual(tool._get_routing_info()[1]["type"], "jsonrpc")

    def test_post_and_put_need_a_content_type(self):
        for method in ("POST", "PUT"):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.tool.create({**_VALUES, "request_method": method})

    def test_copy_gets_a_route_to_fix(self):
        [data] = self.tool.create(_VALUES).copy_data()
        self.assertEqual(data["route"], "/contract/COPY_FIXME")
        self.assertNotIn("registry_sync", data)

    def test_tool_without_a_record(self):
        tool = self.tool.new(_VALUES)
        options = {"handler": _NOT_FOUND}
        for register in (
            lambda: tool._register_controllers(options=options),
            lambda: tool._register_single_controller(options=options, key="own"),
        ):
            EndpointRegistry.wipe_registry_for(self.env.cr)
            register()
            [rule] = tool._endpoint_registry.get_rules()
            self.assertEqual((rule.route, rule.options), ("/contract", options))
            adapter = self.env["ir.http"].routing_map().bind("")
            self.assertTrue(adapter.test("/contract", "GET"))

    def test_default_handler_answers_404(self):
        tool = self.tool.new(_VALUES)
        with self.assertRaises(NotFound):
            tool._make_controller_rule().endpoint(number=1)
        with self.assertRaises(NotFound):
            EndpointNotFoundController().auto_not_found("/contract", number=1)


@tagged("post_install", "-at_install")
class TestRegistry(ToolCase):
    def setUp(self):
        super().setUp()
        self.rules = EndpointRegistry.registry_for(self.env.cr)
        EndpointRegistry.wipe_registry_for(self.env.cr)

    def make_rule(self, key="contract:1", route="/contract", **values):
        values.setdefault("endpoint_hash", key)
        routing = {"type": "http", "auth": "public", "methods": ["GET"]}
        routing["routes"] = [route]
        return self.rules.make_rule(
            key, route, {"handler": _NOT_FOUND}, routing, **values
        )

    def keys(self, **kwargs):
        return [rule.key for rule in self.rules.get_rules(**kwargs)]

    def test_methods_are_closed_without_a_sync(self):
        rule = self.make_rule()
        rule.routing["methods"] = ["GET", "POST"]
        self.rules.update_rules([rule])
        self.rules.set_active([rule.key], False)
        self.rules.close_methods({rule.key: ["GET", "PUT"], "contract:2": []})
        [closed] = self.rules.get_rules()
        self.assertEqual(closed.routing["methods"], ["GET"])
        self.assertTrue(self.rules.set_active([rule.key], True), "it stayed archived")

    def test_signatures(self):
        self.assertSignatures(
            self.rules,
            {
                "registry_for": (("cr",), {}),
                "wipe_registry_for": (("cr",), {}),
                "get_rules": ((), {"keys": None, "where": None}),
                "_get_rule": (("key",), {}),
                "get_rules_by_group": (("group",), {}),
                "update_rules": (("rules",), {"init": False}),
                "drop_rules": (("keys",), {}),
                "make_rule": (
                    ("key", "route", "options", "routing", "endpoint_hash"),
                    {"route_group": None},
                ),
                "last_update": ((), {}),
                "last_version": ((), {}),
                "_create": (("rows_by_key",), {}),
            },
        )

    def test_update_tells_whether_it_wrote(self):
        rule = self.make_rule()
        self.assertIs(self.rules.update_rules([rule]), True)
        self.assertIs(self.rules.update_rules([rule], init=True), False)
        self.assertIs(self.rules.update_rules([self.make_rule(route="/b")]), True)
        self.assertEqual(self.rules._get_rule("contract:1").route, "/b")

    def test_rules_are_found_by_key_condition_and_group(self):
        self.rules.update_rules(
            [self.make_rule("b", "/b"), self.make_rule("a", "/a", route_group="shop")]
        )
        self.assertEqual(self.keys(), ["a", "b"])
        self.assertEqual(self.keys(keys=["b", "c"]), ["b"])
        self.assertEqual(self.keys(where="route = '/a'"), ["a"])
        self.assertEqual([r.key for r in self.rules.get_rules_by_group("shop")], ["a"])
        self.assertIsNone(self.rules._get_rule("c"))

    def test_drop_and_wipe(self):
        self.rules.update_rules([self.make_rule(key, f"/{key}") for key in "abc"])
        self.rules.drop_rules(["a", "none"])
        self.assertEqual(self.keys(), ["b", "c"])
        EndpointRegistry.wipe_registry_for(self.env.cr)
        self.assertEqual(self.keys(), [])

    def test_create_accepts_rows(self):
        self.rules._create({"contract:1": self.make_rule().to_row()})
        self.assertEqual(self.keys(), ["contract:1"])

    def test_version_moves_with_each_change(self):
        versions = [self.rules.last_version()]
        for change in (
            lambda: self.rules.update_rules([self.make_rule()]),
            lambda: self.rules.update_rules([self.make_rule(route="/b")]),
            lambda: self.rules.drop_rules(["contract:1"]),
        ):
            change()
            versions.append(self.rules.last_version())
        self.assertEqual(versions, sorted(set(versions)))
        self.rules.drop_rules(["contract:1"])
        self.assertEqual(self.rules.last_version(), versions[-1])

    def test_last_update_is_a_time(self):
        self.assertEqual(self.rules.last_update(), 0)
        self.rules.update_rules([self.make_rule()])
        self.assertGreater(self.rules.last_update(), 1.7e9)

    def test_rule(self):
        rule = self.make_rule(route_group="shop")
        self.assertEqual(
            rule.to_row(),
            {
                "key": "contract:1",
                "route": "/contract",
                "opts": json.dumps({"handler": _NOT_FOUND}, sort_keys=True),
                "routing": json.dumps(rule.routing, sort_keys=True),
                "endpoint_hash": "contract:1",
                "route_group": "shop",
            },
        )
        self.assertEqual(rule.handler_options.method_name, "auto_not_found")
        self.assertEqual(rule.options["handler"], _NOT_FOUND)

    def test_the_hash_is_kept_as_it_was_given(self):
        for given in ("abc", 7, hash("/contract")):
            with self.subTest(given):
                rule = self.make_rule(endpoint_hash=given)
                self.assertEqual(rule.endpoint_hash, given)
                self.assertTrue(self.rules.update_rules([rule]))
                found = self.rules._get_rule(rule.key)
                self.assertEqual(found.endpoint_hash, str(given))
                self.assertFalse(self.rules.update_rules([found]))

    def test_the_database_rejects_duplicates(self):
        self.rules._create({"a": self.make_rule("a", endpoint_hash=1).to_row()})
        for key, endpoint_hash in (("a", 2), ("b", 1)):
            row = self.make_rule(key, endpoint_hash=endpoint_hash).to_row()
            with self.subTest(key), mute_logger("odoo.sql_db"):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self.rules._create({key: row})
        self.assertEqual(self.keys(), ["a"])

    def test_a_rule_without_auth_has_a_handler(self):
        rule = self.make_rule()
        rule.routing = {"routes": []}
        routing = rule.endpoint.routing
        self.assertEqual((routing["auth"], routing["type"]), ("user", "http"))

    def test_endpoint_is_the_handler_bound_to_its_arguments(self):
        endpoint = self.make_rule().endpoint
        self.assertIsInstance(endpoint, functools.partial)
        self.assertEqual(endpoint.args, ("/contract",))
        self.assertEqual(endpoint.routing["routes"], ["/contract"])

    def test_missing_handler(self):
        for change in ({"klass_dotted_path": "gone.Class"}, {"method_name": "gone"}):
            rule = self.make_rule()
            rule.options = {"handler": {**_NOT_FOUND, **change}}
            with self.subTest(**change), self.assertRaises(EndpointHandlerNotFound):
                self.assertFalse(rule.endpoint)

    def test_access_to_the_registry(self):
        http = self.env["ir.http"]
        for registry in (
            self.tool._endpoint_registry,
            http._endpoint_route_registry(),
            http._endpoint_route_registry(self.env.cr),
        ):
            self.assertIsInstance(registry, EndpointRegistry)
            self.assertIs(registry.cr, self.env.cr)
        self.assertEqual(http._endpoint_route_last_version(), self.rules.last_version())
        self.assertTrue(callable(http._auth_method_user_endpoint))


@tagged("post_install", "-at_install")
class TestDatabase(ToolCase):
    def test_columns(self):
        self.env.cr.execute(
            "SELECT column_name, coalesce(character_maximum_length, 0) "
            "FROM information_schema.columns WHERE table_name = 'endpoint_route'"
        )
        found = dict(self.env.cr.fetchall())
        wanted = {"id": 0, "key": 0, "route": 0, "opts": 0, "routing": 0}
        wanted |= {"endpoint_hash": 32, "route_group": 32, "updated_at": 0}
        self.assertLessEqual(wanted.items(), found.items())

    def test_unique_indexes(self):
        self.env.cr.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'endpoint_route' "
            "AND indexdef LIKE 'CREATE UNIQUE%'"
        )
        found = {name for (name,) in self.env.cr.fetchall()}
        wanted = {"endpoint_route__key_uniq", "endpoint_route__endpoint_hash_uniq"}
        self.assertLessEqual(wanted, found)

    def test_no_records_flush_no_caches(self):
        self.registry_enter_test_mode()
        snapshots = self.env["ir.http"].routing_map().snapshots
        rules = EndpointRegistry.registry_for(self.env.cr)
        rules.update_rules([])
        rules.drop_rules([])
        rules.set_active([], False)
        self.assertIs(self.env["ir.http"].routing_map().snapshots, snapshots)

    def test_version_is_a_sequence(self):
        self.env.cr.execute(
            "SELECT relkind FROM pg_class WHERE relname = 'endpoint_route_version'"
        )
        self.assertEqual(self.env.cr.fetchone(), ("S",))
