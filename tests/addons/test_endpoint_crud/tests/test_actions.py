"""Methods of the model: ``POST /things/<id>/<action>``."""

from odoo.tests import tagged

from .common import CrudCase

_ACTIONS = """
age: action_age
forget: action_forget

break: action_break
copy-picture: action_copy_picture
"""


@tagged("post_install", "-at_install")
class TestActions(CrudCase):
    def setUp(self):
        super().setUp()
        self.things.write({"crud_actions": _ACTIONS, "registry_sync": True})
        self.thing = self.make_things("a", picture="aGVsbG8=")

    def run_action(self, action, **kwargs):
        return self.ask(f"/things/{self.thing.id}/{action}", "POST", **kwargs)

    def test_the_answer_is_the_record(self):
        response = self.run_action("age")
        self.assertAnswer(response, 200, self.ask(f"/things/{self.thing.id}").json())
        self.assertEqual(response.json()["state"], "old")
        self.assertIn("ETag", response.headers)
        url = f"/things/{self.thing.id}/picture"
        self.assertEqual(response.json()["picture"], url)

    def test_members(self):
        path = "age?fields=name,box_id&expand=box_id"
        shown = {"id": self.thing.id, "name": "a", "box_id": None}
        self.assertAnswer(self.run_action(path), 200, shown)
        self.thing.state = "new"
        self.assertErrorObject(self.run_action("age?limit=1"), 400)
        self.assertEqual(self.thing.state, "new")

    def test_refused_by_the_method(self):
        self.thing.state = "old"
        self.assertErrorObject(self.run_action("age"), 400, "old already")

    def test_a_record_that_is_gone(self):
        response = self.run_action("forget")
        self.assertEqual((response.status_code, response.content), (204, b""))
        self.assertFalse(self.thing.exists())
        self.assertErrorObject(self.run_action("forget"), 404)

    def test_a_record_that_leaves_the_domain(self):
        self.things.crud_domain = "[('state', '=', 'new')]"
        self.assertEqual(self.run_action("age").status_code, 204)
        self.assertEqual(self.thing.state, "old")
        self.assertErrorObject(self.run_action("age"), 404)

    def test_the_method_sees_files(self):
        self.assertEqual(self.run_action("copy-picture").json()["note"], "aGVsbG8=")

    def test_the_body(self):
        self.assertAnswer(self.run_action("age", json={}), 200)
        self.thing.state = "new"
        for sent in ({"self": 1}, {"state": "x"}, [], [{}], 1, "x"):
            with self.subTest(sent=sent):
                self.assertErrorObject(self.run_action("age", json=sent), 400)
        headers = {"Content-Type": "text/plain"}
        response = self.run_action("age", data="x", headers=headers)
        self.assertErrorObject(response, 415)
        self.assertEqual(self.thing.state, "new")

    def test_other_methods_of_the_model(self):
        names = ("action_age", "unlink", "_action_hidden", "AGE", "age:", "bulk")
        for name in names:
            with self.subTest(name=name):
                self.assertErrorObject(self.run_action(name), 404)
        self.assertErrorObject(self.ask("/things/x/age", "POST"), 404)
        self.assertErrorObject(self.ask("/things/99999999/age", "POST"), 404)

    def test_only_post(self):
        for method in ("PUT", "PATCH", "DELETE"):
            response = self.ask(f"/things/{self.thing.id}/age", method, json={})
            self.assertErrorObject(response, 405)
        self.assertErrorObject(self.ask(f"/things/{self.thing.id}/age"), 404)

    def test_rights_are_those_of_the_caller(self):
        key = self.make_api_key(self.make_user("reader", "base.group_portal"))
        self.assertErrorObject(self.run_action("age", key=key), 403)
        self.thing.name = "invisible"
        self.assertErrorObject(self.run_action("age"), 404)
        self.assertEqual(self.thing.state, "new")

    def test_if_match(self):
        self.assertErrorObject(self.run_action("age", headers={"If-Match": '"x"'}), 412)
        etag = self.ask(f"/things/{self.thing.id}").headers["ETag"]
        self.assertAnswer(self.run_action("age", headers={"If-Match": etag}), 200)

    def test_idempotency_key(self):
        headers = {"Idempotency-Key": "k"}
        first = self.run_action("age", headers=headers)
        again = self.run_action("age", headers=headers)
        self.assertAnswer(again, 200, first.json(), {"Idempotent-Replayed": "true"})

    def test_a_method_that_fails(self):
        with self.assertLogs("odoo.addons.endpoint_route_handler.request", "ERROR"):
            response = self.run_action("break")
        self.assertErrorObject(response, 500)
        self.assertNotIn("broken", response.text)

    def test_by_key(self):
        self.things.write({"crud_key_field": "name", "registry_sync": True})
        self.thing.name = "a/b"
        response = self.ask("/things/by/name/a%2Fb/age", "POST")
        self.assertAnswer(response, 200)
        url = f"/things/{self.thing.id}/picture"
        self.assertEqual((self.thing.state, response.json()["picture"]), ("old", url))

    def test_an_action_is_removed_at_once(self):
        self.things.crud_actions = "forget: action_forget"
        self.assertErrorObject(self.run_action("age"), 404)
        self.things.crud_actions = False
        self.assertErrorObject(self.run_action("forget"), 405)
        self.assertTrue(self.thing.exists())
