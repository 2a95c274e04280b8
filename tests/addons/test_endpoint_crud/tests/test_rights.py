"""Exactly the rights of the caller or of the exec user."""

from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestRights(CrudCase):
    def portal(self):
        """:return: key of a user who may only read things"""
        return self.make_api_key(self.make_user("portal_user", "base.group_portal"))

    def test_without_a_key(self):
        self.assertErrorObject(self.call("/things"), 401)

    def test_without_the_right_to_write(self):
        key, thing = self.portal(), self.make_things("a")
        path = f"/things/{thing.id}"
        self.assertEqual(self.ask(path, key=key).status_code, 200)
        self.assertErrorObject(self.ask(path, "PATCH", key, json={"count": 1}), 403)
        self.assertErrorObject(self.ask(path, "DELETE", key), 403)
        self.assertErrorObject(
            self.ask("/things", "POST", key, json={"name": "b"}), 403
        )

    def test_record_rules(self):
        thing = self.make_things("invisible")
        path = f"/things/{thing.id}"
        self.assertEqual(self.names("/things"), [])
        self.assertErrorObject(self.ask(path), 404)
        self.assertErrorObject(self.ask(path, "PATCH", json={"count": 1}), 404)
        self.assertErrorObject(self.ask(path, "DELETE"), 404)

    def test_a_rule_refuses_a_created_record(self):
        response = self.ask(method="POST", json={"name": "invisible"})
        self.assertErrorObject(response, 403)

    def test_a_field_of_a_group_is_omitted_for_others(self):
        thing = self.make_things("a", price=3)
        self.assertNotIn("price", self.ask(f"/things/{thing.id}").json())
        admin = self.make_api_key(self.env.ref("base.user_admin"))
        self.assertEqual(self.ask(f"/things/{thing.id}", key=admin).json()["price"], 3)

    def test_a_field_of_a_group_is_refused_if_requested(self):
        self.things.write({"crud_filter_fields": "price", "crud_sort_fields": "price"})
        self.make_things("a", price=3)
        for query in (
            "fields=price",
            "price__gt=1",
            "order=price",
            "after=&order=price",
        ):
            with self.subTest(query=query):
                self.assertErrorObject(self.ask(f"/things?{query}"), 403)
        response = self.ask(method="POST", json={"name": "b", "price": 1})
        self.assertErrorObject(response, 403)

    def test_a_file_is_named_after_the_record_if_it_is_readable(self):
        path = f"/things/{self.make_things('secret', picture='aGVsbG8=').id}/picture"
        self.assertIn("secret.txt", self.ask(path).headers["Content-Disposition"])
        self.things.write({"crud_read_fields": "picture", "crud_expand_fields": False})
        self.assertNotIn("secret", self.ask(path).headers["Content-Disposition"])

    def test_expand_shows_only_readable_fields(self):
        self.make_things("a", box_id=self.box.id)
        [row] = self.ask("/things?expand=box_id", key=self.portal()).json()["data"]
        self.assertEqual(row["box_id"], {"id": self.box.id, "display_name": "Box"})

    def test_a_relation_the_user_cannot_see_is_refused(self):
        hidden = self.make_things("invisible")
        self.things.write({"crud_write_fields": "name, parent_id"})
        response = self.ask(method="POST", json={"name": "b", "parent_id": hidden.id})
        self.assertDetail(response, ["body", "parent_id"], "exists")

    def test_as_the_exec_user(self):
        self.things.write({"exec_as_user_id": self.user.id})
        self.make_things("a")
        self.assertAnswer(
            self.ask(method="POST", key=self.portal(), json={"name": "b"}), 201
        )

    def test_in_the_language_of_the_caller(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        label = self.env["test.crud.label"].create({"name": "Red"})
        label.with_context(lang="fr_FR").name = "Rouge"
        self.make_things("a", label_ids=[(6, 0, label.ids)])
        path = "/things?fields=label_ids&expand=label_ids"
        [row] = self.ask(path, headers={"Accept-Language": "fr"}).json()["data"]
        self.assertEqual(row["label_ids"][0]["name"], "Rouge")
