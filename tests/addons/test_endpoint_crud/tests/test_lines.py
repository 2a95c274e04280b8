"""A record and its lines in one call."""

from odoo.tests import mute_logger, tagged

from .common import OrderCase

_BEFORE = [("A", 5), ("B", 3)]


@tagged("post_install", "-at_install")
class TestCreateLines(OrderCase):
    def create(self, lines, **members):
        return self.send(lines, "POST", "/orders", name="S2", **members)

    def test_an_order_with_its_lines(self):
        lines = [
            {"product_id": self.a.id, "quantity": 2},
            {"product_id": self.b.id, "quantity": 4, "made_on": "2026-01-31"},
        ]
        response = self.create(lines)
        self.assertAnswer(response, 201)
        order = self.order.search([("name", "=", "S2")])
        self.assertEqual(self.content(order), [("B", 4), ("A", 2)])
        self.assertEqual(response.json()["total"], 6)
        self.assertEqual(order.line_ids.create_uid, self.user)

    def test_the_response_is_that_of_a_read(self):
        """Odoo's cache holds new lines in the order of the body."""
        lines = [{"product_id": self.a.id, "quantity": quantity} for quantity in (1, 2)]
        sent = {"name": "S2", "line_ids": lines}
        response = self.ask("/orders?expand=line_ids", "POST", json=sent)
        shown = response.json()["line_ids"]
        self.assertEqual([line["quantity"] for line in shown], [2, 1])
        again = self.ask(response.headers["Location"] + "?expand=line_ids")
        self.assertEqual(again.json(), response.json())
        self.assertEqual(again.headers["ETag"], response.headers["ETag"])

    def test_a_list_of_orders(self):
        orders = [
            {"name": name, "line_ids": [{"product_id": self.a.id}]} for name in "xy"
        ]
        self.assertAnswer(self.ask("/orders", "POST", json=orders), 201)
        made = self.order.search([("name", "in", ["x", "y"])])
        self.assertEqual(made.mapped("line_ids.quantity"), [1, 1])

    def test_errors_name_the_line(self):
        good = {"product_id": self.a.id}
        for change, member, kind in (
            ({"quantity": "2"}, "quantity", "type"),
            ({"made_on": "2026-02-30"}, "made_on", "format"),
            ({"product_id": 2**31 - 1}, "product_id", "exists"),
            ({"product_ids": [2**31 - 1]}, "product_ids", "exists"),
            ({"product_id": None}, "product_id", "type"),
        ):
            with self.subTest(change=change):
                lines = [good, good, {**good, **change}]
                response = self.create(lines)
                self.assertDetail(response, ["body", "line_ids", 2, member], kind)
                response = self.ask(
                    "/orders", "POST", json=[{"name": "x", "line_ids": lines}]
                )
                loc = ["body", 0, "line_ids", 2, member]
                self.assertDetail(response, loc, kind)
        self.assertFalse(self.order.search([("name", "in", ["S2", "x"])]))

    def test_lines_that_do_not_match_the_schema(self):
        good = {"product_id": self.a.id}
        for line, kind in (
            ({}, "required"),
            ({**good, "id": self.lines[0].id}, "additionalProperties"),
            ({**good, "order_id": self.order.id}, "additionalProperties"),
            ({**good, "active": False}, "additionalProperties"),
            ({**good, "discount": 1}, "additionalProperties"),
            ({**good, "_delete": True}, "additionalProperties"),
            (self.lines[0].id, "type"),
            ([0, 0, good], "type"),
            (None, "type"),
        ):
            with self.subTest(line=line):
                response = self.create([good, line])
                self.assertDetail(response, ["body", "line_ids", 1], kind)
        for lines in (None, {}, "x", good):
            with self.subTest(lines=lines):
                self.assertDetail(self.create(lines), ["body", "line_ids"], "type")

    def test_the_number_of_lines(self):
        response = self.create([{"product_id": self.a.id}] * 1001)
        self.assertDetail(response, ["body", "line_ids"], "maxItems")
        order = {"name": "x", "line_ids": [{"product_id": self.a.id}] * 1000}
        response = self.ask("/orders", "POST", json=[order] * 11)
        self.assertDetail(response, ["body", 10, "line_ids"], "maxItems")

    @mute_logger("odoo.sql_db")
    def test_a_line_that_odoo_refuses_is_named(self):
        lines = [{"product_id": self.a.id, "quantity": 1 + i} for i in range(9)]
        for quantity, message in ((13, "13 is not allowed"), (-1, "must be positive")):
            lines[6]["quantity"] = quantity
            with self.subTest(quantity=quantity):
                response = self.create(lines)
                self.assertDetail(response, ["body", "line_ids", 6], "refused")
                self.assertErrorObject(response, 400, message)
                sent = [{"name": "x"}, {"name": "y", "line_ids": lines}]
                response = self.ask("/orders", "POST", json=sent)
                self.assertDetail(response, ["body", 1, "line_ids", 6], "refused")
        self.assertFalse(self.order.search([("name", "in", ["S2", "x", "y"])]))

    def test_a_refused_header_is_not_blamed_on_a_line(self):
        self.orders.write({"crud_domain": "[('name', '!=', 'S2')]"})
        response = self.create([{"product_id": self.a.id}])
        self.assertDetail(response, ["body"], "refused")

    def test_a_line_that_the_rules_hide(self):
        response = self.create([{"product_id": self.a.id, "note": "invisible"}])
        self.assertErrorObject(response, 403)
        self.assertDetail(response, ["body", "line_ids", 0], "refused", 403)


@tagged("post_install", "-at_install")
class TestPatchLines(OrderCase):
    def test_changed_added_and_deleted(self):
        first, second = self.lines
        response = self.send(
            [
                {"id": first.id, "quantity": 7},
                {"product_id": self.c.id, "quantity": 1},
                {"id": second.id, "_delete": True},
            ]
        )
        self.assertAnswer(response, 200)
        self.assertEqual(self.content(), [("A", 7), ("C", 1)])
        self.assertEqual(response.json()["total"], 8)
        self.assertFalse(second.exists())

    def test_lines_that_are_not_sent_stay(self):
        for lines in ([], [{"id": self.lines[0].id}]):
            self.assertAnswer(self.send(lines), 200)
            self.assertEqual(self.content(), _BEFORE)

    def test_the_response_has_expanded_lines(self):
        sent = {"line_ids": [{"id": self.lines[1].id, "quantity": 9}]}
        response = self.ask(f"{self.path}?expand=line_ids", "PATCH", json=sent)
        self.assertEqual(
            [
                (x["product_id"]["id"], x["quantity"])
                for x in response.json()["line_ids"]
            ],
            [(self.b.id, 9), (self.a.id, 5)],
        )

    def test_lines_of_others_are_refused(self):
        other = self.order.create({"name": "S2"})
        [line] = self.make_lines(other, (self.a, 1))
        hidden = self.make_lines(self.order, (self.c, 1))
        hidden.note = "invisible"
        first = {"id": self.lines[0].id, "quantity": 7}
        for id_ in (line.id, hidden.id, 2**31 - 1):
            for rest in ({"quantity": 2}, {"_delete": True}, {}):
                with self.subTest(id=id_, rest=rest):
                    response = self.send([first, first, {"id": id_, **rest}][1:])
                    self.assertDetail(response, ["body", "line_ids", 1, "id"], "exists")
        self.assertEqual(self.content(other), [("A", 1)])
        self.assertEqual(self.content(), [*_BEFORE, ("C", 1)])

    def test_a_line_that_is_listed_twice(self):
        lines = [{"id": self.lines[0].id, "quantity": n} for n in (1, 2)]
        response = self.send(lines)
        self.assertDetail(response, ["body", "line_ids", 1, "id"], "uniqueItems")

    def test_lines_that_do_not_match_the_schema(self):
        id_ = self.lines[0].id
        for line, kind in (
            ({"id": id_, "_delete": True, "quantity": 1}, "additionalProperties"),
            ({"id": id_, "_delete": False}, "not"),
            ({"id": id_, "_delete": 1}, "type"),
            ({"_delete": True}, "required"),
            ({"id": str(id_)}, "type"),
            ({"id": True}, "type"),
            ({"id": 0}, "minimum"),
            ({"id": 2**31}, "maximum"),
            ({"id": id_, "order_id": 1}, "additionalProperties"),
            ({"quantity": 1}, "required"),
        ):
            with self.subTest(line=line):
                response = self.send([line])
                self.assertErrorObject(response, 400)
                found = response.json()["detail"][0]
                self.assertEqual(found["loc"][:3], ["body", "line_ids", 0])
                self.assertIn(kind, [x["type"] for x in response.json()["detail"]])
        self.assertEqual(self.content(), _BEFORE)

    @mute_logger("odoo.sql_db")
    def test_nothing_is_written_if_a_line_is_refused(self):
        lines = [
            {"id": self.lines[1].id, "_delete": True},
            {"product_id": self.c.id},
            {"id": self.lines[0].id, "quantity": -1},
        ]
        response = self.send(lines, name="Renamed")
        self.assertDetail(response, ["body", "line_ids", 2], "refused")
        self.assertErrorObject(response, 400, "must be positive")
        self.assertEqual(self.content(), _BEFORE)
        self.assertEqual(self.order.name, "S1")

    def test_lines_that_are_only_refused_together(self):
        lines = [{"product_id": self.c.id, "quantity": 600} for _ in range(2)]
        response = self.send(lines)
        self.assertDetail(response, ["body", "line_ids", 1], "refused")
        self.assertErrorObject(response, 400, "too large")

    def test_a_change_of_lines_is_a_change_of_the_record(self):
        etag = self.ask(self.path).headers["ETag"]
        sent = {"line_ids": [{"id": self.lines[0].id, "quantity": 7}]}
        headers = {"If-Match": etag}
        self.env.cr.execute(
            "UPDATE test_crud_order SET write_date = write_date - '1s'::interval"
        )
        self.order.invalidate_recordset()
        response = self.ask(self.path, "PATCH", json=sent, headers=headers)
        self.assertErrorObject(response, 412)
        self.assertEqual(self.content(), _BEFORE)
        response = self.ask(self.path, "PATCH", json=sent)
        self.assertNotEqual(response.headers["ETag"].split(".")[0], etag.split(".")[0])


@tagged("post_install", "-at_install")
class TestArchivedLines(OrderCase):
    def setUp(self):
        super().setUp()
        self.lines[1].active = False
        self.line = {"id": self.lines[1].id, "quantity": 4}

    def test_not_found_if_active_is_not_writable(self):
        response = self.send([self.line])
        self.assertDetail(response, ["body", "line_ids", 0, "id"], "exists")

    def test_restored(self):
        names = "line_ids.product_id, line_ids.quantity, line_ids.active"
        self.orders.write({"crud_write_line_fields": names, "crud_key_lookups": False})
        self.assertAnswer(self.send([{**self.line, "active": True}]), 200)
        self.assertEqual(self.content(), [("A", 5), ("B", 4)])

    def test_put_keeps_them(self):
        self.assertAnswer(self.send([], "PUT", name="S1"), 200)
        self.assertEqual(self.content(), [])
        self.assertTrue(self.lines[1].exists())


@tagged("post_install", "-at_install")
class TestPutLines(OrderCase):
    def test_replaces_the_list(self):
        lines = [{"id": self.lines[1].id, "quantity": 4}, {"product_id": self.c.id}]
        self.assertAnswer(self.send(lines, "PUT", name="S1"), 200)
        self.assertEqual(self.content(), [("B", 4), ("C", 1)])
        self.assertFalse(self.lines[0].exists())

    def test_a_body_without_lines_deletes_them(self):
        self.assertAnswer(self.ask(self.path, "PUT", json={"name": "S1"}), 200)
        self.assertEqual(self.content(), [])

    def test_put_of_a_read(self):
        for query in ("", "?expand=line_ids"):
            with self.subTest(query=query):
                shown = self.ask(self.path + query).json()
                self.assertAnswer(self.ask(self.path, "PUT", json=shown), 200)
                self.assertEqual(self.ask(self.path + query).json(), shown)
        self.assertEqual(self.content(), _BEFORE)

    def test_a_read_with_one_change(self):
        for query in ("", "?expand=line_ids"):
            with self.subTest(query=query):
                sent = self.ask(self.path + query).json()
                del sent["total"]
                sent["line_ids"][0:1] = [{"product_id": self.c.id, "quantity": 9}]
                self.assertAnswer(self.ask(self.path, "PUT", json=sent), 200)
                self.assertEqual(self.content(), [("C", 9), ("B", 3)])

    def test_a_line_of_a_read_with_one_change(self):
        sent = self.ask(self.path + "?expand=line_ids").json()
        del sent["total"]
        sent["line_ids"][1]["quantity"] = 4
        written = self.lines[0].write_date
        self.assertAnswer(self.ask(self.path, "PUT", json=sent), 200)
        self.assertEqual(self.content(), [("A", 5), ("B", 4)])
        self.assertEqual(self.lines[0].write_date, written)

    def test_a_changed_member_that_is_not_writable(self):
        sent = self.ask(self.path + "?expand=line_ids").json()
        sent["line_ids"][1]["display_name"] = "x"
        response = self.ask(self.path, "PUT", json=sent)
        loc = ["body", "line_ids", 1, "display_name"]
        self.assertDetail(response, loc, "readOnly")

    def test_refused(self):
        other = self.order.create({"name": "S2"})
        [line] = self.make_lines(other, (self.a, 1))
        for lines, loc, kind in (
            ([line.id], [0, "id"], "exists"),
            ([{"id": line.id}], [0, "id"], "exists"),
            ([{"id": self.lines[0].id, "_delete": True}], [0], "additionalProperties"),
            ([{"id": [1]}], [0, "id"], "type"),
            ([True], [0], "type"),
            (None, [], "type"),
        ):
            with self.subTest(lines=lines):
                response = self.send(lines, "PUT", name="S1")
                self.assertDetail(response, ["body", "line_ids", *loc], kind)
        self.assertEqual((self.content(), self.content(other)), (_BEFORE, [("A", 1)]))

    def test_lines_that_the_caller_cannot_see_stay(self):
        self.lines[1].note = "invisible"
        self.assertAnswer(self.send([], "PUT", name="S1"), 200)
        self.assertEqual(self.content(), [("B", 3)])


@tagged("post_install", "-at_install")
class TestRightsOfLines(OrderCase):
    """A portal user may write orders, but only read their lines."""

    def setUp(self):
        super().setUp()
        user = self.make_user("portal_user", "base.group_portal")
        self.key = self.make_api_key(user)
        values = {"crud_write_fields": "name", "crud_key_lookups": False}
        self.orders.write({**values, "crud_read_fields": "name, line_ids"})

    def test_lines_are_refused(self):
        id_ = self.lines[0].id
        for line in ({"id": id_, "quantity": 1}, {"id": id_, "_delete": True}):
            response = self.send([line])
            self.assertErrorObject(response, 403)
        for lines in ([], [{"id": self.lines[1].id}]):
            self.assertErrorObject(self.send(lines, "PUT", name="S1"), 403)
        self.assertEqual(self.content(), _BEFORE)

    def test_the_header_is_written(self):
        lines = [{"id": id_} for id_ in self.lines.ids]
        self.assertAnswer(self.send(lines, name="x"), 200)
        self.assertAnswer(self.send(lines, "PUT", name="y"), 200)
        self.assertEqual((self.order.name, self.content()), ("y", _BEFORE))


@tagged("post_install", "-at_install")
class TestFieldRightsOfLines(OrderCase):
    def test_a_field_of_a_group(self):
        names = "line_ids.product_id, line_ids.discount"
        self.orders.write({"crud_write_line_fields": names, "crud_key_lookups": False})
        sent = [{"id": self.lines[0].id, "discount": 5}]
        response = self.send(sent)
        self.assertErrorObject(response, 403)
        self.key = self.make_api_key(self.env.ref("base.user_admin"))
        self.assertAnswer(self.send(sent), 200)
        self.assertEqual(self.lines[0].discount, 5)
