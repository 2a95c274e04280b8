"""A binary field with its own URL."""

from odoo.tests import tagged

from .common import CrudCase

_HELLO = "aGVsbG8="


@tagged("post_install", "-at_install")
class TestFile(CrudCase):
    def test_the_file(self):
        thing = self.make_things("a", picture=_HELLO)
        url = self.ask(f"/things/{thing.id}").json()["picture"]
        response = self.ask(url)
        self.assertEqual((response.status_code, response.content), (200, b"hello"))
        self.assertIn("attachment", response.headers["Content-Disposition"])

    def test_its_name_contains_no_folder(self):
        thing = self.make_things("../../x", picture=_HELLO)
        response = self.ask(f"/things/{thing.id}/picture")
        header = response.headers["Content-Disposition"]
        self.assertEqual(header, "attachment; filename=x.txt")

    def test_an_empty_field_is_404(self):
        thing = self.make_things("a")
        self.assertIsNone(self.ask(f"/things/{thing.id}").json()["picture"])
        self.assertErrorObject(self.ask(f"/things/{thing.id}/picture"), 404)

    def test_not_of_others(self):
        thing = self.make_things("invisible", picture=_HELLO)
        self.assertErrorObject(self.ask(f"/things/{thing.id}/picture"), 404)

    def test_written_as_base64(self):
        thing = self.make_things("a")
        response = self.ask(f"/things/{thing.id}", "PATCH", json={"picture": _HELLO})
        self.assertAnswer(response, 200)
        self.assertEqual(self.ask(response.json()["picture"]).content, b"hello")

    def test_invalid_base64_is_refused(self):
        path = f"/things/{self.make_things('a').id}"
        response = self.ask(path, "PATCH", json={"picture": "§"})
        self.assertDetail(response, ["body", "picture"], "format")

    def test_a_field_that_is_not_readable_has_no_url(self):
        thing = self.make_things("a", picture=_HELLO)
        self.things.write({"crud_read_fields": "name", "crud_expand_fields": False})
        for name in ("picture", "hidden", "x"):
            self.assertErrorObject(self.ask(f"/things/{thing.id}/{name}"), 404)

    def test_it_has_no_parameters(self):
        thing = self.make_things("a", picture=_HELLO)
        response = self.ask(f"/things/{thing.id}/picture?fields=name")
        self.assertDetail(response, ["query", "fields"], "additionalProperties")

    def test_another_etag_is_refused(self):
        thing = self.make_things("a", picture=_HELLO)
        path = f"/things/{thing.id}/picture"
        etag = self.ask(path).headers["ETag"]
        self.assertEqual(self.ask(path, headers={"If-Match": etag}).status_code, 200)
        response = self.ask(path, headers={"If-Match": '"x"'})
        self.assertErrorObject(response, 412, "another ETag")
