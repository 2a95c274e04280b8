import yaml

from .common import OpenapiCase

XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:element name="n" type="xs:int"/></xs:schema>"""


class TestDocument(OpenapiCase):
    def test_a_synced_endpoint_is_shown(self):
        endpoint = self.make_endpoint(doc_description="What *it* does")
        operation = self.operation(endpoint)
        self.assertEqual(operation["summary"], endpoint.name)
        self.assertEqual(operation["description"], "What *it* does")
        self.assertLessEqual({"200", "400", "500"}, set(operation["responses"]))

    def test_unsynced_and_archived_endpoints_are_hidden(self):
        unsynced = self.make_endpoint(registry_sync=False)
        archived = self.make_endpoint(route="/test/archived", active=False)
        paths = self.document()["paths"]
        self.assertNotIn(unsynced.route, paths)
        self.assertNotIn(archived.route, paths)

    def test_additions_of_another_addon(self):
        added = {
            "request_headers": (("X-Asked", "Asked"),),
            "response_headers": (("X-Sent", "Sent"),),
            "errors": {429: "Too many"},
        }
        Endpoint = self.env.registry["endpoint.endpoint"]
        self.patch(Endpoint, "_describe_operation", lambda self, method: added)
        operation = self.operation(self.make_endpoint(doc_errors="429 Busy"))
        names = [parameter["name"] for parameter in operation["parameters"]]
        self.assertEqual(names, ["X-Asked"])
        self.assertIn("X-Sent", operation["responses"]["200"]["headers"])
        description = operation["responses"]["429"]["description"]
        self.assertIn("Busy", description)
        self.assertIn("Too many", description)

    def test_the_ways_to_send_a_key(self):
        endpoint = self.make_endpoint(auth_type="bearer")
        self.assertEqual(self.operation(endpoint)["security"], [{"bearer": []}])
        endpoint.write({"allow_key_header": True, "allow_key_basic": True})
        ways = [{"bearer": []}, {"key_header": []}, {"key_password": []}]
        self.assertEqual(self.operation(endpoint)["security"], ways)
        schemes = self.document()["components"]["securitySchemes"]
        self.assertEqual(schemes["key_header"]["name"], "X-API-Key")
        self.assertEqual(schemes["key_password"]["scheme"], "basic")

    def test_each_route_is_an_operation(self):
        self.make_endpoint(
            route="/test/a/<int:n>", further_routes="/test/b/<model('res.partner'):p>"
        )
        paths = self.document()["paths"]
        first, second = paths["/test/a/{n}"]["get"], paths["/test/b/{p}"]["get"]
        self.assertNotEqual(first["operationId"], second["operationId"])
        self.assertEqual(first["parameters"][0]["schema"], {"type": "integer"})
        self.assertEqual(second["parameters"][0]["schema"]["type"], "integer")

    def test_a_model_of_another_addon(self):
        if "test.endpoint" not in self.env:
            self.skipTest("needs the addon test_endpoint")
        endpoint = self.make_endpoint(model="test.endpoint")
        self.assertTrue(self.operation(endpoint))

    def test_one_group(self):
        inside = self.make_endpoint(route_group="my shop")
        outside = self.make_endpoint(route="/test/outside")
        paths = self.document("/endpoint/my%20shop/openapi.json")["paths"]
        self.assertIn(inside.route, paths)
        self.assertNotIn(outside.route, paths)

    def test_an_unknown_group(self):
        document = self.document("/endpoint/nowhere/openapi.json")
        self.assertEqual(document["paths"], {})
        self.assertIn(
            "any endpoints in the group 'nowhere'", document["info"]["description"]
        )

    def test_as_yaml(self):
        self.make_endpoint()
        response = self.call("/endpoint/openapi.yaml")
        self.assertEqual(
            response.headers["Content-Type"], "application/yaml; charset=utf-8"
        )
        self.assertEqual(yaml.safe_load(response.text), self.document())

    def test_an_xml_schema_is_linked(self):
        endpoint = self.make_endpoint(
            request_method="POST",
            request_content_type="application/xml",
            request_content_schema=XSD,
        )
        body = self.operation(endpoint)["requestBody"]["content"]["application/xml"]
        response = self.call(body["schema"]["externalDocs"]["url"])
        self.assertEqual(response.text, XSD)
        self.assertEqual(self.call("/endpoint/xsd/get_nothing.xsd").status_code, 404)

    def test_a_schema_that_became_invalid(self):
        endpoint = self.make_endpoint(
            request_method="POST", request_content_schema="{type: object}"
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE endpoint_endpoint SET request_content_schema = '{type: 5' "
            "WHERE id = %s",
            [endpoint.id],
        )
        self.env.invalidate_all()
        endpoint.doc_description = "Changed"
        description = self.operation(endpoint)["description"]
        self.assertIn("The request schema cannot be shown", description)

    def test_304_until_a_change(self):
        endpoint = self.make_endpoint()
        etag = self.call("/endpoint/openapi.json").headers["ETag"]
        headers = {"If-None-Match": etag}
        response = self.call("/endpoint/openapi.json", headers=headers)
        self.assertEqual((response.status_code, response.content), (304, b""))
        endpoint.doc_description = "Changed"
        response = self.call("/endpoint/openapi.json", headers=headers)
        self.assertEqual(response.status_code, 200)
        self.assertNotEqual(response.headers["ETag"], etag)

    def test_a_schema_needs_no_sync(self):
        endpoint = self.make_endpoint(
            request_method="POST", request_content_schema="{type: object}"
        )
        self.document()
        endpoint.request_content_schema = "{type: array}"
        self.assertTrue(endpoint.registry_sync)
        schemas = self.document()["components"]["schemas"].values()
        self.assertIn({"type": "array"}, schemas)

    def test_the_document_is_cached(self):
        self.make_endpoint()
        self.document()
        kept = self.env["ir.http"].routing_map().snapshots
        texts = [kept.get(key) for key in list(kept) if key[0] == "endpoint_openapi"]
        self.document()
        again = [kept.get(key) for key in list(kept) if key[0] == "endpoint_openapi"]
        self.assertEqual(list(map(id, texts)), list(map(id, again)))

    def test_query_parameters(self):
        endpoint = self.make_endpoint(
            query_parameters="- {name: page, type: integer, minimum: 1, default: 1}"
        )
        schema = {"type": "integer", "minimum": 1, "default": 1}
        parameters = self.operation(endpoint)["parameters"]
        self.assertEqual(
            [each for each in parameters if each["in"] == "query"],
            [{"name": "page", "in": "query", "schema": schema}],
        )

    def test_deprecated(self):
        operation = self.operation(
            self.make_endpoint(
                deprecated=True, deprecated_since="2030-01-01", sunset_date="2031-01-01"
            )
        )
        self.assertTrue(operation["deprecated"])
        self.assertIn("2031-01-01", operation["description"])
