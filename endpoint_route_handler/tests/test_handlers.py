"""Which handlers a row of the route registry may name."""

import sys

from odoo.tests import TransactionCase, tagged

from ..exceptions import EndpointHandlerNotFound
from ..registry import EndpointRegistry

_ROUTING = {
    **{"type": "http", "auth": "public", "methods": ["GET"], "cors": None},
    "routes": ["/handlers"],
}
_OURS = "odoo.addons.endpoint_route_handler.controllers.main."


@tagged("post_install", "-at_install")
class TestHandlers(TransactionCase):
    def make_endpoint(self, path, method, *arguments):
        handler = {
            "klass_dotted_path": path,
            "method_name": method,
            "default_pargs": arguments,
        }
        return (
            EndpointRegistry.registry_for(self.env.cr)
            .make_rule("handlers:1", "/handlers", {"handler": handler}, _ROUTING, "x")
            .endpoint
        )

    def test_a_controller(self):
        self.assertTrue(
            self.make_endpoint(_OURS + "EndpointNotFoundController", "auto_not_found")
        )

    def test_anything_but_a_controller_is_not_even_imported(self):
        """Server actions and snippets can write rows with SQL. That must not allow an
        escape from Odoo's sandbox.
        """
        sys.modules.pop("this", None)
        for path, method, argument in (
            ("code.InteractiveInterpreter", "runsource", "1"),
            ("odoo.tools.profiler.Profiler", "end", None),
            ("odoo.addons.base.models.ir_http.UnslugError", "with_traceback", None),
            (_OURS + "http", "dispatch_rpc", "common"),
            (_OURS + "NotFound", "get_response", None),
            ("this.d", "get", "a"),
            (_OURS + "EndpointNotFoundController", "__init_subclass__", None),
            (_OURS + "EndpointNotFoundController", "__getattribute__", "env"),
            (_OURS + "EndpointNotFoundController", "__doc__", None),
            (_OURS + "EndpointNotFoundController", "env", None),
        ):
            with self.subTest(path=path, method=method):
                with self.assertRaises(EndpointHandlerNotFound):
                    self.make_endpoint(path, method, argument)
        self.assertNotIn("this", sys.modules)

    def test_no_path_imports_a_module(self):
        """Neither one of an addon that is not installed, nor one of Odoo's tests."""
        for module in ("test_http.controllers", "base.tests.test_cli"):
            with self.subTest(module=module):
                sys.modules.pop(f"odoo.addons.{module}", None)
                with self.assertRaises(EndpointHandlerNotFound):
                    self.make_endpoint(f"odoo.addons.{module}.Main", "main")
                self.assertNotIn(f"odoo.addons.{module}", sys.modules)

    def test_a_controller_of_an_addon_that_is_not_installed(self):
        """Another database of this process has installed it, so it is imported."""
        modules = self.registry._init_modules - {"endpoint_route_handler"}
        self.patch(self.registry, "_init_modules", modules)
        vars(self.registry).pop("endpoint_controllers", None)
        self.addCleanup(vars(self.registry).pop, "endpoint_controllers", None)
        with self.assertRaises(EndpointHandlerNotFound):
            self.make_endpoint(_OURS + "EndpointNotFoundController", "auto_not_found")
