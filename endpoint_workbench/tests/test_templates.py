from odoo.tests import mute_logger

from .common import ExampleCase


class TestTemplates(ExampleCase):
    def test_each_template_answers_its_example(self):
        modes = self.env["endpoint.endpoint"]._fields["exec_mode"].get_values(self.env)
        for template in self.env["endpoint.template"].search([]):
            if template.exec_mode not in modes:
                continue
            with self.subTest(template.name):
                endpoint = template._make_endpoint()
                self.assertFalse(endpoint.registry_sync)
                endpoint.action_sync_registry()
                response = self.call_example(endpoint)
                self.assertAnswer(response, endpoint.example_ids.status)

    def test_a_template_warns_of_nothing(self):
        template = self.env.ref("endpoint_workbench.template_list")
        endpoint = template._make_endpoint()
        self.assertFalse(endpoint.code_snippet_warning)

    def test_a_second_use_has_another_route(self):
        template = self.env.ref("endpoint_workbench.template_download")
        endpoints = [template._make_endpoint() for _time in range(3)]
        routes = ["/exports/countries", "/exports-2/countries", "/exports-3/countries"]
        self.assertEqual([endpoint.route for endpoint in endpoints], routes)
        paths = [endpoint.example_ids.path for endpoint in endpoints]
        self.assertEqual(paths, routes)

    def test_a_route_of_odoo_is_not_proposed(self):
        template = self.env.ref("endpoint_workbench.template_health").copy(
            {"route": "/jsonrpc", "example_values": {"method": "GET", "path": "/x"}}
        )
        self.assertEqual(template._make_endpoint().route, "/jsonrpc-2")

    def test_templates_of_missing_addons_are_not_offered(self):
        endpoints = self.env["endpoint.endpoint"]
        other = self.env.ref("endpoint_workbench.template_health").copy(
            {"exec_mode": "of_another_addon"}
        )
        domain = endpoints.action_new_from_template()["domain"]
        offered = self.env["endpoint.template"].search(domain)
        self.assertIn(self.env.ref("endpoint_workbench.template_health"), offered)
        self.assertNotIn(other, offered)

    def test_templates_that_anyone_can_call_write_nothing(self):
        public = self.env.ref("base.public_user")
        for template in self.env["endpoint.template"].search([]):
            if template.field_values["auth_type"] == "public":
                self.assertEqual(template.field_values["exec_as_user_id"], public.id)
                self.assertNotRegex(template.code_snippet, r"create\(|write\(")

    @mute_logger("odoo.http")
    def test_rpc_cannot_create_endpoints(self):
        key = self.make_api_key(self.env.ref("base.user_admin"))
        headers = {"Authorization": f"Bearer {key}"}
        for model in ("endpoint.template", "endpoint.openapi.import"):
            path = f"/json/2/{model}/search"
            response = self.call(path, "POST", json={"domain": []}, headers=headers)
            self.assertAnswer(response, 403)
            self.assertIn("cannot be used over RPC", response.json()["message"])
