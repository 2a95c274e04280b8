"""An ETag changes whenever the JSON changes."""

from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestEtag(CrudCase):
    def setUp(self):
        super().setUp()
        self.label = self.env["test.crud.label"].create({"name": "Red"})
        self.thing = self.make_things(
            "a", price=3, box_id=self.box.id, label_ids=self.label.ids
        )
        self.path = f"/things/{self.thing.id}"

    def etag(self, query="", **kwargs):
        return self.ask(self.path + query, **kwargs).headers["ETag"]

    def test_by_members(self):
        queries = ("", "?fields=name", "?fields=count", "?expand=box_id")
        tags = {self.etag(query) for query in queries}
        self.assertEqual(len(tags), len(queries))
        response = self.ask(self.path, headers={"If-None-Match": ", ".join(tags)})
        self.assertEqual(response.status_code, 304)
        headers = {"If-None-Match": self.etag("?fields=name")}
        self.assertEqual(self.ask(self.path, headers=headers).status_code, 200)

    def test_by_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.label.with_context(lang="fr_FR").name = "Rouge"
        query, french = "?expand=label_ids", {"Accept-Language": "fr"}
        tag = self.etag(query)
        self.assertNotEqual(self.etag(query, headers=french), tag)
        headers = {**french, "If-None-Match": tag}
        response = self.ask(self.path + query, headers=headers)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Accept-Language", response.headers["Vary"])

    def test_by_rights(self):
        admin = self.make_api_key(self.env.ref("base.user_admin"))
        self.assertNotEqual(self.etag(key=admin), self.etag())

    def test_by_a_related_record(self):
        tag = self.etag()
        self.box.name = "Crate"
        response = self.ask(self.path, headers={"If-None-Match": tag})
        self.assertEqual(response.json()["box_id"]["display_name"], "Crate")

    def test_a_write_accepts_the_tag_of_any_representation(self):
        headers = {"If-Match": self.etag("?fields=name")}
        response = self.ask(self.path, "PATCH", json={"count": 1}, headers=headers)
        self.assertAnswer(response, 200)

    def test_tags_that_are_empty_match_nothing(self):
        for tags in ('""', 'W/"a", ""', ", ,", 'W/""'):
            headers = {"If-Match": tags}
            for method in ("PATCH", "PUT", "DELETE"):
                with self.subTest(method=method, tags=tags):
                    vals = None if method == "DELETE" else {"name": "a"}
                    response = self.ask(self.path, method, json=vals, headers=headers)
                    self.assertErrorObject(response, 412)
            headers = {"If-None-Match": tags}
            with self.subTest(method="GET", tags=tags):
                response = self.ask(self.path, headers=headers)
                self.assertEqual(response.status_code, 200)
                response = self.ask(self.path, "PATCH", json={}, headers=headers)
                self.assertEqual(response.status_code, 200)

    def test_the_list_varies(self):
        self.assertIn("Accept-Language", self.ask().headers["Vary"])
