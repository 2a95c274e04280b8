"""Names and behaviour that other addons rely on: do not change them."""

from types import SimpleNamespace

from lxml import etree
from werkzeug.exceptions import BadRequest, MethodNotAllowed

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.endpoint_route_handler.tests.common import ContractCase

from ..controllers.main import EndpointController, EndpointControllerMixin
from ..exceptions import RequestValidationError


class EndpointContractCase(ContractCase):
    def make(self, **values):
        defaults = {
            "name": "Contract",
            "route": "/contract",
            "request_method": "GET",
            "exec_mode": "code",
            "code_snippet": "result = {}",
        }
        return self.env["endpoint.endpoint"].create({**defaults, **values})


@tagged("post_install", "-at_install")
class TestMixin(EndpointContractCase):
    def test_models(self):
        mixin = self.registry["endpoint.mixin"]
        self.assertTrue(mixin._abstract)
        self.assertTrue(issubclass(mixin, self.registry["endpoint.route.handler"]))
        self.assertTrue(issubclass(self.registry["endpoint.endpoint"], mixin))
        self.assertIn(
            "endpoint.endpoint",
            self.env["endpoint.endpoint"]._get_endpoint_route_consumer_models(),
        )

    def test_fields(self):
        self.assertFields(
            "endpoint.endpoint",
            {
                "exec_mode": {"type": "selection", "required": True},
                "code_snippet": {"type": "text", "store": True},
                "code_snippet_docs": {"type": "text", "store": False},
                "exec_as_user_id": {"comodel_name": "res.users", "store": True},
                "company_id": {"comodel_name": "res.company", "store": True},
                "request_content_schema": {"type": "text", "store": True},
                "request_content_schema_applicable": {"type": "boolean"},
            },
        )

    def test_signatures(self):
        self.assertSignatures(
            self.env["endpoint.endpoint"],
            {
                "_selection_exec_mode": ((), {}),
                "_validate_exec__code": ((), {}),
                "_handle_exec__code": (("request",), {}),
                "_validate_request": (("request",), {}),
                "_validate_request_content": (("request",), {}),
                "_get_request_content_schema_applicable_for_types": ((), {}),
                "_get_code_snippet_eval_context": (("request",), {}),
                "_default_code_snippet_docs": ((), {}),
                "_code_snippet_valued": ((), {}),
                "_code_snippet_log_func": (("message",), {"level": "info"}),
                "_handle_request": (("request",), {}),
                "_get_handler": ((), {}),
                "_bad_request_exceptions": ((), {}),
                "_find_endpoint": (("endpoint_route",), {}),
                "_find_endpoint_domain": (("endpoint_route",), {}),
            },
        )

    def test_values_of_hooks(self):
        endpoint = self.make()
        self.assertIn("code", dict(endpoint._selection_exec_mode()))
        self.assertEqual(endpoint._get_handler(), endpoint._handle_exec__code)
        self.assertLessEqual(
            {UserError, ValidationError}, set(endpoint._bad_request_exceptions())
        )
        self.assertLessEqual(
            {"application/json", "application/xml"},
            set(endpoint._get_request_content_schema_applicable_for_types()),
        )

    def test_endpoint_is_found_by_its_route(self):
        endpoint = self.make()
        domain = Domain(endpoint._find_endpoint_domain("/contract"))
        self.assertEqual(endpoint.search(domain), endpoint)
        self.assertEqual(endpoint._find_endpoint("/contract"), endpoint)

    def test_snippet_with_only_comments_counts_as_empty(self):
        for snippet, valued in (
            (False, False),
            ("# a\n\n", False),
            ("# a\nb = 1", True),
        ):
            with self.subTest(snippet=snippet):
                endpoint = self.env["endpoint.endpoint"].new({"code_snippet": snippet})
                self.assertEqual(endpoint._code_snippet_valued(), valued)

    def test_a_mock_request_is_enough(self):
        endpoint = self.make()
        for method, refused in (("GET", False), ("POST", True)):
            request = SimpleNamespace(
                httprequest=SimpleNamespace(method=method, headers={})
            )
            with self.subTest(method=method):
                if refused:
                    with self.assertRaises(MethodNotAllowed):
                        endpoint._validate_request(request)
                else:
                    endpoint._validate_request(request)

    def test_default_handler(self):
        self.assertEqual(
            self.make()._default_endpoint_options_handler(),
            {
                "klass_dotted_path": "odoo.addons.endpoint.controllers.main."
                "EndpointController",
                "method_name": "auto_endpoint",
                "default_pargs": ("endpoint.endpoint", "/contract"),
            },
        )

    def test_copy_gets_a_route_to_fix(self):
        copy = self.make(registry_sync=True).copy()
        self.assertEqual(copy.route, "/contract/COPY_FIXME")
        self.assertFalse(copy.registry_sync)

    def test_schema_is_checked_for_its_content_types_only(self):
        bad = {"request_method": "POST", "request_content_schema": "type: nothing"}
        self.make(**bad, request_content_type="text/plain")
        with self.assertRaises(UserError):
            self.make(**bad, route="/b", request_content_type="application/json")

    def test_old_content_type_has_a_schema_too(self):
        endpoint = self.make(
            request_method="POST",
            request_content_type="application/json; charset=utf-8",
        )
        self.assertEqual(endpoint.request_content_type, "application/json")
        self.assertTrue(endpoint.request_content_schema_applicable)


@tagged("post_install", "-at_install")
class TestSync(EndpointContractCase):
    def row(self, endpoint):
        """:return: (whether the row exists, whether it is active)"""
        self.env.cr.execute(
            "SELECT active FROM endpoint_route WHERE key = %s",
            [f"endpoint.endpoint:{endpoint.id}"],
        )
        found = self.env.cr.fetchone()
        return bool(found), bool(found and found[0])

    def test_change_of_the_route_needs_a_sync(self):
        endpoint = self.make(request_content_type="text/plain")
        for field, value in {
            "route": "/contract/other",
            "route_group": "shop",
            "route_type": "jsonrpc",
            "auth_type": "bearer",
            "request_method": "POST",
            "cors": False,
            "csrf": True,
            "readonly": True,
            "active": False,
        }.items():
            with self.subTest(field=field):
                endpoint.registry_sync = True
                endpoint.write({field: value})
                self.assertFalse(endpoint.registry_sync)

    def test_other_changes_need_no_sync(self):
        endpoint = self.make(registry_sync=True)
        endpoint.write({"name": "Other", "code_snippet": "result = {'payload': 1}"})
        self.assertTrue(endpoint.registry_sync)

    def test_sync_registers_and_unlink_drops(self):
        endpoint = self.make()
        self.assertEqual(self.row(endpoint), (False, False))
        endpoint.registry_sync = True
        self.assertEqual(self.row(endpoint), (True, True))
        endpoint.unlink()
        self.assertEqual(self.row(endpoint), (False, False))

    def test_archived_is_hidden_until_a_sync_drops_it(self):
        endpoint = self.make(registry_sync=True)
        endpoint.active = False
        self.assertEqual(self.row(endpoint), (True, False))
        endpoint.active = True
        self.assertEqual(self.row(endpoint), (True, True))
        endpoint.active = False
        endpoint._handle_registry_sync()
        self.assertEqual(self.row(endpoint), (False, False))

    def test_sync_of_given_ids(self):
        endpoint = self.make()
        self.env["endpoint.endpoint"]._handle_registry_sync(record_ids=endpoint.ids)
        self.assertEqual(self.row(endpoint), (True, True))

    def test_register_and_unregister(self):
        endpoint = self.make()
        endpoint._register_controllers(init=True, clear_cache=False)
        self.assertEqual(self.row(endpoint), (True, True))
        endpoint._unregister_controllers(clear_cache=False)
        self.assertEqual(self.row(endpoint), (False, False))


@tagged("post_install", "-at_install")
class TestNames(EndpointContractCase):
    def test_controllers(self):
        self.assertTrue(issubclass(EndpointController, EndpointControllerMixin))
        self.assertTrue(issubclass(EndpointController, http.Controller))
        for name, arguments in (
            ("auto_endpoint", ("endpoint.endpoint", "/contract")),
            ("_handle_endpoint", (self.env, "endpoint.endpoint", "/contract")),
            ("_find_endpoint", (self.env, "endpoint.endpoint", "/contract")),
            ("_handle_result", ({},)),
        ):
            with self.subTest(name=name):
                self.assertTakes(getattr(EndpointController(), name), *arguments)

    def test_callers_name_no_argument(self):
        handler = EndpointController().auto_endpoint
        params = {"model": "x", "endpoint_route": "y", "env": "z", "self": "s"}
        self.assertTakes(handler, "endpoint.endpoint", "/contract", **params)

    def test_request_validation_error(self):
        detail = [{"loc": ["body"], "msg": "not JSON", "type": "json_invalid"}]
        error = RequestValidationError(detail)
        self.assertIsInstance(error, BadRequest)
        self.assertEqual((error.code, error.detail), (400, detail))

    def test_xml_ids(self):
        for name, model in (
            ("endpoint_mixin_form_view", "ir.ui.view"),
            ("endpoint_endpoint_form_view", "ir.ui.view"),
            ("endpoint_mixin_search_view", "ir.ui.view"),
            ("endpoint_endpoint_search_view", "ir.ui.view"),
            ("endpoint_mixin_list_view", "ir.ui.view"),
            ("endpoint_endpoint_tree_view", "ir.ui.view"),
            ("endpoint_endpoint_act_window", "ir.actions.act_window"),
            ("endpoint_endpoint_menu", "ir.ui.menu"),
            ("server_action_registry_sync", "ir.actions.server"),
            ("endpoint_endpoint_multi_company_rule", "ir.rule"),
            ("access_endpoint_endpoint_edit", "ir.model.access"),
        ):
            with self.subTest(name=name):
                self.assertEqual(self.env.ref(f"endpoint.{name}")._name, model)

    def test_names_in_the_form(self):
        for view in ("endpoint_mixin_form_view", "endpoint_endpoint_form_view"):
            arch = etree.fromstring(
                self.env.ref(f"endpoint.{view}").get_combined_arch()
            )
            for path in (
                "//header",
                *(f"//group[@name='{name}']" for name in ("config1", "main", "auth")),
                *(f"//group[@name='{name}']" for name in ("config2", "request")),
                "//div[@name='title']",
                *(f"//page[@name='{name}']" for name in ("main", "code", "code_help")),
                "//page[@name='request_content_schema']",
            ):
                with self.subTest(view=view, path=path):
                    self.assertEqual(len(arch.xpath(path)), 1)

    def test_sync_action(self):
        endpoint = self.make()
        action = self.env.ref("endpoint.server_action_registry_sync")
        action.with_context(
            active_model=endpoint._name, active_ids=endpoint.ids, active_id=endpoint.id
        ).run()
        self.assertTrue(endpoint.registry_sync)

    def test_columns(self):
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'endpoint_endpoint'"
        )
        found = {name for (name,) in self.env.cr.fetchall()}
        wanted = (
            *("id", "name", "active", "registry_sync", "route", "route_group"),
            *("route_type", "auth_type", "request_content_type", "request_method"),
            *("cors", "csrf", "readonly", "exec_mode", "code_snippet"),
            *("exec_as_user_id", "company_id", "request_content_schema"),
        )
        self.assertLessEqual(set(wanted), found)
