from odoo.tests import Form, TransactionCase


class TestForm(TransactionCase):
    def form(self, record=None):
        endpoints = self.env["endpoint.endpoint"]
        view = "endpoint.endpoint_endpoint_form_view"
        return Form(record or endpoints, view=view)

    def test_an_admin_creates_an_endpoint(self):
        with self.form() as form:
            form.name = "Form"
            form.route = "made/in/form"
            form.request_method = "GET"
            form.auth_type = "public"
            form.exec_as_user_id = self.env.ref("base.public_user")
            form.exec_mode = "code"
            form.code_snippet = "result = {}"
        endpoint = form.save()
        self.assertEqual(endpoint.route, "/made/in/form")
        self.assertTrue(endpoint.endpoint_url.endswith("/made/in/form"))
        self.assertFalse(endpoint.registry_sync)

    def test_the_list_is_exported_with_urls(self):
        values = {"code_snippet": "result = {}"}
        endpoints = self.env["endpoint.endpoint"].create(
            [{"name": name, "route": f"/{name}", **values} for name in ("ab", "cd")]
        )
        [[first], [second]] = endpoints.export_data(["endpoint_url"])["datas"]
        self.assertTrue(first.endswith("/ab") and second.endswith("/cd"))

    def test_another_content_type_clears_the_schema(self):
        with self.form() as form:
            form.name = "Form"
            form.route = "/made/in/form"
            form.request_method = "POST"
            form.exec_mode = "code"
            form.code_snippet = "result = {}"
            form.request_content_type = "application/json"
            form.request_content_schema = "type: object"
            form.request_content_type = "text/plain"
        self.assertFalse(form.save().request_content_schema)

    def test_the_form_warns_of_a_schema(self):
        endpoint = self.env["endpoint.endpoint"].new(
            {
                "request_content_type": "application/json",
                "request_content_schema": "{reqired: [a]}",
            }
        )
        self.assertIn("“required”", endpoint.request_content_schema_warning)
        endpoint.request_content_schema = "{required: [a]}"
        self.assertFalse(endpoint.request_content_schema_warning)

    def test_the_filter_to_sync_finds_what_is_out_of_sync(self):
        endpoint = self.env["endpoint.endpoint"].create(
            {
                "name": "Out of sync",
                "route": "/out/of/sync",
                "request_method": "GET",
                "exec_mode": "code",
                "code_snippet": "result = {}",
            }
        )
        found = self.env["endpoint.endpoint"].search([("registry_sync", "=", False)])
        self.assertIn(endpoint, found)
