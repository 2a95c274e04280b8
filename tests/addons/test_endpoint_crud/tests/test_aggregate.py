"""Groups and totals over HTTP."""

from odoo.tests import tagged

from .gadgets import GadgetCase


@tagged("post_install", "-at_install")
class TestAggregate(GadgetCase):
    def setUp(self):
        super().setUp()
        self.other = self.env["test.crud.box"].create({"name": "Attic"})
        self.make_gadgets(
            {"box_id": self.box.id, "amount": 10, "pieces": 3, "made_on": "2026-11-29"},
            {"box_id": self.box.id, "amount": 2.5, "made_on": "2026-12-31"},
            {"box_id": self.other.id, "amount": 40, "made_on": "2027-01-01"},
            {"amount": 1, "pieces": 7},
        )

    def shown(self, box):
        return {"id": box.id, "display_name": box.name}

    def test_group_sum_and_count(self):
        rows = self.totals("group_by=box_id&sum=amount&count=true&order=-amount")
        expected = [
            {"box_id": self.shown(self.other), "amount": 40, "count": 1},
            {"box_id": self.shown(self.box), "amount": 12.5, "count": 2},
            {"box_id": None, "amount": 1, "count": 1},
        ]
        self.assertEqual(rows, expected)

    def test_several_functions_of_one_field(self):
        [row] = self.totals("sum=amount&avg=amount&min=amount,pieces&max=made_on")
        expected = {"amount": 53.5, "amount_avg": 13.375, "amount_min": 1}
        expected |= {"pieces_min": 3, "made_on_max": "2027-01-01"}
        self.assertEqual(row, expected)

    def test_a_whole_average_has_no_decimals(self):
        response = self.ask("/gadgets/aggregate?avg=pieces")
        self.assertIn('{"pieces_avg":5}', response.text)

    def test_groups_without_totals(self):
        rows = self.totals("group_by=pieces&order=-pieces")
        self.assertEqual(rows, [{"pieces": 7}, {"pieces": 3}, {"pieces": 0}])

    def test_filters_as_in_lists(self):
        query = f"sum=amount&box_id={self.box.id}&or=(pieces.eq.3,pieces.eq.9)"
        self.assertEqual(self.totals(query), [{"amount": 10}])
        [row] = self.totals("count=true&count__eq=5&sum=amount")
        self.assertEqual(row, {"count": 0, "amount": 0})

    def test_periods_of_a_date(self):
        for period, expected in (
            ("day", ["2026-11-29", "2026-12-31", "2027-01-01", None]),
            ("week", ["2026-W48", "2026-W53", None]),
            ("month", ["2026-11", "2026-12", "2027-01", None]),
            ("quarter", ["2026-Q4", "2027-Q1", None]),
            ("year", ["2026", "2027", None]),
        ):
            with self.subTest(period=period):
                rows = self.totals(f"group_by=made_on:{period}")
                self.assertEqual([row["made_on"] for row in rows], expected)

    def test_weeks_begin_on_monday_in_every_language(self):
        self.make_gadgets({"name": "s", "made_on": "2026-11-22"})  # a Sunday
        self.env["res.lang"]._activate_lang("en_US").week_start = "7"
        rows = self.totals("group_by=made_on:week&name=s")
        self.assertEqual(rows, [{"made_on": "2026-W47"}])

    def test_periods_in_the_time_zone_of_the_user(self):
        self.make_gadgets({"name": "t", "sold_at": "2026-12-31 20:00:00"})
        query = "group_by=sold_at:month&name=t"
        self.assertEqual(self.totals(query), [{"sold_at": "2026-12"}])
        self.user.tz = "Asia/Tokyo"
        self.assertEqual(self.totals(query), [{"sold_at": "2027-01"}])
        self.assertEqual(len(self.totals(f"{query}&sold_at__gte=2027-01-01")), 1)
        [row] = self.totals("max=sold_at&name=t")
        self.assertEqual(row, {"sold_at_max": "2026-12-31T20:00:00Z"})

    def test_many2many(self):
        labels = self.env["test.crud.label"].create([{"name": "A"}, {"name": "B"}])
        self.make_gadgets({"name": "m", "label_ids": labels.ids}, {"name": "m"})
        rows = self.totals("group_by=label_ids&count=true&name=m")
        shown = [row["label_ids"] and row["label_ids"]["display_name"] for row in rows]
        self.assertEqual(shown, ["A", "B", None])

    def test_booleans_selections_and_texts(self):
        self.make_gadgets({"name": "", "is_red": True, "kind": "toy"})
        rows = self.totals("group_by=is_red,kind&order=is_red")
        expected = [{"is_red": False, "kind": None}, {"is_red": True, "kind": "toy"}]
        self.assertEqual(rows, expected)

    def test_order_by_a_relation_and_by_the_count(self):
        rows = self.totals("group_by=box_id&order=box_id")
        names = [row["box_id"] and row["box_id"]["display_name"] for row in rows]
        self.assertEqual(names[-1], None)
        rows = self.totals("group_by=box_id&count=true&order=-count,-box_id")
        self.assertEqual([row["count"] for row in rows], [2, 1, 1])

    def test_pages(self):
        path = "/gadgets/aggregate?group_by=name,box_id&limit=2"
        first, second = self.ask(path), self.ask(f"{path}&page=2")
        self.assertEqual(
            first.json()["pagination"], {"page": 1, "limit": 2, "total": 3, "pages": 2}
        )
        self.assertIn("page=2", first.links["next"]["url"])
        self.assertEqual(len(second.json()["data"]), 1)
        rows = [*first.json()["data"], *second.json()["data"]]
        self.assertEqual(rows, self.totals("group_by=name,box_id"))

    def test_a_page_after_the_last_one(self):
        response = self.ask("/gadgets/aggregate?group_by=box_id&page=999").json()
        self.assertEqual(response["data"], [])
        self.assertEqual(response["pagination"]["total"], 3)
        response = self.ask("/gadgets/aggregate?count=true&page=2").json()
        self.assertEqual((response["data"], response["pagination"]["total"]), ([], 1))

    def test_pages_without_a_total(self):
        query = "/gadgets/aggregate?group_by=box_id&limit=2&total=false"
        response = self.ask(query)
        self.assertEqual(response.json()["pagination"], {"page": 1, "limit": 2})
        self.assertEqual(len(response.json()["data"]), 2)
        self.assertIn("next", response.links)
        self.assertNotIn("next", self.ask(f"{query}&page=2").links)

    def test_no_records(self):
        self.Gadget.search([]).unlink()
        response = self.ask("/gadgets/aggregate?group_by=box_id").json()
        self.assertEqual((response["data"], response["pagination"]["total"]), ([], 0))
        rows = self.totals("count=true&sum=amount&max=sold_at")
        self.assertEqual(rows, [{"count": 0, "amount": 0, "sold_at_max": None}])

    def test_the_domain_of_the_resource(self):
        self.gadgets.crud_domain = "[('pieces', '>', 0)]"
        self.assertEqual(self.totals("count=true"), [{"count": 2}])
        self.gadgets.crud_domain = "[('id', '=', 0)]"
        self.assertEqual(self.totals("count=true"), [{"count": 0}])


@tagged("post_install", "-at_install")
class TestAggregateHostile(GadgetCase):
    def test_refused(self):
        for parameter, value in (
            *(("group_by", text) for text in ("data", "id", "hidden", "made_on", "x'")),
            *(("group_by", text) for text in ("made_on:hour", "made_on:x", "kind:day")),
            *(
                ("group_by", text)
                for text in ("made_on:day,made_on:year", "box_id.name")
            ),
            *(("sum", text) for text in ("hidden", "made_on", "name", "id", "box_id")),
            *(("avg", text) for text in ("sold_at", "amount:sum", "__count", "*")),
            *(("order", text) for text in ("amount", "name", "id", "-count", "x desc")),
            *(("count", text) for text in ("x", "")),
            *(("limit", text) for text in ("0", "9999", "x", "١")),
            *(("page", text) for text in ("0", "99999999999", "-1")),
            *(
                (name, "1")
                for name in ("after", "fields", "expand", "having", "domain")
            ),
        ):
            with self.subTest(parameter=parameter, value=value):
                params = {"group_by": "kind", parameter: value}
                response = self.ask("/gadgets/aggregate", params=params)
                self.assertErrorObject(response, 400)
                self.assertEqual(response.json()["detail"][0]["loc"][1], parameter)

    def test_the_field_is_named(self):
        response = self.ask("/gadgets/aggregate?sum=hidden")
        self.assertDetail(response, ["query", "sum"], "enum")
        self.assertIn("“hidden”", response.json()["detail"][0]["msg"])

    def test_nothing_asked_for(self):
        response = self.ask("/gadgets/aggregate")
        self.assertDetail(response, ["query", "group_by"], "required")

    def test_members_that_would_share_a_name(self):
        response = self.ask("/gadgets/aggregate?group_by=pieces&sum=pieces")
        self.assertDetail(response, ["query", "group_by"], "not")
        response = self.ask("/gadgets/aggregate?sum=count&count=true")
        self.assertDetail(response, ["query", "count"], "not")
        self.assertEqual(self.totals("sum=count"), [{"count": 0}])

    def test_hundreds_of_groups(self):
        for query in ("name," * 500, "name:day," * 500, ",".join(map(str, range(500)))):
            response = self.ask(f"/gadgets/aggregate?group_by={query}kind")
            self.assertLess(response.status_code, 500, query[:20])
        self.assertErrorObject(response, 400, types=["enum"] * 100, truncated=True)

    def test_no_more_than_ten_groups(self):
        names = ["name", "kind", "is_red", "pieces", "count", "amount", "weight"]
        names += ["box_id", "label_ids", "create_uid", "write_uid"]
        self.gadgets.crud_group_fields = ",".join(names)
        response = self.ask(f"/gadgets/aggregate?group_by={','.join(names)}")
        self.assertDetail(response, ["query", "group_by"], "maxItems")
        self.assertEqual(self.totals(f"group_by={','.join(names[:10])}"), [])

    def test_a_field_that_the_user_may_not_read(self):
        self.make_gadgets({"cost": 5})
        for query in ("sum=cost", "group_by=cost", "group_by=kind&max=cost"):
            response = self.ask(f"/gadgets/aggregate?{query}")
            self.assertErrorObject(response, 403)
        self.user.group_ids |= self.env.ref("base.group_system")
        self.assertEqual(self.totals("sum=cost"), [{"cost": 5}])

    def test_records_that_the_user_may_not_see(self):
        self.make_gadgets({"name": "invisible", "pieces": 9}, {"pieces": 1})
        self.assertEqual(
            self.totals("sum=pieces&count=true"), [{"pieces": 1, "count": 1}]
        )
        self.assertEqual(self.totals("group_by=name"), [{"name": "g"}])

    def test_a_user_without_access(self):
        key = self.make_api_key(self.make_user("nobody", groups="base.group_public"))
        response = self.ask("/gadgets/aggregate?count=true", key=key)
        self.assertErrorObject(response, 403)

    def test_totals_that_no_number_can_hold(self):
        self.make_gadgets(*[{"weight": 1.7e308}] * 3, {"weight": -1.7e308})
        [row] = self.totals("sum=weight&avg=weight&min=weight")
        self.assertEqual((row["weight"], row["weight_min"]), (None, -1.7e308))

    def test_without_the_rule(self):
        self.gadgets.write({"crud_group_fields": "", "crud_aggregate_fields": ""})
        self.assertErrorObject(self.ask("/gadgets/aggregate"), 404)
