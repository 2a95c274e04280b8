"""Times in filters: to the microsecond, and whole days."""

from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestTimes(CrudCase):
    def setUp(self):
        super().setUp()
        names = "name, write_date, sold_at"
        values = {f"crud_{kind}_fields": names for kind in ("read", "filter", "sort")}
        self.things.write({**values, "crud_expand_fields": False})

    def make(self, **times):
        """Create a thing with each name and that ``write_date``, as SQL stores it."""
        for name, time in times.items():
            thing = self.make_things(name)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE test_crud_thing SET write_date = %s WHERE id = %s",
                [time, thing.id],
            )
        self.env.invalidate_all()

    def found(self, **query):
        response = self.ask(params={"order": "name", **query})
        self.assertEqual(response.status_code, 200, response.text)
        return "".join(row["name"] for row in response.json()["data"])

    def test_after_the_last_value_shown(self):
        self.make(
            a="2026-01-31 12:00:00",
            b="2026-01-31 12:00:00.000001",
            c="2026-01-31 12:00:00.9",
        )
        rows = self.ask("/things?order=write_date").json()["data"]
        for row, later in zip(rows, ("bc", "c", ""), strict=True):
            shown = row["write_date"]
            self.assertEqual(self.found(write_date__gt=shown), later)
            self.assertIn(row["name"], self.found(write_date__gte=shown))
            self.assertNotIn(row["name"], self.found(write_date__lt=shown))
            self.assertIn(row["name"], self.found(write_date=shown))

    def test_a_second_and_a_fraction(self):
        self.make(a="2026-01-31 12:00:00.25", b="2026-01-31 12:00:01")
        time = "2026-01-31T12:00:00"
        self.assertEqual(self.found(write_date=f"{time}Z"), "a")
        self.assertEqual(self.found(write_date=f"{time}.2Z"), "a")
        self.assertEqual(self.found(write_date=f"{time}.20Z"), "")
        self.assertEqual(self.found(write_date__ne=f"{time}Z"), "b")
        self.assertEqual(self.found(write_date__in=f"{time}.25Z,{time}.3Z"), "a")
        self.assertEqual(self.found(write_date__not_in=f"{time}Z"), "b")

    def test_a_date_is_the_whole_day(self):
        self.make(a="2026-01-30 23:59:59.9", b="2026-01-31 12:00", c="2026-02-01 00:00")
        expected = {"": "b", "__ne": "ac", "__gt": "c", "__gte": "bc", "__lt": "a"}
        expected |= {"__lte": "ab", "__in": "b", "__not_in": "ac"}
        for operator, names in expected.items():
            with self.subTest(operator=operator):
                query = {f"write_date{operator}": "2026-01-31"}
                self.assertEqual(self.found(**query), names)

    def test_the_day_of_the_user(self):
        self.user.tz = "America/New_York"
        self.make(a="2026-03-08 04:59", b="2026-03-08 05:00", c="2026-03-09 03:59")
        self.make(d="2026-03-09 04:00")
        self.assertEqual(self.found(write_date="2026-03-08"), "bc")
        self.assertEqual(self.found(write_date__gt="2026-03-08"), "d")

    def test_the_first_and_the_last_day(self):
        self.user.tz = "Asia/Tokyo"
        self.make(a="2026-01-31 12:00")
        for day in ("0001-01-01", "9999-12-31", "9999-12-31T23:59:59.9Z"):
            self.assertEqual(self.found(write_date=day), "")
            self.assertEqual(self.found(write_date__ne=day), "a")

    def test_empty_values(self):
        self.make_things("a")
        self.assertEqual(self.found(sold_at__ne="2026-01-31"), "a")
        self.assertEqual(self.found(sold_at__not_in="2026-01-31"), "a")
        self.assertEqual(self.found(sold_at__lte="2026-01-31"), "")
