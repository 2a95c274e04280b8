from odoo.tests import Form

from .common import OpenapiCase

PATHS = ("/endpoint/openapi.json", "/endpoint/x/openapi.yaml", "/endpoint/docs")


class TestAudience(OpenapiCase):
    def test_nobody_is_the_default(self):
        self.env["ir.config_parameter"].search(
            [("key", "=", "endpoint_openapi.audience")]
        ).unlink()
        self.authenticate("admin", "admin")
        for path in PATHS:
            with self.subTest(path=path):
                self.assertEqual(self.call(path).status_code, 404)

    def test_anyone(self):
        for path in PATHS:
            with self.subTest(path=path):
                self.assertEqual(self.call(path).status_code, 200)

    def test_internal_users_by_their_session(self):
        self.audience("internal")
        self.make_user()
        self.assertEqual(self.call("/endpoint/openapi.json").status_code, 401)
        self.authenticate("endpoint_user", "endpoint_user")
        self.assertEqual(self.call("/endpoint/openapi.json").status_code, 200)

    def test_internal_users_by_their_key(self):
        self.audience("internal")
        headers = {"Authorization": f"Bearer {self.make_api_key(self.make_user())}"}
        self.assertTrue(self.document(headers=headers)["paths"] is not None)
        headers = {"Authorization": "Bearer wrong"}
        response = self.call("/endpoint/openapi.json", headers=headers)
        self.assertEqual(response.status_code, 401)

    def test_portal_users_are_refused(self):
        self.audience("internal")
        self.make_user(groups="base.group_portal")
        self.authenticate("endpoint_user", "endpoint_user")
        for path in PATHS:
            with self.subTest(path=path):
                self.assertEqual(self.call(path).status_code, 403)

    def test_the_page_redirects_to_the_login(self):
        self.audience("internal")
        response = self.call("/endpoint/docs")
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_endpoints_of_other_groups_are_hidden(self):
        group = self.env["res.groups"].create({"name": "Couriers"})
        endpoint = self.make_endpoint(auth_type="bearer", group_ids=group)
        user = self.make_user()
        headers = {"Authorization": f"Bearer {self.make_api_key(user)}"}
        self.assertNotIn(endpoint.route, self.document()["paths"])
        self.assertNotIn(endpoint.route, self.document(headers=headers)["paths"])
        user.group_ids += group
        paths = self.document(headers=headers)["paths"]
        text = "Callers must be in one of these groups: Couriers."
        self.assertIn(text, paths[endpoint.route]["get"]["description"])

    def test_endpoints_of_other_companies_are_hidden(self):
        company = self.env["res.company"].create({"name": "Other"})
        values = {"auth_type": "bearer", "company_id": company.id}
        endpoint = self.make_endpoint(**values)
        user = self.make_user(company_id=company.id, company_ids=[(6, 0, [company.id])])
        self.assertNotIn(endpoint.route, self.document()["paths"])
        headers = {"Authorization": f"Bearer {self.make_api_key(user)}"}
        self.assertIn(endpoint.route, self.document(headers=headers)["paths"])

    def test_chosen_in_the_settings(self):
        with Form(self.env["res.config.settings"]) as form:
            form.endpoint_openapi_audience = "internal"
        form.record.execute()
        self.assertEqual(self.env["endpoint.openapi"]._audience(), "internal")

    def test_content_security_policy(self):
        headers = self.call("/endpoint/docs").headers
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertIn("script-src 'self';", headers["Content-Security-Policy"])

    def test_errors_of_the_document_are_json(self):
        self.audience("internal")
        wrong_key = {"Authorization": "Bearer wrong"}
        for path in ("openapi.json", "openapi.yaml", "xsd/x.xsd"):
            for headers in ({}, wrong_key):
                with self.subTest(path=path, headers=headers):
                    response = self.call(f"/endpoint/{path}", headers=headers)
                    self.assertErrorObject(response, 401)
                    self.assertIn("WWW-Authenticate", response.headers)
        self.audience("nobody")
        self.assertErrorObject(self.call("/endpoint/openapi.json"), 404)
