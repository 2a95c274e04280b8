"""Files that can be written: operations, forms."""

from .common import ResourceCase

_FILE = "/partners/{id}/files/{file}"


class TestFiles(ResourceCase):
    def setUp(self):
        super().setUp()
        self.make_partners(crud_write_fields="name, category_id, image_1920")

    def test_operations(self):
        item = self.paths("/partners")[_FILE]
        self.assertEqual(set(item), {"get", "put", "delete"})
        self.assertIn("204", item["put"]["responses"])
        self.assertLessEqual({"412", "413", "415"}, set(item["put"]["responses"]))
        content = item["put"]["requestBody"]["content"]
        self.assertEqual(list(content), ["application/octet-stream"])
        names = {each["name"] for each in item["delete"]["parameters"]}
        self.assertLessEqual({"id", "file", "If-Match"}, names)

    def test_a_form(self):
        body = self.paths("/partners")["/partners/{id}"]["patch"]["requestBody"]
        form = body["content"].pop("multipart/form-data")
        self.assertEqual(list(body["content"]), ["application/json"])
        properties = self.resolve(form["schema"])["properties"]
        image = properties["image_1920"]
        self.assertEqual((image["type"], image["format"]), ("string", "binary"))
        self.assertEqual(properties["category_id"]["type"], "array")
        description = self.paths("/partners")["/partners"]["post"]["description"]
        self.assertIn("multipart/form-data", description)

    def test_put_takes_json_only(self):
        body = self.paths("/partners")["/partners/{id}"]["put"]["requestBody"]
        self.assertEqual(list(body["content"]), ["application/json"])

    def test_without_files_to_write(self):
        self.make_partners(route="/readers")
        paths = self.paths("/readers")
        self.assertNotIn("/readers/{id}/files/{file}", paths)
        body = paths["/readers/{id}"]["patch"]["requestBody"]
        self.assertEqual(list(body["content"]), ["application/json"])
