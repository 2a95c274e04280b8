"""One record, several rules: routes, methods, sync."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestRules(CrudCase):
    def allowed(self, path):
        """:return: the methods of the path, according to the ``Allow`` header"""
        response = self.ask(path, "TRACE")
        self.assertErrorObject(response, 405)
        return set(response.headers["Allow"].split(", "))

    def test_methods(self):
        thing = self.make_things("a")
        self.assertEqual(self.allowed("/things"), {"GET", "HEAD", "POST", "OPTIONS"})
        self.assertEqual(
            self.allowed(f"/things/{thing.id}"),
            {"GET", "HEAD", "PATCH", "PUT", "DELETE", "OPTIONS"},
        )

    def test_operations_that_are_not_allowed(self):
        for operation in ("create", "update", "delete"):
            self.things[f"crud_can_{operation}"] = False
        self.things.registry_sync = True
        thing = self.make_things("a")
        self.assertErrorObject(self.ask(method="POST", json={"name": "b"}), 405)
        self.assertErrorObject(self.ask(f"/things/{thing.id}", "DELETE"), 405)
        self.assertErrorObject(self.ask(f"/things/{thing.id}", "PUT", json={}), 405)
        self.assertEqual(self.ask(f"/things/{thing.id}").status_code, 200)

    def test_an_operation_is_closed_at_once(self):
        self.things.crud_can_delete = False
        path = f"/things/{self.make_things('a').id}"
        response = self.ask(path, "DELETE")
        self.assertErrorObject(response, 405)
        self.assertNotIn("DELETE", response.headers["Allow"])
        self.assertEqual(self.ask(path, "PATCH", json={}).status_code, 200)

    def test_an_operation_is_open_after_a_sync(self):
        self.things.write({"crud_can_create": False, "registry_sync": True})
        self.things.crud_can_create = True
        self.assertErrorObject(self.ask(method="POST", json={"name": "b"}), 405)
        self.things.registry_sync = True
        self.assertAnswer(self.ask(method="POST", json={"name": "b"}), 201)

    def test_further_routes(self):
        self.things.write({"further_routes": "/stuff", "registry_sync": True})
        thing = self.make_things("a", picture="aGVsbG8=")
        self.assertEqual(self.ask(f"/stuff/{thing.id}").status_code, 200)
        [row] = self.ask("/stuff").json()["data"]
        self.assertEqual(row["picture"], f"/stuff/{thing.id}/picture")
        made = self.ask("/stuff", "POST", json={"name": "b"})
        self.assertTrue(made.headers["Location"].startswith("/stuff/"))

    def test_a_rule_of_another_addon(self):
        registry = self.things._endpoint_registry
        rules = self.things._prepare_endpoint_rules()
        for number, name in enumerate(("x", "99", "-1")):
            rule = rules[0]
            routing = {**rule.routing, "routes": [f"/other/{number}"]}
            registry.update_rules(
                [
                    registry.make_rule(
                        f"{rule.key}#{name}",
                        f"/other/{number}",
                        rule.options,
                        routing,
                        name,
                    )
                ]
            )
            self.assertErrorObject(self.ask(f"/other/{number}"), 404)

    def test_another_endpoint_below_the_route(self):
        self.make_endpoint("result = {'payload': 'own'}", route="/things/own")
        self.make_endpoint(
            "result = {'payload': 'lent'}",
            route="/things/<int:number>/lend",
            request_method="POST",
            request_content_type="application/json",
        )
        self.assertAnswer(self.ask("/things/own"), 200, "own")
        self.assertAnswer(self.ask("/things/3/lend", "POST", json={}), 200, "lent")

    def test_a_route_taken_by_another_endpoint(self):
        with self.assertRaisesRegex(ValidationError, "already served"):
            self.make_resource()
        with self.assertRaisesRegex(ValidationError, "already served"):
            self.make_endpoint(route="/things/<number>", request_method="DELETE")

    def test_an_operation_whose_route_is_taken(self):
        self.things.write({"crud_can_delete": False, "registry_sync": True})
        self.make_endpoint(route="/things/<number>", request_method="DELETE")
        with self.assertRaisesRegex(ValidationError, "already served"):
            self.things.crud_can_delete = True

    def test_archived(self):
        thing = self.make_things("a")
        self.things.active = False
        for path in ("/things", f"/things/{thing.id}"):
            self.assertEqual(self.ask(path).status_code, 404)
        self.things.active = True
        self.assertEqual(self.ask(f"/things/{thing.id}").status_code, 200)

    def test_deleted(self):
        thing = self.make_things("a")
        self.things.unlink()
        for path in ("/things", f"/things/{thing.id}", f"/things/{thing.id}/picture"):
            self.assertEqual(self.ask(path).status_code, 404)

    def test_another_exec_mode_leaves_one_rule(self):
        thing = self.make_things("a")
        code = "result = {'payload': 'code'}"
        self.things.write({"exec_mode": "code", "code_snippet": code})
        self.assertEqual(self.ask(f"/things/{thing.id}").status_code, 404)
        self.assertAnswer(self.ask("/things"), 200, "code")
        self.things.registry_sync = True
        self.assertErrorObject(self.ask("/things", "POST", json={}), 405)

    def test_another_exec_mode_frees_the_other_methods(self):
        code = "result = {'payload': 'code'}"
        self.things.write({"exec_mode": "code", "code_snippet": code})
        self.things.registry_sync = True
        self.make_endpoint(code, route="/things", request_method="POST")
        self.assertAnswer(self.ask("/things", "POST", json={}), 200, "code")

    def test_the_form_shows_the_calls(self):
        self.things.write({"crud_can_delete": False, "crud_can_create": False})
        self.assertEqual(
            self.things.crud_calls.splitlines(),
            [
                "GET /things",
                "GET /things/<id>",
                "PATCH, PUT /things/<id>",
                "GET /things/<id>/<file>",
                "GET, PUT, DELETE /things/<id>/files/<file>",
                "POST /things/bulk",
            ],
        )
        self.things.write({"crud_key_field": "name", "crud_actions": "x: action_age"})
        self.assertEqual(
            self.things.crud_calls.splitlines()[3:],
            [
                "POST /things/<id>/<action>",
                "GET /things/<id>/<file>",
                "GET, PUT, DELETE /things/<id>/files/<file>",
                "POST /things/bulk",
                "GET /things/by/name/<value>",
                "PATCH, PUT /things/by/name/<value>",
                "POST /things/by/name/<value>/<action>",
            ],
        )

    def test_cors(self):
        headers = {"Origin": "https://shop.example"}
        response = self.ask(headers=headers)
        exposed = response.headers["Access-Control-Expose-Headers"]
        self.assertLessEqual({"ETag", "Link", "Location"}, set(exposed.split(", ")))
        asked = {**headers, "Access-Control-Request-Method": "DELETE"}
        preflight = self.call("/things/1", "OPTIONS", headers=asked)
        self.assertIn("DELETE", preflight.headers["Access-Control-Allow-Methods"])

    def test_the_model_is_uninstalled(self):
        model = self.env["ir.model"].create({"model": "x_gone", "name": "Gone"})
        endpoint = self.make_endpoint(
            route="/gone",
            exec_mode="crud",
            exec_as_user_id=self.user.id,
            crud_model_id=model.id,
        )
        self.assertErrorObject(self.call("/gone"), 403)
        model.unlink()
        self.assertFalse(endpoint.active)
        self.assertEqual(self.call("/gone").status_code, 404)
