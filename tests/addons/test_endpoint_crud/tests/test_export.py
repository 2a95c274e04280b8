"""All records of a list, as JSON Lines or CSV."""

import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CrudCase, OrderCase

_NDJSON = "/things?format=ndjson"


@tagged("post_install", "-at_install")
class TestExport(CrudCase):
    def rows(self, path=_NDJSON, **kwargs):
        """:return: the records of an export as JSON Lines"""
        response = self.ask(path, **kwargs)
        self.assertEqual(response.status_code, 200, response.text)
        self.assertTrue(not response.text or response.text.endswith("\n"))
        return [json.loads(line) for line in response.text.splitlines()]

    def test_the_records_are_those_of_the_list(self):
        """Written by PostgreSQL, by Odoo, or by both."""
        label = self.env["test.crud.label"].create({"name": "L"})
        values = {"box_id": self.box.id, "label_ids": label.ids, "weight": 1.5}
        self.make_things("a", "é\n“x”", picture="aGVsbG8=", **values)
        for query in (
            "order=-name&expand=box_id,label_ids",
            "order=name&fields=name,weight,box_id",
            "fields=shout",
        ):
            pages = self.ask(f"/things?{query}").json()["data"]
            for self.things.crud_sql_lists in (True, False):
                with self.subTest(query=query, sql=self.things.crud_sql_lists):
                    self.assertEqual(self.rows(f"{_NDJSON}&{query}"), pages)

    def test_accept(self):
        for accept, expected in (
            ("text/csv", "text/csv; charset=utf-8"),
            ("application/x-ndjson", "application/x-ndjson"),
            ("application/json", "application/json; charset=utf-8"),
            ("text/csv;q=0.5, application/x-ndjson", "application/x-ndjson"),
            ("*/*", "application/json; charset=utf-8"),
            ("text/html, */*;q=0.1", "application/json; charset=utf-8"),
            ("image/png", "application/json; charset=utf-8"),
            (";;\xff/x", "application/json; charset=utf-8"),
        ):
            with self.subTest(accept=accept):
                response = self.ask(headers={"Accept": accept})
                self.assertAnswer(response, 200, headers={"Content-Type": expected})
                self.assertEqual(response.headers["Vary"], "Accept, Accept-Language")

    def test_the_parameter_wins_over_the_header(self):
        headers = {"Accept": "text/csv"}
        self.assertEqual(self.rows(headers=headers), [])
        self.assertEqual(
            self.ask("/things?format=json", headers=headers).json()["data"], []
        )

    def test_a_file_name(self):
        headers = self.ask(_NDJSON).headers
        self.assertIn("things.ndjson", headers["Content-Disposition"])
        self.assertTrue(headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(headers["Cache-Control"], "no-store")

    def test_all_pages_in_batches(self):
        """There are more records than pages, batches and the cache have."""
        self.make_things(*(f"{n:05}" for n in range(2_345)))
        names = [row["name"] for row in self.rows(f"{_NDJSON}&fields=name&order=name")]
        self.assertEqual(names, [f"{n:05}" for n in range(2_345)])

    def test_limit(self):
        self.things.crud_export_limit = 600
        self.make_things("a", "b", "c")
        self.assertEqual(len(self.rows(f"{_NDJSON}&limit=2")), 2)
        self.assertEqual(len(self.rows(f"{_NDJSON}&limit=600")), 3)
        response = self.ask(f"{_NDJSON}&limit=601")
        self.assertDetail(response, ["query", "limit"], "type")

    def test_more_records_than_the_endpoint_exports(self):
        self.things.crud_export_limit = 2
        self.make_things("a", "b", "c")
        for method in ("GET", "HEAD"):
            self.assertEqual(self.ask(_NDJSON, method).status_code, 413)
        self.assertErrorObject(self.ask(_NDJSON), 413, "more than 2 records")
        self.assertEqual(len(self.rows(f"{_NDJSON}&name__in=a,b")), 2)
        self.assertEqual(len(self.rows(f"{_NDJSON}&limit=2")), 2)

    def test_more_records_found_too_late(self):
        """Counting takes too long, so the last line says that there are more."""
        self.things.write(
            {"crud_export_limit": 3, "crud_domain": "[('is_slow', '=', True)]"}
        )
        self.make_things("a", "b", "c", "d")
        *rows, last = self.rows()
        self.assertEqual([row["name"] for row in rows], ["a", "b", "c"])
        self.assertIn("more than 3 records", last["error"]["message"])
        lines = self.ask("/things?format=csv&fields=name").text.splitlines()
        self.assertEqual(lines[0], "id,name")
        self.assertTrue(lines[4].startswith('"Error: There are more than 3 records.'))

    def test_head(self):
        self.make_things("a")
        response = self.ask(_NDJSON, "HEAD")
        self.assertEqual(response.text, "")
        self.assertEqual(response.headers["Content-Type"], "application/x-ndjson")

    def test_invalid_queries(self):
        for query, name, kind in (
            ("format=xml", "format", "enum"),
            ("format=", "format", "enum"),
            ("format=csv&page=2", "page", "not"),
            ("format=csv&after=", "after", "not"),
            ("format=ndjson&total=false", "total", "not"),
            ("format=ndjson&bom=true", "bom", "not"),
            ("bom=true", "bom", "not"),
            ("format=csv&bom=x", "bom", "type"),
            ("format=csv&limit=0", "limit", "type"),
            ("format=csv&limit=٣", "limit", "type"),
            ("format=csv&format=csv", "format", "maxItems"),
            ("format=csv&x=1", "x", "additionalProperties"),
            ("format=csv&fields=secret", "fields", "enum"),
        ):
            with self.subTest(query=query):
                response = self.ask(f"/things?{query}")
                self.assertDetail(response, ["query", name], kind)

    def test_only_lists_have_formats(self):
        thing = self.make_things("a")
        response = self.ask(f"/things/{thing.id}?format=csv")
        self.assertDetail(response, ["query", "format"], "additionalProperties")
        response = self.ask(f"/things/{thing.id}", headers={"Accept": "text/csv"})
        self.assertEqual(response.json()["name"], "a")

    def test_record_rules_and_the_domain(self):
        self.things.crud_domain = "[('count', '=', 1)]"
        self.make_things("invisible", "a", count=1)
        self.make_things("b")
        self.assertEqual([row["name"] for row in self.rows()], ["a"])

    def test_a_stranger_gets_the_status_of_the_list(self):
        self.assertErrorObject(self.call(_NDJSON), 401)
        self.things.write(
            {
                "crud_model_id": self.env["ir.model"]._get_id("test.crud.box"),
                "crud_read_fields": "name",
                "crud_write_fields": "name",
                "crud_filter_fields": False,
                "crud_sort_fields": False,
                "crud_expand_fields": False,
            }
        )
        self.things.registry_sync = True
        portal = self.make_user("portal_user", "base.group_portal")
        key = self.make_api_key(portal)
        for path in ("/things", _NDJSON, "/things?format=csv"):
            self.assertErrorObject(self.ask(path, key=key), 403)

    def test_fields_of_a_group(self):
        self.make_things("a", price=3)
        self.assertNotIn("price", self.rows()[0])
        self.assertErrorObject(self.ask(f"{_NDJSON}&fields=price"), 403)
        key = self.make_api_key(self.env.ref("base.user_admin"))
        self.assertEqual(self.rows(key=key)[0]["price"], 3)

    def test_the_language_of_the_request(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        label = self.env["test.crud.label"].create({"name": "Red"})
        label.with_context(lang="fr_FR").name = "Rouge"
        self.make_things("a", label_ids=label.ids)
        path = f"{_NDJSON}&expand=label_ids"
        [row] = self.rows(path, headers={"Accept-Language": "fr"})
        self.assertEqual(row["label_ids"][0]["name"], "Rouge")

    def test_a_failure_is_the_last_line(self):
        self.make_things("a")
        self.patch(
            self.env.registry["test.crud.thing"]._fields["shout"],
            "compute",
            lambda things: 1 / 0,
        )
        with mute_logger("odoo.addons.endpoint_route_handler.request"):
            [last] = self.rows()
        self.assertIn("Internal Server Error", last["error"]["message"])
        self.assertNotIn("division", json.dumps(last))

    def test_the_transaction_is_read_only(self):
        thing = self.make_things("a")

        def write(things):
            things.env.cr.execute("UPDATE test_crud_thing SET count = 7")

        field = self.env.registry["test.crud.thing"]._fields["shout"]
        self.patch(field, "compute", write)
        with mute_logger("odoo.addons.endpoint_route_handler.request", "odoo.sql_db"):
            self.assertIn("error", self.rows()[0])
        self.env.invalidate_all()
        self.assertEqual(thing.count, 0)

    def test_the_limit_is_checked_when_saved(self):
        with self.assertRaisesRegex(Exception, "1 or more"):
            self.things.crud_export_limit = 0


@tagged("post_install", "-at_install")
class TestExportOfLines(OrderCase):
    def test_lines_that_the_user_may_not_read(self):
        """Refused before the first byte, as in a list."""
        key = self.make_api_key(self.make_user("p", groups="base.group_portal"))
        for query in ("", "?format=csv", "?format=ndjson"):
            self.assertErrorObject(self.ask(f"/orders{query}", key=key), 403)
        response = self.ask("/orders?format=csv&fields=name", key=key)
        self.assertEqual(response.text, f"id,name\r\n{self.order.id},S1\r\n")
