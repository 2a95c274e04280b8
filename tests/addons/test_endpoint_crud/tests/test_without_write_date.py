"""Rows written by SQL have no ``write_date``."""

from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestWithoutWriteDate(CrudCase):
    def setUp(self):
        super().setUp()
        self.things.write(
            {
                "crud_read_fields": "name, count, write_date",
                "crud_filter_fields": "name, write_date",
                "crud_sort_fields": "write_date",
                "crud_expand_fields": False,
            }
        )
        self.thing = self.make_things("a")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE test_crud_thing SET write_date = NULL, create_date = NULL"
        )
        self.env.invalidate_all()
        self.path = f"/things/{self.thing.id}"

    def test_read(self):
        response = self.ask(self.path)
        row = {"id": self.thing.id, "name": "a", "count": 0, "write_date": None}
        self.assertAnswer(response, 200, row)
        headers = {"If-None-Match": response.headers["ETag"]}
        self.assertEqual(self.ask(self.path, headers=headers).status_code, 304)

    def test_writes_with_if_match(self):
        tag = self.ask(self.path).headers["ETag"]
        for method, status in (("PATCH", 200), ("DELETE", 412)):
            response = self.ask(
                *(self.path, method),
                json={"count": 2} if method == "PATCH" else None,
                headers={"If-Match": tag},
            )
            self.assertEqual(response.status_code, status)

    def test_writes(self):
        response = self.ask(self.path, "PUT", json={"name": "b"})
        self.assertAnswer(response, 200)
        self.assertEqual(self.ask(self.path, "DELETE").status_code, 204)

    def test_lists(self):
        for query, names in (
            ("write_date__gt=2020-01-01T00:00:00Z", []),
            ("write_date__lte=2020-01-01", []),
            ("write_date__ne=2020-01-01", ["a"]),
            ("write_date__null=true", ["a"]),
            ("after=&order=-write_date", ["a"]),
        ):
            with self.subTest(query=query):
                self.assertEqual(self.names(f"/things?{query}"), names)
