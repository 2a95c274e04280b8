"""Lists that PostgreSQL writes, see ``test_sql_lists_random`` for their bytes."""

from odoo.tests import tagged

from odoo.addons.endpoint_crud.rest.sql_rows import SqlRows

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestSqlLists(CrudCase):
    def is_fast(self, path):
        """:return: whether PostgreSQL writes the list"""
        with self.assertLogs("odoo.sql_db", "DEBUG") as logs:
            self.assertEqual(self.ask(path).status_code, 200)
        return any("row_to_json" in line for line in logs.output)

    def get(self, path):
        """:return: the text of a list that PostgreSQL writes"""
        self.assertTrue(self.is_fast(path))
        return self.ask(path).text

    def test_compact_json_in_utf_8(self):
        thing = self.make_things("Élan\n")
        self.assertEqual(
            self.get("/things?fields=name,count,is_red,box_id&total=false"),
            f'{{"data":[{{"id":{thing.id},"name":"Élan\\n","count":0,"is_red":false,'
            '"box_id":null}],"pagination":{"page":1,"limit":80}}',
        )

    def test_one_record_has_the_same_serialisation(self):
        thing = self.make_things("é", weight=2, box_id=self.box.id)
        row = self.ask(f"/things/{thing.id}").text
        self.assertIn(f'"data":[{row}]', self.ask("/things").text)

    def test_the_setting_turns_it_off(self):
        self.make_things("a", weight=0.5)
        fast = self.get("/things")
        self.things.crud_sql_lists = False
        self.assertFalse(self.is_fast("/things"))
        self.assertEqual(self.ask("/things").text, fast)

    def test_only_the_other_fields_are_read_by_odoo(self):
        self.make_things("a", "b")
        self.env.flush_all()
        with self.assertLogs("odoo.sql_db", "DEBUG") as logs:
            rows = self.ask("/things?fields=name,note,label_ids").json()["data"]
        self.assertEqual([row["label_ids"] for row in rows], [[], []])
        reading = [line for line in logs.output if '"note"' in line]
        self.assertEqual(len(reading), 1, reading)

    def test_only_computed_fields_are_left_to_odoo(self):
        self.make_things("a")
        self.assertFalse(self.is_fast("/things?fields=shout,label_ids"))

    def test_a_name_that_is_a_column_needs_no_query(self):
        self.make_things("a", box_id=self.box.id)
        with self.assertLogs("odoo.sql_db", "DEBUG") as logs:
            self.ask("/things?fields=box_id&total=false")
        reading = [line for line in logs.output if 'FROM "test_crud_box"' in line]
        self.assertEqual(len(reading), 1, reading)

    def test_a_computed_name_reads_the_columns_that_it_depends_on(self):
        partner = self.env["res.partner"].create({"name": "Ada"})
        self.env["test.crud.sample"].create({"partner_id": partner.id})
        self.make_resource(
            route="/samples",
            crud_model_id=self.env["ir.model"]._get_id("test.crud.sample"),
            crud_read_fields="partner_id",
            **{f"crud_{name}_fields": False for name in ("filter", "sort", "write")},
            crud_expand_fields=False,
            **{f"crud_can_{name}": False for name in ("create", "update", "delete")},
        )
        with self.assertLogs("odoo.sql_db", "DEBUG") as logs:
            [row] = self.ask("/samples").json()["data"]
        self.assertEqual(row["partner_id"]["display_name"], "Ada")
        wanted = f'"res_partner"."id" IN ({partner.id})'
        reading = [line for line in logs.output if wanted in line]
        self.assertEqual(["street" in line for line in reading], [False], reading)

    def test_a_hidden_related_record_is_named(self):
        """As in Odoo's own lists: the name of a record that the user may not read."""
        self.make_things("a", box_id=self.box.id)
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "test.crud.box")]
        ).perm_read = False
        row = self.ask("/things?fields=box_id").json()["data"][0]
        self.assertEqual(row["box_id"]["display_name"], "Box")

    def test_a_field_of_another_group(self):
        self.make_things("a", price=3)
        self.assertErrorObject(self.ask("/things?fields=name,price"), 403)
        self.assertNotIn("price", self.get("/things"))

    def test_a_field_of_another_group_in_no_records(self):
        self.assertErrorObject(self.ask("/things?fields=name,price"), 403)

    def test_a_text_that_looks_like_an_incomplete_member(self):
        names = ['"0-1":5', '"box_id":null', "0-1", '\\"0-2":1,']
        self.make_things(*names)
        self.assertTrue(self.is_fast("/things?fields=name,shout,label_ids"))
        self.assertEqual(
            self.names("/things?fields=name,shout,label_ids&order=id"), names
        )

    def test_pending_changes_are_written_first(self):
        thing = self.make_things("a")
        self.env.flush_all()
        thing.note = "changed"  # the request shares the cache of the test
        self.assertIn('"note":"changed"', self.get("/things?fields=note"))

    def test_head_and_links(self):
        self.make_things("a", "b")
        response = self.ask("/things?limit=1", method="HEAD")
        self.assertAnswer(response, 200)
        self.assertEqual(response.content, b"")
        self.assertEqual(set(response.links), {"first", "next", "last"})
        self.assertEqual(response.headers["Vary"], "Accept, Accept-Language")
        self.assertEqual(
            response.headers["Content-Type"], "application/json; charset=utf-8"
        )

    def test_a_model_that_overrides_how_it_is_read(self):
        self.env["test.crud.override"].create({"name": "a"})
        self.make_resource(
            route="/overrides",
            crud_model_id=self.env["ir.model"]._get_id("test.crud.override"),
            **{f"crud_{kind}_fields": "name" for kind in ("read", "filter", "sort")},
            crud_write_fields="name",
            crud_expand_fields=False,
        )
        self.assertFalse(self.is_fast("/overrides"))
        self.assertEqual(self.names("/overrides"), ["a, overridden"])

    def test_a_column_for_each_member(self):
        thing = self.make_things("a", weight=0.5, box_id=self.box.id, note=False)
        names = ["name", "weight", "note", "box_id", "label_ids"]
        sql_rows = SqlRows(self.Thing.with_user(self.user), names, {}, "/things")
        query = sql_rows.model._search([("id", "=", thing.id)], limit=1)
        [row] = self.env.execute_query(sql_rows.columns(query))
        expected = (thing.id, "a", "0.5", None, self.box.id, "Box", thing.id)
        self.assertEqual(row, expected)
