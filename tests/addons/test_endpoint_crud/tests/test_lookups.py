"""Related records named by key: ``{"product_id": {"code": "A"}}``."""

from odoo.tests import tagged

from .common import OrderCase


@tagged("post_install", "-at_install")
class TestLookups(OrderCase):
    def setUp(self):
        super().setUp()
        self.product = self.env["test.crud.product"]

    def patch(self, **members):
        return self.ask(self.path, "PATCH", json=members)

    def test_a_relation_by_key(self):
        for key in ({"code": "B"}, {"number": 66}, {"number": 66.0}, self.b.id):
            with self.subTest(key=key):
                self.order.product_id = False
                response = self.patch(product_id=key)
                self.assertAnswer(response, 200)
                self.assertEqual(response.json()["product_id"]["id"], self.b.id)

    def test_ids_and_keys_in_a_list(self):
        response = self.patch(product_ids=[{"code": "A"}, self.b.id, {"code": "A"}])
        self.assertAnswer(response, 200)
        self.assertEqual(self.order.product_ids, self.a + self.b)

    def test_lines(self):
        lines = [
            {"product_id": {"code": "C"}, "product_ids": [{"code": "B"}]},
            {"id": self.lines[0].id, "product_id": {"code": "B"}},
        ]
        self.assertAnswer(self.send(lines), 200)
        self.assertEqual(self.content(), [("B", 5), ("B", 3), ("C", 1)])
        line = self.Line.search([("product_id", "=", self.c.id)])
        self.assertEqual(line.product_ids, self.b)

    def test_put(self):
        sent = {"name": "x", "product_id": {"code": "A"}}
        self.assertAnswer(self.ask(self.path, "PUT", json=sent), 200)
        self.assertEqual(self.order.product_id, self.a)

    def test_no_record(self):
        for key, value in (("code", "a"), ("code", "' OR 1=1 --"), ("number", -1)):
            with self.subTest(value=value):
                response = self.patch(product_id={key: value})
                self.assertDetail(response, ["body", "product_id"], "exists")
                self.assertErrorObject(
                    response, 400, f"no record has the {key} “{value}”"
                )

    def test_several_records(self):
        self.b.code = "A"
        response = self.send([{"product_id": {"code": "A"}}])
        loc = ["body", "line_ids", 0, "product_id"]
        self.assertDetail(response, loc, "ambiguous")
        self.assertErrorObject(response, 400, "2 records have the code “A”")

    def test_zero_and_null_are_equal(self):
        self.a.number = 0
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE test_crud_product SET number = NULL WHERE id = %s", [self.b.id]
        )
        response = self.patch(product_id={"number": 0})
        self.assertDetail(response, ["body", "product_id"], "ambiguous")

    def test_archived_records_are_not_found_by_key(self):
        self.a.active = False
        response = self.patch(product_id={"code": "A"})
        self.assertDetail(response, ["body", "product_id"], "exists")
        self.b.code = "A"
        self.assertAnswer(self.patch(product_id={"code": "A"}), 200)
        self.assertEqual(self.order.product_id, self.b)

    def test_hidden_records_are_not_found(self):
        self.a.name = "invisible"
        response = self.patch(product_id={"code": "A"})
        self.assertDetail(response, ["body", "product_id"], "exists")

    def test_without_the_right_to_read(self):
        key = self.make_api_key(self.make_user("portal_user", "base.group_portal"))
        sent = {"product_id": {"code": "A"}}
        self.orders.write({"crud_read_fields": "name", "crud_expand_fields": False})
        self.assertErrorObject(self.ask(self.path, "PATCH", key, json=sent), 403)

    def test_a_key_of_a_group(self):
        self.orders.write({"crud_key_lookups": "product_id.cost_code"})
        self.a.cost_code = "X"
        sent = {"product_id": {"cost_code": "X"}}
        self.assertErrorObject(self.ask(self.path, "PATCH", json=sent), 403)
        admin = self.make_api_key(self.env.ref("base.user_admin"))
        self.assertAnswer(self.ask(self.path, "PATCH", admin, json=sent), 200)

    def test_values_that_do_not_match_the_schema(self):
        for value, kind in (
            ({}, "minProperties"),
            ({"name": "Product A"}, "additionalProperties"),
            ({"code": "A", "number": 65}, "maxProperties"),
            ({"code": ""}, "minLength"),
            ({"code": None}, "type"),
            ({"code": ["A"]}, "type"),
            ({"code": {"code": "A"}}, "type"),
            ({"code": "x" * 1001}, "maxLength"),
            ({"number": 2**31}, "maximum"),
            ({"number": True}, "type"),
            ({"number": "65"}, "type"),
            ({"id": self.a.id}, "additionalProperties"),
            ([{"code": "A"}], "type"),
        ):
            with self.subTest(value=value):
                response = self.patch(product_id=value)
                self.assertErrorObject(response, 400)
                errors = response.json()["detail"]
                self.assertEqual(errors[0]["loc"][:2], ["body", "product_id"])
                self.assertIn(kind, [error["type"] for error in errors])
        self.assertFalse(self.order.product_id)

    def test_characters_that_postgresql_refuses(self):
        for character in ("\\u0000", "\\ud800"):
            text = f'{{"product_id": {{"code": "{character}"}}}}'
            headers = {"Content-Type": "application/json"}
            response = self.ask(self.path, "PATCH", data=text, headers=headers)
            self.assertErrorObject(response, 400)

    def test_all_errors_of_a_body(self):
        lines = [{"product_id": {"code": f"no {n}"}} for n in range(150)]
        response = self.send(lines)
        self.assertErrorObject(response, 400, truncated=True)
        self.assertEqual(len(response.json()["detail"]), 100)

    def test_one_query_for_each_key(self):
        """However many lines name a product, it is searched once."""
        counts = []
        for number in (2, 40):
            lines = [{"product_id": {"code": "ABC"[n % 3]}} for n in range(number)]
            with self.assertLogs("odoo.sql_db", "DEBUG") as logged:
                response = self.send(lines, "POST", "/orders", name="x")
            self.assertAnswer(response, 201)
            text = 'FROM "test_crud_product"'
            counts.append(sum("COUNT(*)" in x and text in x for x in logged.output))
        self.assertEqual(counts, [1, 1])
