"""Records by key, actions and bulk operations in the document."""

from .common import ResourceCase


class TestDocuments(ResourceCase):
    def make_documents(self, **values):
        """:return: paths of a resource with a key and an action"""
        settings = {"crud_key_field": "ref", "crud_write_fields": "name, ref"}
        settings["crud_actions"] = "address: address_get"
        self.make_partners(**{**settings, **values})
        return self.paths("/partners")

    def schema(self, operation):
        """:return: the schema of the request body"""
        content = operation["requestBody"]["content"]["application/json"]
        return self.resolve(content["schema"])

    def test_by_key(self):
        item = self.make_documents()["/partners/by/ref/{value}"]
        self.assertEqual(set(item), {"get", "patch", "put", "delete"})
        for operation in item.values():
            self.assertIn("409", operation["responses"])
        [value] = [p for p in item["get"]["parameters"] if p["in"] == "path"]
        self.assertEqual((value["name"], value["schema"]["type"]), ("value", "string"))

    def test_put_by_key(self):
        put = self.make_documents()["/partners/by/ref/{value}"]["put"]
        self.assertLessEqual({"200", "201", "412"}, set(put["responses"]))
        self.assertIn("Location", put["responses"]["201"]["headers"])
        headers = {p["name"] for p in put["parameters"] if p["in"] == "header"}
        self.assertLessEqual({"If-Match", "If-None-Match"}, headers)

    def test_put_that_does_not_create(self):
        paths = self.make_documents(crud_can_create=False)
        put = paths["/partners/by/ref/{value}"]["put"]
        self.assertNotIn("201", put["responses"])

    def test_an_integer_key(self):
        self.make_tags(crud_key_field="color")
        item = self.paths()["/tags/by/color/{value}"]
        [value] = [p for p in item["get"]["parameters"] if p["in"] == "path"]
        self.assertEqual(value["schema"]["type"], "integer")

    def test_actions(self):
        operation = self.make_documents()["/partners/{id}/address"]["post"]
        self.assertLessEqual({"200", "204", "412"}, set(operation["responses"]))
        self.assertNotIn("requestBody", operation)

    def test_actions_by_key(self):
        operation = self.make_documents()["/partners/by/ref/{value}/address"]["post"]
        self.assertLessEqual({"200", "204", "409", "412"}, set(operation["responses"]))

    def test_bulk(self):
        operation = self.make_documents()["/partners/bulk"]["post"]
        cases = self.schema(operation)["properties"]["operations"]["items"]["oneOf"]
        members = [
            ["op", "values"],
            *(["op", "id", "values"], ["op", "key", "values"]),
            *(["op", "id"], ["op", "key"]),
        ]
        self.assertEqual([case["required"] for case in cases], members)
        parameters = {each["name"]: each for each in operation["parameters"]}
        self.assertIs(parameters["atomic"]["schema"]["default"], True)

    def test_values_of_bulk(self):
        self.make_tags()
        schema = self.schema(self.paths()["/tags/bulk"]["post"])
        create, update, _delete = schema["properties"]["operations"]["items"]["oneOf"]
        self.assertEqual(create["properties"]["values"]["required"], ["name"])
        self.assertNotIn("required", update["properties"]["values"])

    def test_bulk_has_only_the_allowed_operations(self):
        paths = self.make_documents(crud_can_delete=False, crud_key_field="")
        schema = self.schema(paths["/partners/bulk"]["post"])
        cases = schema["properties"]["operations"]["items"]["oneOf"]
        names = [case["properties"]["op"]["const"] for case in cases]
        self.assertEqual(names, ["create", "update"])
        self.assertNotIn("key", cases[1]["properties"])
