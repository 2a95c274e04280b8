from odoo.exceptions import UserError, ValidationError
from odoo.tests import mute_logger

from .common import EndpointCase


class TestRoutes(EndpointCase):
    def test_path_parameters_reach_the_snippet(self):
        self.make_endpoint(
            "result = {'payload': [request.params['n'], request.params['rest']]}",
            route="/test/params/<int:n>/<path:rest>",
        )
        self.assertAnswer(self.call("/test/params/7/a/b"), 200, [7, "a/b"])
        self.assertEqual(self.call("/test/params/x/a").status_code, 404)

    def test_a_record_that_does_not_exist_is_404(self):
        self.make_endpoint(
            "result = {'payload': request.params['c'].code}",
            route='/test/country/<model("res.country"):c>',
        )
        belgium = self.env.ref("base.be")
        self.assertAnswer(self.call(f"/test/country/{belgium.id}"), 200, "BE")
        for number in (0, 10**8, 10**30):
            with self.subTest(number=number):
                self.assertErrorObject(self.call(f"/test/country/{number}"), 404)

    def test_the_route_is_cleaned(self):
        endpoint = self.make_endpoint(route=" test/cleaned/ ")
        self.assertEqual(endpoint.route, "/test/cleaned")
        endpoint.route = "test/again"
        self.assertEqual(endpoint.route, "/test/again")

    def test_refused_routes_say_what_to_do(self):
        for route, words in {
            "/": "reserved for Odoo",
            "/web": "reserved for Odoo",
            "/web/login": "already served by odoo.addons",
            "/web/content/<int:number>": "already served by",
            "/a b": "only a path",
            "/a?b=c": "only a path",
            "/a#b": "only a path",
            "/a\\b": "only a path",
            "/a/{b}": "/a/<b>$",
            "/a/{b:int}/c": "/a/<b>/c$",
            "/a/:b/:c": "/a/<b>/<c>$",
            "/a/[b]": "/a/<b>$",
            "/a/*": "/a/<path:rest>$",
            "/a%20b": "/a-b$",
            "/caf%C3%A9": "/café$",
            "https://shop.example/a/b?c=d": "server address: /a/b$",
            "/a//b": "servers remove: /a/b$",
            "/a/../b": "servers remove: /b$",
            "/a/.": "servers remove: /a$",
            "/a/<path:b>/<path:c>": "more than one <path",
            "/a/<nope:b>": "a converter that does not exist",
            "/a/<int:b": "cannot be read",
            "/a/<int:b>/<int:b>": "cannot be read",
            '/a/<model("no.model"):b>': "cannot be read",
        }.items():
            with (
                self.subTest(route=route),
                self.assertRaisesRegex(ValidationError, words),
            ):
                self.make_endpoint(route=route)

    def test_a_taken_route_is_refused_naming_the_owner(self):
        first = self.make_endpoint(route="/test/taken/<int:a>")
        for route in ("/test/taken/<int:a>", "/test/taken/<int:b>/"):
            with (
                self.subTest(route=route),
                self.assertRaisesRegex(ValidationError, f"“{first.name}”"),
            ):
                self.make_endpoint(route=route, name="second")

    def test_archiving_releases_the_route(self):
        first = self.make_endpoint(route="/test/free")
        first.active = False
        second = self.make_endpoint("result = {'payload': 2}", route="/test/free")
        self.assertAnswer(self.call(second), 200, 2)
        with self.assertRaisesRegex(ValidationError, "already served"):
            first.active = True

    def test_a_copy_gets_its_own_route(self):
        endpoint = self.make_endpoint(route="/test/original")
        self.assertEqual(endpoint.copy().route, "/test/original/COPY_FIXME")
        self.assertEqual(endpoint.copy({"route": "/test/b"}).route, "/test/b")


class TestFurtherRoutes(EndpointCase):
    def test_each_line_is_a_route(self):
        endpoint = self.make_endpoint(
            "result = {'payload': request.params}",
            route="/test/now/<int:n>",
            further_routes=" test/old/<int:n>/ \n\n/test/alias",
        )
        self.assertEqual(endpoint.further_routes, "/test/old/<int:n>\n/test/alias")
        self.assertAnswer(self.call("/test/now/1"), 200, {"n": 1})
        self.assertAnswer(self.call("/test/old/2"), 200, {"n": 2})
        self.assertAnswer(self.call("/test/alias"), 200, {})

    def test_each_is_checked_like_the_first(self):
        self.make_endpoint(route="/test/first", further_routes="/test/alias")
        for route, words in {
            "/web/login": "already served by odoo.addons",
            "/a b": "only a path",
            "/test/alias": "already served by “",
        }.items():
            with (
                self.subTest(route=route),
                self.assertRaisesRegex(ValidationError, words),
            ):
                self.make_endpoint(route="/test/second", further_routes=route)

    def test_a_change_needs_a_sync(self):
        endpoint = self.make_endpoint(further_routes="/test/alias")
        endpoint.further_routes = False
        self.assertFalse(endpoint.registry_sync)
        self.assertAnswer(self.call("/test/alias"), 200)
        endpoint.action_sync_registry()
        self.assertEqual(self.call("/test/alias").status_code, 404)


class TestProblems(EndpointCase):
    @mute_logger("odoo.addons.endpoint_route_handler.routing")
    def test_a_missing_handler_is_shown_on_the_record(self):
        good, bad = self.make_endpoint(), self.make_endpoint(route="/test/bad")
        self.env.cr.execute(
            "UPDATE endpoint_route SET opts = replace(opts, 'auto_endpoint', 'gone') "
            "WHERE key = %s",
            [bad._endpoint_registry_unique_key()],
        )
        self.assertFalse(good.route_problem)
        self.assertIn("gone", bad.route_problem)
        found = bad.search([("route_problem", "!=", False)])
        self.assertEqual(found, bad)

    def test_a_route_later_claimed_by_a_module_is_shown_on_the_record(self):
        endpoint = self.make_endpoint()
        self.env.cr.execute(
            "UPDATE endpoint_route SET routing = replace(routing, %s, '/web/login') "
            "WHERE key = %s",
            [endpoint.route, endpoint._endpoint_registry_unique_key()],
        )
        self.assertIn("web_login", endpoint.route_problem)

    def test_a_route_that_is_still_served_is_not_free(self):
        first = self.make_endpoint(route="/test/first")
        first.route = "/test/moved"
        with self.assertRaisesRegex(ValidationError, "already served"):
            self.make_endpoint(route="/test/first", name="second")
        first.action_sync_registry()
        self.make_endpoint(route="/test/first", name="second")


class TestSync(EndpointCase):
    def test_served_after_the_sync(self):
        endpoint = self.make_endpoint(registry_sync=False)
        self.assertEqual(self.call(endpoint).status_code, 404)
        endpoint.action_sync_registry()
        self.assertTrue(endpoint.registry_sync)
        self.assertAnswer(self.call(endpoint), 200)

    def test_an_unsynced_edit_keeps_the_old_route_in_service(self):
        endpoint = self.make_endpoint(route="/test/old")
        endpoint.route = "/test/new"
        self.assertFalse(endpoint.registry_sync)
        self.assertAnswer(self.call("/test/old"), 200)
        self.assertEqual(self.call("/test/new").status_code, 404)
        endpoint.registry_sync = True
        self.assertEqual(self.call("/test/old").status_code, 404)
        self.assertAnswer(self.call("/test/new"), 200)

    def test_code_and_schema_need_no_sync(self):
        endpoint = self.make_endpoint("result = {'payload': 1}")
        self.assertAnswer(self.call(endpoint), 200, 1)
        endpoint.code_snippet = "result = {'payload': 2}"
        self.assertTrue(endpoint.registry_sync)
        self.assertAnswer(self.call(endpoint), 200, 2)

    def test_a_write_that_changes_nothing_flushes_no_caches(self):
        endpoint = self.make_endpoint()
        endpoints = self.env["endpoint.endpoint"].with_user(self.make_user())
        snapshots = self.env["ir.http"].routing_map().snapshots
        for change in (
            lambda: endpoints.write({"name": "x", "active": False}),
            endpoints.unlink,
            endpoints.action_sync_registry,
            lambda: endpoint.write({}),
            lambda: endpoint.write({"active": True, "registry_sync": True}),
            lambda: endpoint.write({"code_snippet": endpoint.code_snippet}),
            endpoint._handle_registry_sync,
            endpoint.action_sync_registry,
        ):
            change()
            self.assertIs(self.env["ir.http"].routing_map().snapshots, snapshots)
        endpoint.code_snippet = "result = {'payload': 1}"
        self.assertIsNot(self.env["ir.http"].routing_map().snapshots, snapshots)

    def test_archived_is_an_unknown_path_at_once(self):
        endpoint = self.make_endpoint()
        self.assertAnswer(self.call(endpoint), 200)
        endpoint.active = False
        archived, unknown = self.call(endpoint), self.call("/test/unknown")
        self.assertEqual(archived.status_code, 404)
        self.assertEqual(archived.text, unknown.text)
        endpoint.active = True
        self.assertAnswer(self.call(endpoint), 200)

    def test_deleted_is_an_unknown_path_at_once(self):
        endpoint = self.make_endpoint()
        path = endpoint.route
        endpoint.unlink()
        self.assertEqual(self.call(path).status_code, 404)

    @mute_logger("odoo.addons.endpoint_route_handler.routing")
    def test_a_bad_row_does_not_affect_other_rules(self):
        good, bad = self.make_endpoint(), self.make_endpoint(route="/test/bad")
        self.env.cr.execute(
            "UPDATE endpoint_route SET opts = replace(opts, 'auto_endpoint', 'gone') "
            "WHERE key = %s",
            [bad._endpoint_registry_unique_key()],
        )
        self.env.registry.clear_cache("routing")
        self.assertEqual(self.call(bad).status_code, 404)
        self.assertAnswer(self.call(good), 200)


class TestChecks(EndpointCase):
    def test_public_needs_an_exec_user(self):
        with self.assertRaisesRegex(UserError, "choose the user"):
            self.make_endpoint(exec_as_user_id=False)

    def test_methods_with_a_body_need_a_content_type(self):
        for method in ("POST", "PUT", "PATCH"):
            with (
                self.subTest(method=method),
                self.assertRaisesRegex(UserError, "content type"),
            ):
                self.make_endpoint(request_method=method, request_content_type=False)

    def test_a_converter_that_fails_while_matching(self):
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            self.make_endpoint(route="/test/<int(min='x'):number>")

    def test_the_exec_user_needs_access_to_the_company(self):
        company = self.env["res.company"].create({"name": "Other"})
        with self.assertRaisesRegex(ValidationError, "no access to Other"):
            self.make_endpoint(company_id=company.id)

    def test_unusable_schemas_are_refused(self):
        for content_type, schema, words in (
            ("application/json", "{", "neither JSON nor YAML"),
            ("application/json", "- a", "a schema is an object"),
            ("application/json", "type: nonsense", "at type"),
            ("application/json", "$ref: '#/$defs/no'", "points outside this"),
            ("application/json", "$ref: http://127.0.0.1:1/a.json", "nothing is"),
            ("application/json", "$ref: file:///etc/passwd", "nothing is fetched"),
            (
                "application/json",
                "$schema: http://json-schema.org/draft-07/schema#",
                "read as Draft 2020-12",
            ),
            ("application/xml", "<a", "not XML"),
            ("application/xml", "<a/>", "schema is invalid"),
            (
                "application/xml",
                '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
                '<xs:include schemaLocation="/etc/passwd"/></xs:schema>',
                "nothing is fetched",
            ),
        ):
            with (
                self.subTest(schema=schema),
                self.assertRaisesRegex(UserError, words),
            ):
                self.make_endpoint(
                    request_method="POST",
                    request_content_type=content_type,
                    request_content_schema=schema,
                )

    def test_a_schema_is_checked_where_it_applies(self):
        endpoint = self.make_endpoint(
            request_method="POST",
            request_content_type="text/plain",
            request_content_schema="{ any text",
        )
        self.assertFalse(endpoint.request_content_schema_applicable)
