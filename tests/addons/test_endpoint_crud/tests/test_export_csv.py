"""Exports as CSV (RFC 4180)."""

import csv
import io
from datetime import datetime

from odoo.tests import tagged

from .common import CrudCase

_CSV = "/things?format=csv"


@tagged("post_install", "-at_install")
class TestExportCsv(CrudCase):
    def text(self, path):
        response = self.ask(path)
        self.assertEqual(response.status_code, 200, response.text)
        return response.content.decode()

    def cells(self, path=_CSV):
        """:return: list of rows, as another program reads them"""
        return list(csv.reader(io.StringIO(self.text(path), newline=""), strict=True))

    def test_lines_and_quotes(self):
        thing = self.make_things('a,"b"', note="one\r\ntwo\rthree;é€😀")
        self.assertEqual(
            self.text(f"{_CSV}&fields=name,note"),
            f'id,name,note\r\n{thing.id},"a,""b""","one\r\ntwo\rthree;é€😀"\r\n',
        )

    def test_each_type(self):
        label = self.env["test.crud.label"].create({"name": "L,1"})
        thing = self.make_things(
            "x",
            count=-3,
            weight=1.5,
            sold_at=datetime(2026, 1, 31, 12, 30),
            is_red=True,
            box_id=self.box.id,
            label_ids=label.ids,
            picture="aGVsbG8=",
        )
        [names, cells] = self.cells(f"{_CSV}&expand=box_id,label_ids")
        row = dict(zip(names, cells, strict=True))
        expected = {
            "id": f"{thing.id}",
            "note": "",
            "count": "-3",
            "weight": "1.5",
            "made_on": "",
            "sold_at": "2026-01-31T12:30:00Z",
            "state": "new",
            "is_red": "true",
            "box_id": f"{self.box.id}",
            "box_id.display_name": "Box",
            "box_id.name": "Box",
            "label_ids": f'[{{"id":{label.id},"display_name":"L,1","name":"L,1"}}]',
            "part_ids": "[]",
            "picture": f"/things/{thing.id}/picture",
            "shout": "X",
        }
        self.assertEqual({name: row[name] for name in expected}, expected)

    def test_postgresql_and_odoo_write_the_same(self):
        label = self.env["test.crud.label"].create({"name": "L"})
        values = {"box_id": self.box.id, "label_ids": label.ids, "weight": 1e20}
        self.make_things("-a", "b,c", count=-3, is_red=True, **values)
        self.make_things("d", weight=0.1, page="<p>é</p>", made_on="2026-01-31")
        self.things.crud_csv_guard_formulas = True
        for query in ("", "&expand=box_id", "&fields=shout", "&fields=weight,box_id"):
            texts = []
            for self.things.crud_sql_lists in (True, False):
                texts.append(self.text(f"{_CSV}{query}"))
            self.assertEqual(*texts)

    def test_columns_follow_the_query(self):
        self.make_things("a", "b", box_id=False)
        path = f"{_CSV}&fields=box_id,name&order=-name"
        [header, first, _second] = self.cells(path)
        self.assertEqual(header, ["id", "name", "box_id", "box_id.display_name"])
        self.assertEqual(first[1:], ["b", "", ""])

    def test_no_records(self):
        self.assertEqual(self.text(f"{_CSV}&fields=name"), "id,name\r\n")

    def test_byte_order_mark(self):
        start = b"\xef\xbb\xbfid,name\r\n"
        path = f"{_CSV}&fields=name"
        self.assertEqual(self.ask(f"{path}&bom=true").content, start)
        self.assertEqual(self.ask(f"{path}&bom=false").content, start[3:])

    def test_formulas(self):
        texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1", "a=1", "'=1"]
        self.make_things(*texts, count=-5)
        path = f"{_CSV}&fields=name,count&order=id"
        names = [row[1] for row in self.cells(path)[1:]]
        self.assertEqual(names, texts)
        self.things.crud_csv_guard_formulas = True
        rows = self.cells(path)[1:]
        guarded = [f"'{text}" for text in texts[:6]]
        self.assertEqual([row[1] for row in rows], guarded + texts[6:])
        self.assertEqual({row[2] for row in rows}, {"-5"})

    def test_formulas_in_related_names(self):
        self.things.crud_csv_guard_formulas = True
        self.box.name = "=cmd"
        self.make_things("a", box_id=self.box.id)
        row = self.cells(f"{_CSV}&fields=box_id&expand=box_id")[1]
        self.assertEqual(row[2:], ["'=cmd", "'=cmd"])
