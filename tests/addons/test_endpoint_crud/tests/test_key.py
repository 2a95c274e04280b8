"""Records by the key of the resource: ``/things/by/name/<value>``."""

import json
from urllib.parse import quote

from odoo.tests import tagged

from .common import CrudCase

_JSON = {"Content-Type": "application/json"}


class KeyCase(CrudCase):
    field = "name"

    def setUp(self):
        super().setUp()
        self.things.write({"crud_key_field": self.field, "registry_sync": True})

    def by(self, value, method="GET", field=None, **kwargs):
        """:return: the response for the record with that key"""
        path = f"/things/by/{field or self.field}/{quote(str(value), safe='')}"
        return self.ask(path, method, **kwargs)


@tagged("post_install", "-at_install")
class TestReadByKey(KeyCase):
    def test_read(self):
        thing = self.make_things("a", picture="aGVsbG8=")
        response = self.by("a")
        self.assertEqual(response.json(), self.ask(f"/things/{thing.id}").json())
        self.assertEqual(response.json()["picture"], f"/things/{thing.id}/picture")
        headers = {"If-None-Match": response.headers["ETag"]}
        self.assertEqual(self.by("a", headers=headers).status_code, 304)

    def test_special_values(self):
        values = ("a/b", "a//b", "/a", "a/", "//", " ", "a\nb", "é ü", "a?b#c", "a;b,c")
        values += ("' OR 1=1 --", "a%2Fb", "by/name/a", "a/age")
        for value in values:
            with self.subTest(value=value):
                thing = self.make_things(value, picture="aGVsbG8=")
                response = self.by(value)
                self.assertAnswer(response, 200)
                self.assertEqual(response.json()["id"], thing.id)
                url = response.json()["picture"]
                self.assertEqual(url, f"/things/{thing.id}/picture")

    def test_not_found(self):
        self.make_things("a", "%")
        for value in ("b", "A", "a/", "_", "a' OR '1'='1", "x" * 1001, "x" * 30_000):
            with self.subTest(value=value[:20]):
                self.assertErrorObject(self.by(value), 404)
        self.assertErrorObject(self.by("a\0"), 404)
        self.assertErrorObject(self.ask("/things/by/name/"), 404)

    def test_only_the_key_field(self):
        self.make_things("a", note="n")
        for field in ("note", "id", "hidden", "create_uid.login", "name__ilike"):
            with self.subTest(field=field):
                self.assertErrorObject(self.by("n", field=field), 404)

    def test_a_new_key_field_is_served_at_once(self):
        self.make_things("a", note="n")
        self.things.crud_key_field = "note"
        self.assertEqual(self.by("n", field="note").json()["name"], "a")
        self.assertErrorObject(self.by("a"), 404)

    def test_no_key_any_more(self):
        self.make_things("a")
        self.things.crud_key_field = False
        self.assertErrorObject(self.by("a"), 405)
        self.things.registry_sync = True
        self.assertEqual(self.by("a").status_code, 404)

    def test_records_that_the_user_may_not_see(self):
        self.make_things("invisible")
        self.assertErrorObject(self.by("invisible"), 404)
        self.make_things("a", count=1)
        self.things.crud_domain = "[('count', '>', 1)]"
        self.assertErrorObject(self.by("a"), 404)

    def test_archived(self):
        self.make_things("a").active = False
        self.assertErrorObject(self.by("a"), 404)
        self.things.crud_write_fields = "name, active"
        self.assertAnswer(self.by("a", "PATCH", json={"active": True}), 200)

    def test_several_records(self):
        values = {"crud_key_field": "hidden", "crud_write_fields": "name, hidden"}
        self.things.write(values)
        self.make_things("a", "b", hidden="x")
        calls = (("GET", None), ("PATCH", {}), ("PUT", {"name": "c"}), ("DELETE", None))
        for method, sent in calls:
            with self.subTest(method=method):
                response = self.by("x", method, field="hidden", json=sent)
                self.assertErrorObject(response, 409, "Several records")

    def test_a_field_that_the_user_may_not_read(self):
        self.Thing._fields["hidden"].groups = "base.group_system"
        self.addCleanup(setattr, self.Thing._fields["hidden"], "groups", None)
        self.things.write({"crud_key_field": "hidden", "crud_can_create": False})
        self.make_things("a", hidden="x")
        self.assertErrorObject(self.by("x", field="hidden"), 403)


@tagged("post_install", "-at_install")
class TestWriteByKey(KeyCase):
    def test_patch_and_delete(self):
        thing = self.make_things("a")
        self.assertAnswer(self.by("a", "PATCH", json={"name": "b", "count": 2}), 200)
        self.assertEqual((thing.name, thing.count), ("b", 2))
        self.assertErrorObject(self.by("a", "DELETE"), 404)
        self.assertEqual(self.by("b", "DELETE").status_code, 204)
        self.assertFalse(thing.exists())

    def test_put_creates(self):
        response = self.by("a/b", "PUT", json={"count": 3})
        self.assertAnswer(response, 201)
        thing = self.Thing.search([("name", "=", "a/b")])
        self.assertEqual((thing.count, thing.state), (3, "new"))
        self.assertEqual(response.headers["Location"], f"/things/{thing.id}")
        self.assertIn("ETag", response.headers)

    def test_put_replaces(self):
        thing = self.make_things("a", count=3, note="n")
        response = self.by("a", "PUT", json={"note": "m"})
        self.assertAnswer(response, 200, headers={"Location": None})
        self.assertEqual((thing.name, thing.count, thing.note), ("a", 0, "m"))

    def test_put_of_a_read(self):
        self.make_things("a", count=3, box_id=self.box.id)
        shown = self.by("a").json()
        self.assertAnswer(self.by("a", "PUT", json=shown), 200, shown)

    def test_put_with_another_key(self):
        self.make_things("a")
        for value in ("a", "b"):
            for sent in ("c", None, 1, ["a"]):
                with self.subTest(value=value, sent=sent):
                    response = self.by(value, "PUT", json={"name": sent})
                    self.assertDetail(response, ["body", "name"], "const")
        self.assertEqual(self.Thing.search([]).mapped("name"), ["a"])

    def test_a_body_that_is_no_object(self):
        for sent in ([], [{"name": "a"}], None, 1, "a"):
            with self.subTest(sent=sent):
                response = self.by("a", "PUT", data=json.dumps(sent), headers=_JSON)
                self.assertDetail(response, ["body"], "type")

    def test_put_of_a_value_that_the_field_cannot_hold(self):
        response = self.by("x" * 21, "PUT", json={})
        self.assertDetail(response, ["body", "name"], "maxLength")
        response = self.by("x" * 1001, "PUT", json={})
        self.assertDetail(response, ["path", "value"], "type")
        self.assertFalse(self.Thing.search([]))

    def test_put_of_a_key_in_another_encoding(self):
        for path in ("/things/by/name/caf%E9", "/things/by/name/caf%E8"):
            response = self.ask(path, "PUT", json={})
            self.assertDetail(response, ["path", "value"], "type")
            self.assertErrorObject(self.ask(path), 404)
        self.assertFalse(self.Thing.search([]))

    def test_put_conditions(self):
        self.assertErrorObject(
            self.by("a", "PUT", json={}, headers={"If-Match": "*"}), 412
        )
        headers = {"If-None-Match": "*"}
        made = self.by("a", "PUT", json={}, headers=headers)
        self.assertEqual(made.status_code, 201)
        self.assertErrorObject(self.by("a", "PUT", json={}, headers=headers), 412)
        headers = {"If-Match": made.headers["ETag"]}
        self.assertEqual(self.by("a", "PUT", json={}, headers=headers).status_code, 200)
        headers = {"If-Match": '"x"'}
        self.assertErrorObject(self.by("a", "PUT", json={}, headers=headers), 412)

    def test_put_of_a_hidden_record(self):
        self.make_things("invisible")
        with self.assertLogs("odoo.sql_db", "ERROR"):
            response = self.by("invisible", "PUT", json={})
        self.assertErrorObject(response, 400, "thing of that name")

    def test_put_outside_the_domain(self):
        self.things.crud_domain = "[('count', '>', 1)]"
        response = self.by("a", "PUT", json={"count": 1})
        self.assertErrorObject(response, 400, "match its domain")
        self.assertFalse(self.Thing.search([("name", "=", "a")]))

    def test_put_without_create(self):
        self.things.crud_can_create = False
        self.assertErrorObject(self.by("a", "PUT", json={}), 404)
        self.make_things("a")
        self.assertEqual(self.by("a", "PUT", json={}).status_code, 200)

    def test_a_key_that_is_not_writable(self):
        self.things.write({"crud_can_create": False, "crud_write_fields": "count"})
        thing = self.make_things("a")
        self.assertAnswer(self.by("a", "PUT", json={"name": "a", "count": 4}), 200)
        self.assertEqual((thing.name, thing.count), ("a", 4))

    def test_a_reader_creates_nothing(self):
        key = self.make_api_key(self.make_user("reader", "base.group_portal"))
        self.assertErrorObject(self.by("a", "PUT", key=key, json={}), 403)

    def test_further_routes(self):
        self.things.write({"further_routes": "/stuff/<x>", "registry_sync": True})
        response = self.ask("/stuff/a%2520b/by/name/c%2Fd", "PUT", json={})
        id_ = response.json()["id"]
        self.assertEqual(response.headers["Location"], f"/stuff/a%2520b/{id_}")


@tagged("post_install", "-at_install")
class TestIntegerKey(KeyCase):
    field = "count"

    def test_numbers(self):
        for number in (7, -7, 2**31 - 1):
            name = str(number)
            self.assertEqual(
                self.by(number, "PUT", json={"name": name}).status_code, 201
            )
            self.assertEqual(self.by(number).json()["name"], name)
            sent = {"name": name, "count": number}
            self.assertEqual(self.by(number, "PUT", json=sent).status_code, 200)

    def test_not_a_number(self):
        for text in ("x", "1.0", "07", "+7", "-0", "７", "1e3", "9" * 30, "1 "):
            with self.subTest(text=text):
                self.assertErrorObject(self.by(text), 404)
                response = self.by(text, "PUT", json={"name": "a"})
                self.assertDetail(response, ["path", "value"], "type")

    def test_a_number_that_the_field_cannot_hold(self):
        self.assertErrorObject(self.by(2**31), 404)
        response = self.by(2**31, "PUT", json={"name": "a"})
        self.assertDetail(response, ["body", "count"], "maximum")

    def test_true_is_not_one(self):
        response = self.by(1, "PUT", json={"name": "a", "count": True})
        self.assertErrorObject(response, 400)
