"""Groups of alternative filters, and quoted values."""

from odoo.tests import tagged

from .common import CrudCase


@tagged("post_install", "-at_install")
class TestAlternatives(CrudCase):
    def setUp(self):
        super().setUp()
        self.make_things("Moby Dick", count=600, box_id=self.box.id)
        self.make_things("Walden", count=200, note="a,b")
        self.make_things('"(x), y"', count=5)

    def found(self, **query):
        response = self.ask(params={"order": "-count", **query})
        self.assertEqual(response.status_code, 200, response.text)
        return [row["count"] for row in response.json()["data"]]

    def test_alternatives(self):
        for text, counts in (
            ("(name.ilike.moby,count.lt.10)", [600, 5]),
            ("(box_id.name.ilike.BOX,name.eq.Walden)", [600, 200]),
            ("(count.gt.500,and(count.gt.100,note.null.false))", [600, 200]),
            ("(count.in.(5,200),name.like.Dick)", [600, 200, 5]),
            ("(sold_at.gt.2026-01-01T00:00:00.5Z,count.eq.5)", [5]),
            ("(is_red.eq.true)", []),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.found(**{"or": text}), counts)
        query = {"or": "(count.eq.5,count.eq.600)", "and": "(count.gt.5,count.gt.6)"}
        self.assertEqual(self.found(**query), [600])

    def test_quoted_values(self):
        self.assertEqual(self.found(note__in='"a,b"'), [200])
        self.assertEqual(self.found(name__in=r'"\"(x), y\"",Walden'), [200, 5])
        self.assertEqual(self.found(**{"or": '(note.eq."a,b")'}), [200])
        self.assertEqual(self.found(**{"or": r'(name.eq."\"(x), y\"")'}), [5])
        self.assertEqual(
            self.found(**{"or": '(note.in.("a,b",c),count.eq.5)'}), [200, 5]
        )
        self.assertEqual(self.found(note="a,b"), [200])

    def test_a_related_field(self):
        self.assertEqual(self.found(**{"box_id.name": "Box"}), [600])
        self.assertEqual(self.found(**{"box_id.name__ilike": "x"}), [600])
        self.things.crud_expand_fields = "box_id.create_date"
        query = {"or": "(box_id.create_date.gte.2020-01-01,count.eq.5)"}
        self.assertEqual(self.found(**query), [600, 5])
        self.things.crud_expand_fields = "box_id.name"
        portal = self.make_user("portal_user", "base.group_portal")
        response = self.ask(
            params={"box_id.name": "Box"}, key=self.make_api_key(portal)
        )
        self.assertErrorObject(response, 403)

    def test_refused(self):
        deep = "(" + "and(" * 5 + "count.eq.5" + ")" * 6
        for text, kind in (
            ("", "format"),
            ("count.eq.5", "format"),
            ("()", "additionalProperties"),
            ("(count.eq.5", "format"),
            ("(count.eq.5))", "format"),
            ('(name.eq."a)', "format"),
            ('(name.eq."a"b)', "format"),
            ("(hidden.eq.1)", "additionalProperties"),
            ("(box_id.secret.eq.1)", "additionalProperties"),
            ("(count.ilike.5)", "enum"),
            ("(count.eq.x)", "type"),
            ("(" + "count.eq.5," * 30 + "count.eq.5)", "maxItems"),
            (deep, "maxItems"),
            ("(" * 5000 + ")" * 5000, "additionalProperties"),
        ):
            with self.subTest(text=text[:50]):
                response = self.ask(params={"or": text})
                self.assertDetail(response, ["query", "or"], kind)
                self.assertIn("or", response.json()["message"])
        response = self.ask(params={"name__in": '"a'})
        self.assertDetail(response, ["query", "name__in"], "type")

    def test_only_lists_have_alternatives(self):
        path = f"/things/{self.make_things('a').id}"
        response = self.ask(path, params={"or": "(count.eq.5)"})
        self.assertDetail(response, ["query", "or"], "additionalProperties")
