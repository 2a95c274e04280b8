"""Pages by cursor."""

from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestCursor(CrudCase):
    def setUp(self):
        super().setUp()
        self.things.crud_read_fields += ", create_date"

    def walk(self, order, limit=2):
        """:return: list of the ids of all pages, following the links"""
        path, seen = f"/things?after=&limit={limit}&order={order}", []
        while path and len(seen) < 20:
            response = self.ask(path)
            self.assertEqual(response.status_code, 200, response.text)
            seen += [row["id"] for row in response.json()["data"]]
            path = response.links.get("next", {}).get("url")
        return seen

    def test_it_walks_in_the_order_of_pages_by_number(self):
        """With any order: NULL, duplicates, both directions, each type."""
        self.make_things("a", "b", count=2, note="x", weight=0.1)
        self.make_things("c", "d", "e", made_on="2026-01-01", note="y", is_red=True)
        self.make_things("f", sold_at="2026-01-01 10:00:00", state="old", count=-1)
        self.make_things("g", "h", state=False, weight=2.5)
        self.env.flush_all()
        self.env.cr.execute("UPDATE test_crud_thing SET count = NULL WHERE name = 'c'")
        names = "id name note count weight made_on sold_at state is_red create_date"
        orders = [sign + name for name in names.split() for sign in ("", "-")]
        orders += ["note,-count", "-state,made_on,name", "is_red,-weight,-id"]
        for order in orders:
            with self.subTest(order=order):
                expected = self.ask(f"/things?order={order}").json()["data"]
                self.assertEqual(self.walk(order), [row["id"] for row in expected])

    def test_the_last_page_has_no_next(self):
        self.make_things("a", "b")
        response = self.ask("/things?after=&limit=2")
        self.assertEqual(response.json()["pagination"], {"limit": 2, "next": None})
        self.assertNotIn("next", response.links)

    def test_concurrent_inserts_and_deletes_shift_nothing(self):
        self.make_things("b", "d", "f")
        first = self.ask("/things?after=&limit=2&order=name")
        self.make_things("a", "c")
        self.Thing.search([("name", "=", "b")]).unlink()
        self.assertEqual(self.names(first.links["next"]["url"]), ["f"])

    def test_a_cursor_keeps_the_filters(self):
        self.make_things("a", "b", "c", count=1)
        self.make_things("x")
        first = self.ask("/things?after=&limit=2&order=name&count=1")
        self.assertEqual(self.names(first.links["next"]["url"]), ["c"])

    def test_a_cursor_of_another_order_is_refused(self):
        self.make_things("a", "b")
        cursor = self.ask("/things?after=&limit=1").json()["pagination"]["next"]
        response = self.ask(f"/things?after={cursor}&order=name")
        self.assertDetail(response, ["query", "after"], "format")

    def test_an_invalid_cursor_is_refused(self):
        for cursor in ("x", "§", "e30", "bnVsbA", "WyJpZCIsWyJ4Il1d", "WyJpZCIsW11d"):
            with self.subTest(cursor=cursor):
                response = self.ask(f"/things?after={cursor}")
                self.assertDetail(response, ["query", "after"], "format")

    def test_an_order_by_relation_has_no_cursor(self):
        response = self.ask("/things?after=&order=box_id")
        self.assertDetail(response, ["query", "after"], "format")

    def test_a_cursor_contains_no_unreadable_field(self):
        self.things.crud_sort_fields += ", hidden"
        self.make_things("a", "b", hidden="s3cret")
        response = self.ask("/things?after=&limit=1&order=hidden")
        self.assertDetail(response, ["query", "after"], "format")

    def test_a_page_and_a_cursor_cannot_be_combined(self):
        self.assertDetail(self.ask("/things?after=&page=2"), ["query", "page"], "not")
