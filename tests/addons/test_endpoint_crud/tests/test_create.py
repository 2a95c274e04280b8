"""POST: one record, or a list."""

from datetime import datetime

from odoo.tests import mute_logger, tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestCreate(CrudCase):
    def test_one(self):
        response = self.ask(method="POST", json={"name": "a", "count": 3})
        thing = self.Thing.search([])
        self.assertAnswer(response, 201, headers={"Location": f"/things/{thing.id}"})
        self.assertEqual(response.json()["id"], thing.id)
        self.assertEqual((thing.name, thing.count, thing.state), ("a", 3, "new"))
        self.assertEqual(thing.create_uid, self.user)
        again = self.ask(response.headers["Location"])
        self.assertEqual(again.json(), response.json())
        self.assertEqual(again.headers["ETag"], response.headers["ETag"])

    def test_each_type(self):
        label = self.env["test.crud.label"].create({"name": "L"})
        sent = {
            "name": "a",
            "note": None,
            "weight": 2,
            "made_on": "2026-01-31",
            "sold_at": "2026-01-31T12:00:00.5+02:00",
            "state": "old",
            "is_red": True,
            "box_id": self.box.id,
            "label_ids": label.ids,
        }
        self.assertAnswer(self.ask(method="POST", json=sent), 201)
        thing = self.Thing.search([])
        self.assertEqual(thing.sold_at, datetime(2026, 1, 31, 10))
        self.assertEqual(str(thing.made_on), "2026-01-31")
        self.assertEqual((thing.box_id, thing.label_ids), (self.box, label))
        self.assertEqual((thing.note, thing.weight, thing.is_red), (False, 2, True))

    def test_an_id_with_a_decimal_point(self):
        """1.0 is an integer in JSON Schema, but not in Odoo."""
        label = self.env["test.crud.label"].create({"name": "L"})
        text = (
            f'{{"name": "a", "box_id": {self.box.id}.0, "label_ids": [{label.id}.0]}}'
        )
        headers = {"Content-Type": "application/json"}
        response = self.ask(method="POST", data=text, headers=headers)
        self.assertAnswer(response, 201)
        self.assertEqual(response.json()["box_id"]["id"], self.box.id)
        self.assertIn(f'"label_ids":[{label.id}]', response.text)

    def test_all_errors_of_a_body(self):
        sent = {"name": "x" * 21, "count": "3", "state": "?", "hidden": "h", "id": 3}
        response = self.ask(method="POST", json=sent)
        kinds = ["additionalProperties", "type", "maxLength", "enum"]
        self.assertErrorObject(response, 400, types=kinds)
        self.assertIn("hidden", response.json()["detail"][0]["msg"])

    def test_required_fields(self):
        for sent in ({}, {"name": None}, {"name": ""}):
            with self.subTest(sent=sent):
                self.assertErrorObject(self.ask(method="POST", json=sent), 400)
        self.assertFalse(self.Thing.search([]))

    def test_a_relation_to_nothing(self):
        sent = {"name": "a", "box_id": self.box.id + 999, "label_ids": [2**31 - 1]}
        response = self.ask(method="POST", json=sent)
        self.assertErrorObject(response, 400, types=["exists", "exists"])

    def test_a_constraint(self):
        response = self.ask(method="POST", json={"name": "a", "count": 13})
        self.assertErrorObject(response, 400, "13 is not allowed.")

    @mute_logger("odoo.sql_db")
    def test_a_constraint_of_the_database(self):
        self.make_things("a")
        response = self.ask(method="POST", json={"name": "a"})
        self.assertErrorObject(response, 400, "There is a thing of that name already.")

    def test_outside_the_domain(self):
        self.things.write({"crud_domain": "[('count', '>', 1)]"})
        response = self.ask(method="POST", json={"name": "a", "count": 1})
        self.assertErrorObject(response, 400, "match its domain")

    def test_a_body_of_another_type(self):
        headers = {"Content-Type": "text/plain"}
        response = self.ask(method="POST", data="{}", headers=headers)
        self.assertErrorObject(response, 415)
        self.assertEqual(response.headers["Accept"], "application/json")

    def test_invalid_json(self):
        headers = {"Content-Type": "application/json"}
        response = self.ask(method="POST", data="{", headers=headers)
        self.assertDetail(response, ["body"], "json_invalid")


@tagged("post_install", "-at_install")
class TestCreateMany(CrudCase):
    def test_all(self):
        response = self.ask(method="POST", json=[{"name": "a"}, {"name": "b"}])
        self.assertAnswer(response, 201)
        self.assertEqual([row["name"] for row in response.json()["data"]], ["a", "b"])
        self.assertEqual(self.names("/things?order=name"), ["a", "b"])

    def assertNothing(self, response, loc, kind):
        self.assertDetail(response, loc, kind)
        self.assertFalse(self.Thing.search([]))

    def test_none_for_a_bad_value(self):
        response = self.ask(method="POST", json=[{"name": "a"}, {"name": 3}])
        self.assertNothing(response, ["body", 1, "name"], "type")

    def test_none_for_a_constraint(self):
        response = self.ask(
            method="POST", json=[{"name": "a"}, {"name": "b", "count": 13}]
        )
        self.assertNothing(response, ["body", 1], "refused")

    @mute_logger("odoo.sql_db")
    def test_none_for_a_constraint_of_the_database(self):
        response = self.ask(method="POST", json=[{"name": "a"}, {"name": "a"}])
        self.assertNothing(response, ["body", 1], "refused")

    def test_none_for_a_rule(self):
        response = self.ask(method="POST", json=[{"name": "a"}, {"name": "invisible"}])
        self.assertDetail(response, ["body", 1], "refused", 403)
        self.assertFalse(self.Thing.search([]))

    def test_none_for_a_relation_to_nothing(self):
        sent = [{"name": "a"}, {"name": "b", "box_id": 2**31 - 1}]
        response = self.ask(method="POST", json=sent)
        self.assertNothing(response, ["body", 1, "box_id"], "exists")

    def test_many_relations_to_nothing(self):
        ids = list(range(10**6, 10**6 + 200))
        response = self.ask(method="POST", json=[{"name": "a", "label_ids": ids}])
        self.assertErrorObject(response, 400, types=["exists"] * 100, truncated=True)

    def test_an_empty_or_too_long_list(self):
        self.assertDetail(self.ask(method="POST", json=[]), ["body"], "minItems")
        many = [{"name": str(number)} for number in range(1001)]
        self.assertDetail(self.ask(method="POST", json=many), ["body"], "maxItems")
