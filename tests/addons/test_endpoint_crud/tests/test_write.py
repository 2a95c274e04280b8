"""PATCH, PUT and DELETE."""

from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestUpdate(CrudCase):
    def setUp(self):
        super().setUp()
        self.thing = self.make_things("a", count=3, note="n", state="old")
        self.path = f"/things/{self.thing.id}"

    def test_patch_changes_only_its_members(self):
        response = self.ask(self.path, "PATCH", json={"count": 4})
        self.assertAnswer(response, 200)
        self.assertEqual((response.json()["count"], response.json()["note"]), (4, "n"))
        self.assertEqual(self.thing.count, 4)

    def test_put_replaces_all(self):
        self.assertAnswer(self.ask(self.path, "PUT", json={"name": "b"}), 200)
        values = (self.thing.name, self.thing.count, self.thing.note, self.thing.state)
        self.assertEqual(values, ("b", 0, False, "new"))

    def test_put_needs_required_fields(self):
        response = self.ask(self.path, "PUT", json={"count": 4})
        self.assertDetail(response, ["body"], "required")

    def test_fields_that_are_not_writable_are_named(self):
        for name in ("hidden", "id", "create_uid", "shout", "part_ids"):
            with self.subTest(name=name):
                response = self.ask(self.path, "PATCH", json={name: 1})
                self.assertDetail(response, ["body"], "additionalProperties")
                self.assertIn(name, response.json()["detail"][0]["msg"])

    def test_related_records_are_not_written(self):
        sent = {"box_id": {"id": self.box.id, "name": "Hacked"}}
        response = self.ask(f"{self.path}?expand=box_id", "PATCH", json=sent)
        self.assertDetail(response, ["body", "box_id"], "type")
        commands = {"label_ids": [[0, 0, {"name": "Hacked"}]]}
        response = self.ask(self.path, "PATCH", json=commands)
        self.assertDetail(response, ["body", "label_ids", 0], "type")
        self.assertEqual(self.box.name, "Box")

    def test_if_match(self):
        etag = self.ask(self.path).headers["ETag"]
        self.env.cr.execute("UPDATE test_crud_thing SET write_date = write_date + '1s'")
        self.thing.invalidate_recordset()
        for method, sent in (("PATCH", {}), ("PUT", {"name": "b"}), ("DELETE", None)):
            with self.subTest(method=method):
                headers = {"If-Match": etag}
                response = self.ask(self.path, method, json=sent, headers=headers)
                self.assertErrorObject(response, 412)
        for value in ("{}", '"x", {}', "*"):
            etag = self.ask(self.path).headers["ETag"]
            headers = {"If-Match": value.format(etag)}
            response = self.ask(self.path, "PATCH", json={"count": 1}, headers=headers)
            self.assertEqual(response.status_code, 200, value)

    def test_if_none_match(self):
        """RFC 9110 §13.1.2: an existing record must not be overwritten."""
        for method, sent in (("PUT", {"name": "b"}), ("DELETE", None)):
            headers = {"If-None-Match": "*"}
            response = self.ask(self.path, method, json=sent, headers=headers)
            self.assertErrorObject(response, 412)

    def test_a_weak_tag_does_not_match(self):
        headers = {"If-Match": "W/" + self.ask(self.path).headers["ETag"]}
        response = self.ask(self.path, "PATCH", json={"count": 1}, headers=headers)
        self.assertErrorObject(response, 412)

    def test_a_write_cannot_leave_the_domain(self):
        self.things.write({"crud_domain": "[('count', '>', 1)]"})
        response = self.ask(self.path, "PATCH", json={"count": 1})
        self.assertErrorObject(response, 400, "match its domain")
        self.thing.invalidate_recordset()
        self.assertEqual(self.thing.count, 3)


@tagged("post_install", "-at_install")
class TestDelete(CrudCase):
    def test_delete(self):
        thing = self.make_things("a")
        response = self.ask(f"/things/{thing.id}", "DELETE")
        self.assertEqual((response.status_code, response.content), (204, b""))
        self.assertFalse(thing.exists())
        self.assertErrorObject(self.ask(f"/things/{thing.id}", "DELETE"), 404)


@tagged("post_install", "-at_install")
class TestArchived(CrudCase):
    def setUp(self):
        super().setUp()
        self.thing = self.make_things("a")
        self.path = f"/things/{self.thing.id}"
        self.things.write({"crud_write_fields": "name, active"})

    def test_archived_and_restored(self):
        self.assertAnswer(self.ask(self.path, "PATCH", json={"active": False}), 200)
        self.assertFalse(self.thing.active)
        self.assertEqual(self.names("/things"), [])
        self.assertEqual(self.ask(self.path).json()["name"], "a")
        self.assertAnswer(self.ask(self.path, "PATCH", json={"active": True}), 200)
        self.assertEqual(self.names("/things"), ["a"])

    def test_archived_records_can_be_deleted(self):
        self.thing.active = False
        self.assertEqual(self.ask(self.path, "DELETE").status_code, 204)

    def test_related_archived_records_stay_hidden(self):
        part = self.make_things("part", parent_id=self.thing.id)
        part.active = False
        self.assertEqual(self.ask(self.path).json()["part_ids"], [])

    def test_not_found_if_active_is_not_writable(self):
        self.things.write({"crud_write_fields": "name"})
        self.thing.active = False
        for method, sent in (("GET", None), ("PATCH", {"name": "b"}), ("DELETE", None)):
            self.assertErrorObject(self.ask(self.path, method, json=sent), 404)


@tagged("post_install", "-at_install")
class TestPutOfARead(CrudCase):
    def setUp(self):
        super().setUp()
        label = self.env["test.crud.label"].create({"name": "L"})
        self.thing = self.make_things(
            "a", count=3, box_id=self.box.id, label_ids=label.ids, picture="aGVsbG8="
        )
        self.make_things("part", parent_id=self.thing.id)
        self.path = f"/things/{self.thing.id}"

    def test_put_of_a_read(self):
        for query in ("", "?expand=box_id,label_ids"):
            with self.subTest(query=query):
                shown = self.ask(self.path + query).json()
                response = self.ask(self.path, "PUT", json=shown)
                self.assertAnswer(response, 200)
                self.assertEqual(self.ask(self.path + query).json(), shown)
        self.thing.invalidate_recordset()
        self.assertEqual(self.thing.picture, b"aGVsbG8=")

    def test_one_member_changed(self):
        sent = {**self.ask(self.path).json(), "name": "b"}
        del sent["shout"]
        response = self.ask(self.path, "PUT", json=sent)
        self.assertAnswer(response, 200)
        self.assertEqual(response.json()["shout"], "B")

    def test_a_changed_member_that_is_not_writable(self):
        shown = self.ask(self.path).json()
        for name, value in (("id", 1), ("shout", "B"), ("part_ids", [])):
            with self.subTest(name=name):
                response = self.ask(self.path, "PUT", json={**shown, name: value})
                self.assertDetail(response, ["body", name], "readOnly")

    def test_a_related_record_is_not_renamed(self):
        box = {"id": self.box.id, "display_name": "Other"}
        sent = {**self.ask(self.path).json(), "box_id": box}
        response = self.ask(self.path, "PUT", json=sent)
        self.assertDetail(response, ["body", "box_id"], "type")
