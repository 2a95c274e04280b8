"""Operations, headers, statuses and parameters of a resource."""

from .common import ResourceCase

_STATUSES = {
    ("get", "/partners"): {"200", "413"},
    ("post", "/partners"): {"201", "409", "413", "415", "422"},
    ("get", "/partners/{id}"): {"200", "304"},
    ("patch", "/partners/{id}"): {"200", "409", "412", "413", "415", "422"},
    ("put", "/partners/{id}"): {"200", "412", "413", "415"},
    ("delete", "/partners/{id}"): {"204", "412"},
    ("get", "/partners/{id}/{file}"): {"200", "206", "304", "416"},
    ("post", "/partners/bulk"): {"200", "409", "413", "415", "422"},
}


class TestOperations(ResourceCase):
    def partners(self, method="get", path="/partners"):
        return self.paths("/partners")[path][method]

    def test_operations_in_their_usual_order(self):
        self.make_partners()
        methods = {path: list(item) for path, item in self.paths("/partners").items()}
        expected = {
            "/partners": ["get", "post"],
            "/partners/{id}": ["get", "patch", "put", "delete"],
            "/partners/{id}/{file}": ["get"],
            "/partners/bulk": ["post"],
        }
        self.assertEqual(methods, expected)

    def test_a_resource_without_files(self):
        self.make_partners(crud_read_fields="name", crud_expand_fields="")
        self.assertNotIn("/partners/{id}/{file}", self.paths("/partners"))

    def test_statuses(self):
        self.make_partners()
        paths = self.paths("/partners")
        for (method, path), expected in _STATUSES.items():
            with self.subTest(method=method, path=path):
                statuses = set(paths[path][method]["responses"])
                self.assertEqual(statuses - {"400", "403", "404", "500"}, expected)

    def test_headers(self):
        self.make_partners()
        responses = self.partners("post")["responses"]
        self.assertLessEqual({"Location", "ETag"}, set(responses["201"]["headers"]))
        responses = self.partners()["responses"]
        self.assertIn("Link", responses["200"]["headers"])
        self.assertNotIn("ETag", responses["200"]["headers"])
        one = self.partners(path="/partners/{id}")
        self.assertEqual(set(one["responses"]["304"]["headers"]), {"ETag"})
        parameters = self.parameters("/partners/{id}")
        self.assertEqual(parameters["If-None-Match"]["in"], "header")

    def test_a_model_without_dates_has_no_etag(self):
        self.patch(self.env.registry["res.partner"], "_log_access", False)
        self.make_partners()
        one = self.partners(path="/partners/{id}")
        self.assertNotIn("If-None-Match", self.parameters("/partners/{id}"))
        self.assertNotIn("304", one["responses"])
        self.assertNotIn("ETag", one["responses"]["200"].get("headers", {}))

    def test_filters_are_typed(self):
        self.make_partners()
        parameters = self.parameters("/partners")
        self.assertIn("invoice", parameters["type"]["schema"]["enum"])
        kind = parameters["type__in"]["schema"]
        self.assertEqual(kind["type"], "array")
        self.assertIn("invoice", kind["items"]["enum"])
        self.assertEqual(parameters["image_1920__null"]["schema"]["type"], "boolean")
        self.assertEqual(parameters["category_id"]["schema"]["minimum"], 1)
        self.assertEqual(parameters["name"]["description"], "Name equals this.")

    def test_order_and_members(self):
        self.make_partners()
        parameters = self.parameters("/partners")
        order = parameters["order"]
        self.assertEqual(
            order["schema"]["items"]["enum"], ["id", "-id", "name", "-name"]
        )
        self.assertIn("-name", order["description"])
        expand = parameters["expand"]["schema"]["items"]["enum"]
        self.assertEqual(expand, ["parent_id", "category_id"])
        self.assertEqual(parameters["fields"]["schema"]["items"]["enum"][0], "id")

    def test_a_resource_that_does_not_count(self):
        self.make_partners(crud_count_total=False)
        total = self.parameters("/partners")["total"]["schema"]
        self.assertEqual((total["enum"], total["default"]), ([False], False))
