"""How the document describes a resource."""

from .common import ResourceCase


class TestCrudDocument(ResourceCase):
    def answer(self, path, method, status):
        """:return: the schema of a response"""
        response = self.paths()[path][method]["responses"][status]
        return self.resolve(response["content"]["application/json"]["schema"])

    def test_one_operation_per_method(self):
        self.make_tags(further_routes="/tags-too")
        found = {path: set(item) for path, item in self.paths().items()}
        one = {"get", "patch", "put", "delete"}
        expected = {"/tags": {"get", "post"}, "/tags/{id}": one}
        expected |= {"/tags-too": {"get", "post"}, "/tags-too/{id}": one}
        expected |= {"/tags/bulk": {"post"}, "/tags-too/bulk": {"post"}}
        self.assertEqual(found, expected)

    def test_only_allowed_operations(self):
        self.make_tags(crud_can_create=False, crud_can_read=False)
        found = {path: set(item) for path, item in self.paths().items()}
        expected = {"/tags": {"get"}, "/tags/{id}": {"patch", "put", "delete"}}
        expected["/tags/bulk"] = {"post"}
        self.assertEqual(found, expected)

    def test_the_record_schema_follows_the_model(self):
        self.make_tags()
        properties = self.answer("/tags/{id}", "get", "200")["properties"]
        names = ["id", "name", "color", "active", "parent_id", "child_ids"]
        self.assertEqual(list(properties), names)
        self.assertEqual(properties["name"]["type"], "string")
        self.assertEqual(properties["parent_id"]["type"], ["object", "null"])
        related = list(properties["parent_id"]["properties"])
        self.assertEqual(related, ["id", "display_name", "name"])

    def test_a_row_has_the_documented_members(self):
        endpoint = self.make_tags()
        self.env["res.partner.category"].create({"name": "A"})
        self.grant_tags(endpoint.exec_as_user_id)
        [row, *_rows] = self.call("/tags").json()["data"]
        properties = self.answer("/tags/{id}", "get", "200")["properties"]
        self.assertEqual(list(row), list(properties))

    def grant_tags(self, user):
        user.group_ids |= self.env.ref("base.group_partner_manager")

    def test_the_body_schema_is_the_validated_one(self):
        self.make_tags()
        body = self.paths()["/tags/{id}"]["put"]["requestBody"]["content"]
        schema = self.resolve(body["application/json"]["schema"])
        self.assertEqual(set(schema["properties"]), {"name", "color"})
        self.assertEqual(schema["required"], ["name"])
        self.assertIs(schema["additionalProperties"], False)

    def test_pages_and_filters(self):
        self.make_tags(crud_max_page_size=100, crud_export_limit=200)
        found = self.parameters()
        self.assertEqual(found["limit"]["schema"]["maximum"], 200)
        self.assertIn("at most 100", found["limit"]["description"])
        self.assertEqual(found["parent_id"]["schema"]["type"], "integer")
        self.assertEqual(found["name__in"]["schema"]["type"], "array")
        self.assertNotIn("color", found)

    def test_exports(self):
        self.make_tags()
        found = self.parameters()
        formats = ["json", "ndjson", "csv"]
        self.assertEqual(found["format"]["schema"]["enum"], formats)
        self.assertEqual(found["bom"]["schema"]["type"], "boolean")
        responses = self.paths()["/tags"]["get"]["responses"]
        types = ["application/json", "application/x-ndjson", "text/csv"]
        self.assertEqual(list(responses["200"]["content"]), types)
        self.assertIn("exports", responses["413"]["description"])

    def test_alternatives_and_fields_of_related_records(self):
        self.make_tags()
        found = self.parameters()
        self.assertEqual(found["parent_id.name__ilike"]["schema"]["type"], "string")
        self.assertIn("at least one", found["or"]["description"])
        self.assertIn("all conditions", found["and"]["description"])

    def test_a_selection_that_differs_by_database_is_not_listed(self):
        self.make_tags(
            crud_model_id=self.env["ir.model"]._get_id("res.partner"),
            crud_read_fields="lang, company_type",
            crud_write_fields="name",
            crud_filter_fields="",
            crud_sort_fields="",
            crud_expand_fields="",
        )
        properties = self.answer("/tags/{id}", "get", "200")["properties"]
        self.assertNotIn("enum", properties["lang"])
        self.assertEqual(
            properties["company_type"]["enum"], ["person", "company", None]
        )

    def test_it_follows_the_record(self):
        endpoint = self.make_tags()
        self.assertIn("parent_id", self.parameters())
        endpoint.crud_filter_fields = "name"
        self.assertNotIn("parent_id", self.parameters())

    def test_deprecated(self):
        self.make_tags(deprecated=True, deprecated_since="2030-01-01")
        for item in self.paths().values():
            for operation in item.values():
                self.assertTrue(operation["deprecated"])

    def test_a_resource_that_cannot_be_served_is_left_out(self):
        endpoint = self.make_tags()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE endpoint_endpoint SET crud_read_fields = 'gone' WHERE id = %s",
            [endpoint.id],
        )
        self.env.invalidate_all()
        endpoint.doc_description = "Changed"
        self.assertEqual(self.paths(), {})

    def test_documentation_of_another_exec_mode_is_ignored(self):
        endpoint = self.make_tags(
            query_strict=True,
            query_parameters="- {name: page, required: true}",
            doc_status=202,
            doc_errors="409 Never",
        )
        self.grant_tags(endpoint.exec_as_user_id)
        self.assertEqual(self.call("/tags?limit=1").status_code, 200)
        self.assertNotIn("409", self.paths()["/tags"]["get"]["responses"])
        self.assertIn("200", self.paths()["/tags"]["get"]["responses"])
