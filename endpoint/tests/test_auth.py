from odoo import Command
from odoo.exceptions import UserError

from .common import EndpointCase

WHO = "result = {'payload': [user.login, caller.sudo().login, env.su, request.env.uid]}"


class TestAuth(EndpointCase):
    def test_user_endpoint_without_a_session_is_401_and_no_redirect(self):
        endpoint = self.make_endpoint(auth_type="user_endpoint")
        response = self.call(endpoint)
        self.assertErrorObject(response, 401)
        self.assertIn("WWW-Authenticate", response.headers)

    def test_user_endpoint_runs_as_the_session_user_without_superuser_mode(self):
        user = self.make_user()
        endpoint = self.make_endpoint(WHO, auth_type="user_endpoint")
        self.authenticate(user.login, user.login)
        self.assertAnswer(
            self.call(endpoint), 200, [user.login, user.login, False, user.id]
        )

    def test_public_runs_as_the_exec_user_and_knows_the_caller(self):
        user = self.make_user()
        endpoint = self.make_endpoint(WHO, exec_as_user_id=user.id)
        self.assertAnswer(
            self.call(endpoint), 200, [user.login, "public", False, user.id]
        )

    def test_exec_user_replaces_the_session_user(self):
        caller, user = self.make_user("caller"), self.make_user("runner")
        endpoint = self.make_endpoint(
            WHO, auth_type="user_endpoint", exec_as_user_id=user.id
        )
        self.authenticate(caller.login, caller.login)
        self.assertAnswer(
            self.call(endpoint), 200, ["runner", "caller", False, user.id]
        )

    def test_bearer_without_a_key_is_401_with_a_challenge(self):
        endpoint = self.make_endpoint(auth_type="bearer")
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            with self.subTest(headers=headers):
                response = self.call(endpoint, headers=headers)
                self.assertErrorObject(response, 401)
                self.assertTrue(
                    response.headers["WWW-Authenticate"].lower().startswith("bearer")
                )

    def test_bearer_runs_as_the_owner_of_the_key_and_sets_no_cookie(self):
        user = self.make_user()
        endpoint = self.make_endpoint(WHO, auth_type="bearer")
        headers = {"Authorization": f"Bearer {self.make_api_key(user)}"}
        response = self.call(endpoint, headers=headers)
        self.assertAnswer(response, 200, [user.login, user.login, False, user.id])
        self.assertNotIn("Set-Cookie", response.headers)

    def test_a_key_of_a_user_other_than_the_session_user_is_401(self):
        self.make_user("one")
        endpoint = self.make_endpoint(auth_type="bearer")
        key = self.make_api_key(self.make_user("two"))
        self.authenticate("one", "one")
        response = self.call(endpoint, headers={"Authorization": f"Bearer {key}"})
        self.assertErrorObject(response, 401, "Send the key without the cookie")

    def test_a_key_where_a_session_is_needed_says_so(self):
        endpoint = self.make_endpoint(auth_type="user_endpoint")
        headers = {"Authorization": f"Bearer {self.make_api_key(self.make_user())}"}
        response = self.call(endpoint, headers=headers)
        self.assertErrorObject(response, 401, "needs the session of a logged-in user")

    def test_a_user_that_an_endpoint_runs_as_is_not_deleted(self):
        user = self.make_user()
        endpoint = self.make_endpoint(exec_as_user_id=user.id)
        with self.assertRaisesRegex(UserError, endpoint.name):
            user.unlink()

    def test_an_archived_user_is_503_and_shown_on_the_form(self):
        for auth_type in ("public", "bearer"):
            user = self.make_user(f"runs_{auth_type}")
            endpoint = self.make_endpoint(exec_as_user_id=user.id, auth_type=auth_type)
            key = self.make_api_key(self.env.ref("base.user_admin"))
            headers = {"Authorization": f"Bearer {key}"}
            self.assertAnswer(self.call(endpoint, headers=headers), 200)
            user.active = False
            with self.subTest(auth_type=auth_type):
                self.assertErrorObject(self.call(endpoint, headers=headers), 503)
                endpoint.invalidate_recordset()
                self.assertIn("is archived", endpoint.route_problem)
            endpoint.unlink()

    def test_an_archived_user_cannot_be_chosen(self):
        user = self.make_user()
        user.active = False
        with self.assertRaisesRegex(UserError, "is archived"):
            self.make_endpoint(exec_as_user_id=user.id)

    def test_rights_of_the_exec_user_limit_the_snippet(self):
        endpoint = self.make_endpoint(
            "result = {'payload': env['ir.config_parameter'].search([]).mapped('key')}"
        )
        self.assertErrorObject(
            self.call(endpoint), 403, name="odoo.exceptions.AccessError"
        )

    def test_a_portal_user_does_not_become_superuser(self):
        user = self.make_user("a_portal", groups="base.group_portal")
        endpoint = self.make_endpoint(
            "env['res.partner'].create({'name': 'x'})\nresult = {}",
            auth_type="user_endpoint",
        )
        self.authenticate(user.login, user.login)
        self.assertErrorObject(self.call(endpoint), 403)

    def test_odoobot_as_exec_user_has_all_rights(self):
        root = self.env.ref("base.user_root")
        endpoint = self.make_endpoint(
            "result = {'payload': env.su}", exec_as_user_id=root.id
        )
        self.assertTrue(endpoint.exec_as_superuser)
        self.assertAnswer(self.call(endpoint), 200, True)

    def test_path_records_are_checked_with_the_rights_of_the_exec_user(self):
        partner = self.env["res.partner"].create({"name": "Path"})
        values = {"code_snippet": "result = {'payload': request.params['p'].name}"}
        route = '/<model("res.partner"):p>'
        admin = self.env.ref("base.user_admin")
        self.make_endpoint(
            route="/test/allowed" + route, exec_as_user_id=admin.id, **values
        )
        self.make_endpoint(route="/test/refused" + route, **values)
        self.assertAnswer(self.call(f"/test/allowed/{partner.id}"), 200, "Path")
        self.assertErrorObject(self.call(f"/test/refused/{partner.id}"), 404)


class TestCompanyAndLanguage(EndpointCase):
    def test_the_company_is_that_of_the_environment(self):
        company = self.env["res.company"].create({"name": "Second"})
        user = self.make_user(
            company_ids=[Command.set((company | self.env.company).ids)]
        )
        endpoint = self.make_endpoint(
            "result = {'payload': env.company.name}",
            exec_as_user_id=user.id,
            company_id=company.id,
        )
        self.assertAnswer(self.call(endpoint), 200, "Second")

    def test_a_caller_outside_the_company_gets_the_unknown_path_response(self):
        company = self.env["res.company"].create({"name": "Second"})
        endpoint = self.make_endpoint(
            auth_type="user_endpoint", company_id=company.id, exec_as_user_id=False
        )
        user = self.make_user()
        self.authenticate(user.login, user.login)
        hidden, unknown = self.call(endpoint), self.call("/test/unknown")
        self.assertEqual(hidden.status_code, 404)
        self.assertEqual(hidden.text, unknown.text)

    def test_a_key_of_a_user_outside_the_company_gets_the_same(self):
        company = self.env["res.company"].create({"name": "Second"})
        endpoint = self.make_endpoint(auth_type="bearer", company_id=company.id)
        headers = {"Authorization": f"Bearer {self.make_api_key(self.make_user())}"}
        hidden = self.call(endpoint, headers=headers)
        self.assertEqual(hidden.status_code, 404)
        self.assertEqual(hidden.text, self.call("/test/unknown").text)

    def test_accept_language_picks_an_installed_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        endpoint = self.make_endpoint("result = {'payload': env.lang}")
        for accept, expected in (
            ("fr-FR", "fr_FR"),
            ("fr", "fr_FR"),
            ("fr-CA,en;q=0.5", "fr_FR"),
            ("xx,fr;q=0.1", "fr_FR"),
            ("de", "en_US"),
            ("", "en_US"),
        ):
            with self.subTest(accept=accept):
                response = self.call(endpoint, headers={"Accept-Language": accept})
                self.assertAnswer(response, 200, expected)

    def test_without_accept_language_the_exec_user_decides(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        user = self.make_user(lang="fr_FR")
        endpoint = self.make_endpoint(
            "result = {'payload': env.lang}", exec_as_user_id=user.id
        )
        self.assertAnswer(
            self.call(endpoint, headers={"Accept-Language": ""}), 200, "fr_FR"
        )
