from .. import prefix
from ..hooks import post_init_hook
from .common import OpenapiCase


class TestPrefix(OpenapiCase):
    def test_endpoints_that_were_there_stay(self):
        self.env["ir.config_parameter"].set_param(prefix.PARAMETER, "/aside")
        endpoint = self.make_endpoint(
            "result = {'payload': 'mine'}", route="/endpoint/docs"
        )
        with self.assertLogs("odoo.addons.endpoint_openapi.hooks", "WARNING") as log:
            post_init_hook(self.env)
        self.assertIn(f"endpoint.endpoint:{endpoint.id}", log.output[0])
        self.assertAnswer(self.call(endpoint), 200, "mine")
        path = prefix.get(self.env)
        self.assertNotEqual(path, prefix.DEFAULT)
        self.assertIn("/endpoint/docs", self.document(f"{path}/openapi.json")["paths"])
        self.assertEqual(self.call(f"{path}/docs").status_code, 200)

    def test_nothing_moves_without_a_reason(self):
        with self.assertNoLogs("odoo.addons.endpoint_openapi.hooks"):
            post_init_hook(self.env)
        self.assertEqual(prefix.get(self.env), prefix.DEFAULT)

    def test_a_parameter_that_is_no_path(self):
        self.env["ir.config_parameter"].set_param(prefix.PARAMETER, "<bad")
        with self.assertLogs("odoo.addons.endpoint_openapi.prefix", "WARNING"):
            self.assertEqual(self.call("/endpoint/openapi.json").status_code, 200)

    def test_what_is_used(self):
        for route, expected in (
            ("/endpoint/docs", True),
            ("/endpoint", True),
            ("/<path:all>", True),
            ("/endpoint/<int:n>", True),
            ("/endpoints", False),
            ("/shop/<int:n>", False),
        ):
            with self.subTest(route=route):
                self.assertEqual(prefix.is_used("/endpoint", [route]), expected)
