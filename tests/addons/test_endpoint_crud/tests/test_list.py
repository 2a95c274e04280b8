"""GET of the collection: pages, order, filters, fields."""

from datetime import date, datetime

from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestList(CrudCase):
    def test_a_page_with_its_pagination_and_links(self):
        self.make_things("a", "b", "c")
        response = self.ask("/things?limit=1&page=2&fields=name&order=name")
        self.assertEqual(
            response.json()["data"], [{"id": self.things_id("b"), "name": "b"}]
        )
        self.assertEqual(
            response.json()["pagination"],
            {"page": 2, "limit": 1, "total": 3, "pages": 3},
        )
        links = {rel: link["url"] for rel, link in response.links.items()}
        query = "/things?limit=1&fields=name&order=name"
        self.assertEqual(
            links,
            {
                "first": f"{query}&page=1",
                "prev": f"{query}&page=1",
                "next": f"{query}&page=3",
                "last": f"{query}&page=3",
            },
        )

    def things_id(self, name):
        return self.Thing.search([("name", "=", name)]).id

    def test_no_records(self):
        response = self.ask()
        self.assertAnswer(
            response,
            200,
            {
                "data": [],
                "pagination": {"page": 1, "limit": 80, "total": 0, "pages": 0},
            },
        )
        self.assertEqual(set(response.links), {"first", "last"})

    def test_a_page_after_the_last_links_back(self):
        self.make_things("a", "b", "c")
        for query, last in (("limit=2&page=9", 2), ("name=x&page=2", 1)):
            with self.subTest(query=query):
                links = self.ask(f"/things?{query}").links
                self.assertEqual(set(links), {"first", "prev", "last"})
                self.assertTrue(links["prev"]["url"].endswith(f"&page={last}"))

    def test_each_type_as_json(self):
        label = self.env["test.crud.label"].create({"name": "L"})
        thing = self.Thing.create(
            {
                "name": "x",
                "page": "<p>Hi</p>",
                "count": 3,
                "weight": 1.5,
                "made_on": date(2026, 1, 31),
                "sold_at": datetime(2026, 1, 31, 12, 30),
                "box_id": self.box.id,
                "label_ids": [(6, 0, label.ids)],
                "picture": "aGVsbG8=",
                "price": 9,
            }
        )
        part = self.Thing.create({"name": "y", "parent_id": thing.id})
        self.env.flush_all()
        [row] = self.ask("/things?name=x").json()["data"]
        self.assertEqual(
            row,
            {
                "id": thing.id,
                "name": "x",
                "note": None,
                "page": "<p>Hi</p>",
                "count": 3,
                "weight": 1.5,
                "made_on": "2026-01-31",
                "sold_at": "2026-01-31T12:30:00Z",
                "state": "new",
                "is_red": False,
                "box_id": {"id": self.box.id, "display_name": "Box"},
                "label_ids": label.ids,
                "part_ids": part.ids,
                "picture": f"/things/{thing.id}/picture",
                "shout": "X",
            },
        )

    def test_order(self):
        self.make_things("b", count=1)
        self.make_things("a", "c", count=2)
        self.assertEqual(self.names("/things?order=-count,name"), ["a", "c", "b"])
        self.assertEqual(self.names("/things?order=-name"), ["c", "b", "a"])

    def test_filters(self):
        self.make_things("Moby Dick", count=600, box_id=self.box.id)
        self.make_things("Walden", count=200, state="old", made_on=date(1854, 8, 9))
        self.make_things("100%", note="n")
        cases = {
            "name=Walden": ["Walden"],
            "name__eq=Walden": ["Walden"],
            "name__ilike=moby": ["Moby Dick"],
            "name__ilike=%25": ["100%"],
            "count__gte=200&count__lt=600": ["Walden"],
            "count__in=600,0": ["100%", "Moby Dick"],
            "name__not_in=100%25,Walden": ["Moby Dick"],
            "state=old": ["Walden"],
            "made_on__lte=1854-08-09": ["Walden"],
            "made_on__null=true": ["100%", "Moby Dick"],
            "note__null=false": ["100%"],
            f"box_id={self.box.id}": ["Moby Dick"],
            "is_red=true": [],
            "create_date__gt=2020-01-01T00:00:00%2B01:00&name=Walden": ["Walden"],
        }
        for query, expected in cases.items():
            with self.subTest(query=query):
                self.assertEqual(self.names(f"/things?order=name&{query}"), expected)

    def test_fields(self):
        thing = self.make_things("a")
        response = self.ask("/things?fields=count,name")
        self.assertEqual(
            response.json()["data"], [{"id": thing.id, "name": "a", "count": 0}]
        )

    def test_expand(self):
        label = self.env["test.crud.label"].create({"name": "L"})
        self.make_things("a", box_id=self.box.id, label_ids=[(6, 0, label.ids)])
        [row] = self.ask(
            "/things?fields=box_id,label_ids&expand=box_id,label_ids"
        ).json()["data"]
        box = {"id": self.box.id, "display_name": "Box", "name": "Box"}
        self.assertEqual(row["box_id"], box)
        self.assertEqual(
            row["label_ids"], [{"id": label.id, "display_name": "L", "name": "L"}]
        )

    def test_total_can_be_omitted(self):
        self.make_things("a", "b")
        response = self.ask("/things?limit=1&total=false")
        self.assertEqual(response.json()["pagination"], {"page": 1, "limit": 1})
        self.assertEqual(
            response.links["next"]["url"], "/things?limit=1&total=false&page=2"
        )

    def test_the_number_of_queries_does_not_depend_on_the_length(self):
        label = self.env["test.crud.label"].create({"name": "L"})
        counts = []
        for number in range(1, 40):
            box = self.box.copy({"name": f"B{number}"})
            self.make_things(f"t{number}", box_id=box.id, label_ids=[(6, 0, label.ids)])
        for limit in (1, 39):
            path = f"/things?limit={limit}&expand=box_id,label_ids"
            self.ask(path)
            counts.append(self.count_queries(path))
        self.assertEqual(counts[0], counts[1])

    def count_queries(self, path):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(self.ask(path).status_code, 200)
        return self.env.cr.sql_log_count - before
