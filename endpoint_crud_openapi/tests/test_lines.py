"""The document shows lines and relations by key, as the resource accepts them."""

import jsonschema

from .common import ResourceCase

_LINE = {"name": "Ada"}


class TestLines(ResourceCase):
    def setUp(self):
        super().setUp()
        self.make_partners(
            crud_write_fields="name, country_id, category_id",
            crud_write_line_fields="child_ids.name, child_ids.country_id",
            crud_key_lookups="country_id.code, country_id.phone_code, "
            "child_ids.country_id.code, category_id.name",
        )

    def schema(self, method):
        """:return: schema of the body, with the components of the document"""
        path = "/partners" if method == "post" else "/partners/{id}"
        body = self.paths("/partners")[path][method]["requestBody"]["content"]
        components = {"components": self.document()["components"]}
        return {**components, **body["application/json"]["schema"]}

    def assertBodies(self, method, cases):
        validator = jsonschema.Draft202012Validator(self.schema(method))
        for members, fits in cases:
            with self.subTest(method=method, members=members):
                body = {"name": "Crew", **members}
                self.assertIs(validator.is_valid(body), fits)

    def test_keys(self):
        cases = [
            ({"country_id": 1}, True),
            ({"country_id": None}, True),
            ({"country_id": {"code": "BE"}}, True),
            ({"country_id": {"phone_code": 32}}, True),
            ({"country_id": {"code": "BE", "phone_code": 32}}, False),
            ({"country_id": {"name": "Belgium"}}, False),
            ({"country_id": {}}, False),
            ({"category_id": [1, {"name": "A"}]}, True),
            ({"category_id": [{"code": "A"}]}, False),
        ]
        for method in ("post", "patch", "put"):
            self.assertBodies(method, cases)

    def test_lines(self):
        for method, changed, deleted in (
            ("post", False, False),
            ("patch", True, True),
            ("put", True, False),
        ):
            cases = (
                ([_LINE, {**_LINE, "country_id": {"code": "BE"}}], True),
                ([{**_LINE, "parent_id": 1}], False),
                ([{"id": 7}], changed),
                ([{"id": 7, "name": "Eve"}], changed),
                ([{"id": 7, "_delete": True}], deleted),
                ([{"id": 7, "_delete": True, "name": "Eve"}], False),
                ([_LINE] * 1001, False),
                (None, False),
            )
            bodies = [({"child_ids": lines}, fits) for lines, fits in cases]
            self.assertBodies(method, bodies)

    def test_generators_of_clients_see_alternatives(self):
        one = self.resolve(self.schema("patch"))["properties"]["country_id"]
        self.assertEqual(
            [x["type"] for x in one["oneOf"]], ["object", ["integer", "null"]]
        )
        self.assertEqual(one["title"], "Country")

    def test_the_operations_say_what_happens_to_lines(self):
        item = self.paths("/partners")["/partners/{id}"]
        self.assertIn('"_delete": true', item["patch"]["description"])
        self.assertIn(
            "other lines are deleted", item["put"]["description"].replace("\n", " ")
        )
