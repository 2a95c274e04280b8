"""GET of one record."""

from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestOne(CrudCase):
    def test_read(self):
        thing = self.make_things("a", count=3)
        response = self.ask(f"/things/{thing.id}?fields=name,count")
        self.assertAnswer(response, 200, {"id": thing.id, "name": "a", "count": 3})

    def test_expand(self):
        thing = self.make_things("a", box_id=self.box.id)
        response = self.ask(f"/things/{thing.id}?fields=box_id&expand=box_id")
        box = {"id": self.box.id, "display_name": "Box", "name": "Box"}
        self.assertAnswer(response, 200, {"id": thing.id, "box_id": box})

    def test_a_related_record_without_a_name(self):
        box = self.box.copy({"name": ""})
        thing = self.make_things("a", box_id=box.id)
        response = self.ask(f"/things/{thing.id}?fields=box_id")
        shown = {"id": box.id, "display_name": None}
        self.assertAnswer(response, 200, {"id": thing.id, "box_id": shown})

    def test_if_none_match_with_the_current_etag(self):
        path = f"/things/{self.make_things('a').id}"
        etag = self.ask(path).headers["ETag"]
        known = self.ask(path, headers={"If-None-Match": etag})
        self.assertEqual((known.status_code, known.headers["ETag"]), (304, etag))
        self.assertEqual(known.content, b"")
        other = self.ask(path, headers={"If-None-Match": '"x"'})
        self.assertEqual(other.status_code, 200)

    def test_head(self):
        response = self.ask(f"/things/{self.make_things('a').id}", "HEAD")
        self.assertEqual((response.status_code, response.content), (200, b""))
        self.assertIn("ETag", response.headers)

    def test_invalid_ids(self):
        for id_ in ("0", "-1", "x", "1.5", "99999999", "9" * 12, "9" * 99, "１", "%20"):
            with self.subTest(id=id_):
                self.assertErrorObject(self.ask(f"/things/{id_}"), 404)

    def test_outside_the_domain(self):
        self.things.write({"crud_domain": "[('count', '>', 1)]"})
        path = f"/things/{self.make_things('a').id}"
        for method in ("GET", "DELETE"):
            self.assertErrorObject(self.ask(path, method), 404)
        self.assertErrorObject(self.ask(path, "PATCH", json={"count": 5}), 404)
        self.assertEqual(self.names("/things"), [])

    def test_archived(self):
        thing = self.make_things("a")
        thing.active = False
        self.assertErrorObject(self.ask(f"/things/{thing.id}"), 404)

    def test_deleted(self):
        thing = self.make_things("a")
        thing.unlink()
        self.assertErrorObject(self.ask(f"/things/{thing.id}"), 404)
