from ..hooks import overlaps, post_init_hook
from ..models.endpoint_openapi import DEFAULT_PREFIX, PREFIX_PARAMETER
from .common import OpenapiCase


class TestPrefix(OpenapiCase):
    def test_existing_endpoints_stay_in_service(self):
        self.env["ir.config_parameter"].set_param(PREFIX_PARAMETER, "/aside")
        endpoint = self.make_endpoint(
            "result = {'payload': 'mine'}", route="/endpoint/docs"
        )
        with self.assertLogs("odoo.addons.endpoint_openapi.hooks", "WARNING") as log:
            post_init_hook(self.env)
        self.assertIn(f"endpoint.endpoint:{endpoint.id}", log.output[0])
        self.assertAnswer(self.call(endpoint), 200, "mine")
        path = self.env["endpoint.openapi"]._prefix()
        self.assertNotEqual(path, DEFAULT_PREFIX)
        self.assertIn("/endpoint/docs", self.document(f"{path}/openapi.json")["paths"])
        self.assertEqual(self.call(f"{path}/docs").status_code, 200)

    def test_the_default_prefix_is_kept(self):
        with self.assertNoLogs("odoo.addons.endpoint_openapi.hooks"):
            post_init_hook(self.env)
        self.assertEqual(self.env["endpoint.openapi"]._prefix(), DEFAULT_PREFIX)

    def test_a_parameter_that_is_not_a_path(self):
        self.env["ir.config_parameter"].set_param(PREFIX_PARAMETER, "<bad")
        with self.assertLogs(
            "odoo.addons.endpoint_openapi.models.endpoint_openapi", "WARNING"
        ):
            self.assertEqual(self.call("/endpoint/openapi.json").status_code, 200)

    def test_overlaps(self):
        for route, expected in (
            ("/endpoint/docs", True),
            ("/endpoint", True),
            ("/<path:all>", True),
            ("/endpoint/<int:n>", True),
            ("/endpoints", False),
            ("/shop/<int:n>", False),
        ):
            with self.subTest(route=route):
                self.assertEqual(overlaps("/endpoint", [route]), expected)
