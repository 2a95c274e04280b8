"""The schemas of bodies and responses match what is sent."""

import jsonschema

from .common import ResourceCase

_ROW = {
    "id": 1,
    "name": "Moby Dick",
    "active": True,
    "type": None,
    "parent_id": {"id": 2, "display_name": "Melville", "name": "Melville"},
    "category_id": [3, {"id": 4, "display_name": None}],
    "image_1920": "/partners/1/image_1920",
}


class TestSchemas(ResourceCase):
    def setUp(self):
        super().setUp()
        self.make_partners()

    def validator(self, method, path, status=None):
        """:return: validator of a request body, or of the response of a status"""
        document = self.document()
        operation = document["paths"][path][method]
        part = operation["responses"][status] if status else operation["requestBody"]
        schema = part["content"]["application/json"]["schema"]
        components = {"components": document["components"]}
        return jsonschema.Draft202012Validator({**components, **schema})

    def test_a_record(self):
        validator = self.validator("get", "/partners/{id}", "200")
        for change, fits in (
            ({}, True),
            ({"active": None}, False),
            ({"type": "lost"}, False),
            ({"parent_id": None}, True),
            ({"parent_id": 2}, False),
            ({"category_id": None}, False),
            ({"image_1920": None}, True),
        ):
            with self.subTest(change=change):
                self.assertIs(validator.is_valid({**_ROW, **change}), fits)

    def test_a_list(self):
        validator = self.validator("get", "/partners", "200")
        for pagination, fits in (
            ({"page": 1, "limit": 2}, True),
            ({"page": 1, "limit": 2, "total": 5, "pages": 3}, True),
            ({"limit": 2, "next": None}, True),
            ({"limit": 2}, False),
        ):
            with self.subTest(pagination=pagination):
                page = {"data": [_ROW], "pagination": pagination}
                self.assertIs(validator.is_valid(page), fits)

    def test_created_records(self):
        validator = self.validator("post", "/partners", "201")
        self.assertTrue(validator.is_valid(_ROW))
        self.assertTrue(validator.is_valid({"data": [_ROW]}))

    def test_a_body_may_be_a_list(self):
        validator = self.validator("post", "/partners")
        self.assertTrue(validator.is_valid({"name": "a"}))
        self.assertTrue(validator.is_valid([{"name": "a"}]))
        self.assertFalse(validator.is_valid([]))

    def test_resources_share_no_titles(self):
        self.make_partners(route="/more")
        schemas = self.document()["components"]["schemas"].values()
        titles = [schema["title"] for schema in schemas if "title" in schema]
        self.assertEqual(len(titles), len(set(titles)), titles)
