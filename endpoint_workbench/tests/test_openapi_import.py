import base64
import json

from odoo.exceptions import UserError

from ..openapi_import.document import Document
from .common import ExampleCase

ORDERS = """
openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example/{area}/", variables: {area: {default: api}}}]
security: [{key: []}]
paths:
  /orders/{order-id}:
    parameters:
      - {name: order-id, in: path, required: true, schema: {type: integer}, example: 7}
    put:
      summary: Change an order
      tags: [shop]
      deprecated: true
      parameters:
        - {$ref: "#/components/parameters/notify"}
        - name: tags
          in: query
          explode: false
          schema: {type: array, items: {type: string}}
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Order"}
      responses:
        404: {description: No such order}
        200:
          description: The order
          content:
            application/json: {example: {id: 7, note: null, paid: true}}
  /health:
    get:
      security: []
      responses:
        2XX:
          description: Fine
          content: {text/plain: {example: fine}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-API-Key}
  parameters:
    notify: {name: notify, in: query, required: true, schema: {type: boolean}}
  schemas:
    Order:
      type: object
      required: [id, quantity]
      properties:
        id: {type: integer, readOnly: true}
        quantity: {type: number, minimum: 0, exclusiveMinimum: true}
        note: {type: string, nullable: true}
        parent: {$ref: "#/components/schemas/Order"}
"""


def document(operation, **members):
    """:return: text of a document with one operation, GET /things"""
    paths = {"/things": {"get": operation}}
    return json.dumps({"openapi": "3.1.0", "paths": paths, **members})


def body_of(schema):
    """:return: an operation with a JSON body"""
    content = {"application/json": {"schema": schema}}
    body = {"required": True, "content": content}
    return {"requestBody": body, "responses": {"200": {}}}


class TestOpenapiImport(ExampleCase):
    def import_openapi(self, text, prefix=None):
        """:return: (records, notes)"""
        endpoints = self.env["endpoint.endpoint"]
        return endpoints._import_openapi_with_notes(text, prefix)

    def assertSchema(self, schema, expected, **members):
        """The body schema is converted to the expected one."""
        [endpoint], notes = self.import_openapi(
            document(body_of(schema), **members).replace('"get"', '"post"')
        )
        self.assertEqual(notes, [])
        validator = endpoint._body_validator()
        self.assertEqual(validator.schema, expected)

    def test_an_operation_becomes_an_endpoint(self):
        order = self.import_openapi(ORDERS)[0][0]
        expected = {
            "name": "Change an order",
            "route": "/api/orders/<int:order_id>",
            "request_method": "PUT",
            "request_content_type": "application/json",
            "auth_type": "bearer",
            "allow_key_header": True,
            "allow_rpc_keys": False,
            "route_group": "shop",
            "deprecated": True,
            "active": True,
            "registry_sync": False,
        }
        self.assertEqual({name: order[name] for name in expected}, expected)

    def test_imported_endpoints_answer_their_examples(self):
        endpoints = self.env["endpoint.endpoint"]._import_openapi(ORDERS)
        endpoints.action_sync_registry()
        put, health = (self.call_example(endpoint) for endpoint in endpoints)
        self.assertAnswer(put, 200, {"id": 7, "note": None, "paid": True})
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        self.assertAnswer(health, 200, headers=headers)
        self.assertEqual(health.text, "fine")

    def test_imported_endpoints_validate(self):
        endpoint = self.import_openapi(ORDERS)[0][0]
        endpoint.action_sync_registry()
        key = self.make_endpoint_key(self.env.ref("base.user_admin"), endpoint)
        response = self.call(
            "/api/orders/7",
            "PUT",
            json={"quantity": 0, "parent": {"note": 1, "quantity": 1}},
            headers={"X-API-Key": key},
        )
        self.assertErrorObject(response, 400)
        places = sorted(item["loc"] for item in response.json()["detail"])
        self.assertEqual(places, [["body", "parent", "note"], ["body", "quantity"]])

    def test_query_parameters_are_converted(self):
        endpoint = self.import_openapi(ORDERS)[0][0]
        endpoint.code_snippet = "result = {'payload': request.params}"
        endpoint.action_sync_registry()
        key = self.make_endpoint_key(self.env.ref("base.user_admin"), endpoint)
        response = self.call(
            "/api/orders/7?notify=true&tags=a,b",
            "PUT",
            json={"quantity": 1},
            headers={"Authorization": f"Bearer {key}"},
        )
        expected = {"order_id": 7, "notify": True, "tags": ["a", "b"]}
        self.assertAnswer(response, 200, expected)

    def test_prefix(self):
        for prefix, expected in (
            ("", "/health"),
            ("/", "/health"),
            ("v2", "/v2/health"),
        ):
            with self.subTest(prefix):
                endpoints, _notes = self.import_openapi(ORDERS, prefix)
                self.assertEqual(endpoints[1].route, expected)
                endpoints.unlink()

    def test_schemas_of_30(self):
        thing = {"$ref": "#/components/schemas/Thing"}
        for schema, expected in (
            ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
            (
                {"enum": ["a"], "type": "string", "nullable": True},
                {"enum": ["a", None], "type": ["string", "null"]},
            ),
            (
                {"allOf": [{"type": "object"}], "nullable": True},
                {"anyOf": [{"allOf": [{"type": "object"}]}, {"type": "null"}]},
            ),
            (
                {"minimum": 1, "exclusiveMinimum": True, "maximum": 2},
                {"exclusiveMinimum": 1, "maximum": 2},
            ),
            ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
            ({"type": "string", "example": "x"}, {"type": "string", "examples": ["x"]}),
            ({**thing, "description": "ignored"}, {"type": "boolean"}),
        ):
            with self.subTest(schema), self.env.cr.savepoint() as savepoint:
                components = {"schemas": {"Thing": {"type": "boolean"}}}
                self.assertSchema(
                    schema, expected, openapi="3.0.0", components=components
                )
                savepoint.rollback()

    def test_a_recursive_schema_keeps_its_references(self):
        tree = {
            "type": "object",
            "properties": {"of": {"$ref": "#/components/schemas/T"}},
        }
        kept = {"type": "object", "properties": {"of": {"$ref": "#/$defs/T"}}}
        self.assertSchema(
            {"$ref": "#/components/schemas/T"},
            {"$ref": "#/$defs/T", "$defs": {"T": kept}},
            components={"schemas": {"T": tree}},
        )

    def test_security(self):
        schemes = {
            "bearer": {"type": "http", "scheme": "bearer"},
            "basic": {"type": "http", "scheme": "Basic"},
            "header": {"type": "apiKey", "in": "header", "name": "X-API-KEY"},
            "query": {"type": "apiKey", "in": "query", "name": "key"},
            "oauth": {"type": "oauth2", "flows": {}},
            "session": {"type": "apiKey", "in": "cookie", "name": "session_id"},
        }
        for names, auth_type, note_count in (
            ([], "public", 0),
            (["bearer", "basic", "header"], "bearer", 0),
            (["query"], "bearer", 1),
            (["oauth"], "bearer", 1),
            (["unknown"], "bearer", 1),
            (["session"], "user_endpoint", 0),
            (["session", "bearer"], "bearer", 0),
        ):
            with self.subTest(names):
                operation = {"security": [{name: []} for name in names]}
                operation["responses"] = {"200": {"description": "Yes"}}
                components = {"securitySchemes": schemes}
                text = document(operation, components=components)
                endpoint, notes = self.import_openapi(text)
                self.assertEqual(endpoint.auth_type, auth_type)
                self.assertEqual(len(notes), note_count, notes)
                endpoint.unlink()

    def test_path_parameters(self):
        for schema, converter in (
            ({"type": "integer"}, "int"),
            ({"type": "string", "format": "uuid"}, "uuid"),
            ({"type": "string", "enum": ["a", "b-c"]}, 'any("a", "b-c")'),
            ({"type": "boolean"}, 'any("true", "false")'),
            ({"type": "number"}, "string"),
            ({}, "string"),
        ):
            with self.subTest(schema):
                parameter = {"name": "class", "in": "path", "schema": schema}
                operation = {"parameters": [parameter], "responses": {"200": {}}}
                text = document(operation).replace("/things", "/things/{class}")
                endpoint, _notes = self.import_openapi(text)
                route = f"/things/<{converter}:p_class>"
                self.assertEqual(endpoint.route, route)
                endpoint.action_sync_registry()
                self.assertAnswer(self.call_example(endpoint), 200)
                endpoint.unlink()

    def test_bodies_and_responses_of_other_types(self):
        for media_type, example, status in (
            ("application/xml", "<a>1</a>", 200),
            ("application/x-www-form-urlencoded", {"a": "1", "b": 2}, 201),
            ("multipart/form-data", {"a": "1"}, 202),
            ("text/csv", "a,b", 203),
            ("application/vnd.api+json", "text", 200),
            ("image/png", None, 200),
        ):
            with self.subTest(media_type):
                content = {media_type: {"example": example} if example else {}}
                answer = {} if "form" in media_type else content
                text = document(
                    {
                        "requestBody": {"required": True, "content": content},
                        "responses": {str(status): {"content": answer}},
                    }
                ).replace('"get"', '"post"')
                endpoint, _notes = self.import_openapi(text)
                endpoint.action_sync_registry()
                response = self.call_example(endpoint)
                self.assertAnswer(response, status)
                if isinstance(example, str):
                    expected = json.dumps(example) if "json" in media_type else example
                    self.assertEqual(response.text, expected)
                endpoint.unlink()

    def test_what_is_not_carried_over_is_listed(self):
        operation = {
            "parameters": [
                {"name": "X-Shop", "in": "header", "schema": {"type": "string"}},
                {"name": "filter", "in": "query", "schema": {"type": "object"}},
                {"name": "from", "in": "query", "schema": {"$ref": "other.json#/a"}},
            ],
            "callbacks": {"paid": {}},
            "responses": {"404": {"description": "Not there"}},
        }
        text = document(operation, webhooks={"paid": {}})
        _endpoints, notes = self.import_openapi(
            text.replace('"get"', '"head": {}, "get"')
        )
        for words in (
            "Webhooks are not carried over: paid",
            "GET /things: The header parameter “X-Shop” is not checked.",
            "GET /things: The query parameter “filter” is left out",
            "The reference other.json#/a points outside the document.",
            "GET /things: Callbacks are not carried over.",
            "GET /things: The document describes no successful response",
            "HEAD /things: Endpoints do not have the method HEAD.",
        ):
            self.assertIn(words, "\n".join(notes))

    def test_a_route_in_use_does_not_stop_the_others(self):
        self.make_endpoint(route="/api/health")
        endpoints, notes = self.import_openapi(ORDERS)
        self.assertEqual(endpoints.mapped("request_method"), ["PUT"])
        self.assertIn("/api/health is already served by", "\n".join(notes))

    def test_documents_that_cannot_be_used(self):
        bomb = "\n".join(
            ["a0: &a0 [x]"]
            + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
        )
        for text, words in (
            ("", "not an OpenAPI document"),
            ("[1]", "not an OpenAPI document"),
            ("{", "cannot be read"),
            ("openapi: 4.0.0", "OpenAPI 4.0.0 is not supported"),
            ('swagger: "2.0"', "Swagger 2.0"),
            ("openapi: 3.1.0", "no operations"),
            ("openapi: 3.1.0\npaths: 5", "“paths” must be an object"),
            (f"openapi: 3.1.0\n{bomb}", "more than 300000 values"),
            ("openapi: 3.1.0\na: &a [*a]", "cannot be read"),
            ("openapi: 3.1.0\na: !!python/object:os.system x", "cannot be read"),
            ('{"a":' * 500 + "1" + "}" * 500, "levels deep"),
            ("[" * 100_000, "cannot be read"),
            ("#" * (17 * 2**20), "longer than 16 MiB"),
        ):
            with self.subTest(words=words, text=text[:40]):
                with self.assertRaisesRegex(UserError, words):
                    self.import_openapi(text)

    def test_operations_that_cannot_be_used(self):
        me = {"$ref": "#/paths/~1things/get/parameters/0"}
        for operation, words in (
            (5, "“get” must be an object"),
            ({"parameters": {}}, "“parameters” must be a list"),
            ({"parameters": [5]}, "“parameters” must be an object"),
            ({"parameters": [me]}, "points to itself"),
            ({"parameters": [{"$ref": "http://x/"}]}, "points outside the document"),
            ({"responses": []}, "“responses” must be an object"),
            ({"security": {}}, "“security” must be a list"),
            ({"tags": "a"}, "“tags” must be a list"),
        ):
            with self.subTest(operation), self.assertRaisesRegex(UserError, words):
                self.import_openapi(document(operation))

    def test_schemas_that_cannot_be_used_are_left_out(self):
        endless = {"$ref": "#/components/schemas/Endless"}
        huge = {"enum": ["x" * 1000] * 300}
        tower = {  # 10 ** 40 schemas for one value
            f"A{level}": {
                "allOf": [{"$ref": f"#/components/schemas/A{level + 1}"}] * 10
            }
            for level in range(40)
        }
        tower["A40"] = {"type": "object"}
        deep = {"type": "object"}
        for _level in range(40):
            deep = {"properties": {"a": deep}}
        for schema, is_kept in (
            ({"type": "strin"}, False),
            ({"pattern": "("}, False),
            ({"$ref": "#/components/schemas/None"}, False),
            ({"$ref": "file:///etc/passwd"}, False),
            (huge, False),
            (deep, True),
            (endless, False),
            ({"properties": {"a": endless}}, False),
            ({"$ref": "#/components/schemas/A0"}, False),
        ):
            with self.subTest(str(schema)[:60]):
                text = document(
                    body_of(schema),
                    components={"schemas": {"Endless": endless, **tower}},
                ).replace('"get"', '"post"')
                endpoint, notes = self.import_openapi(text)
                self.assertEqual(bool(endpoint.request_content_schema), is_kept)
                words = "The body is not checked"
                self.assertEqual(words in "\n".join(notes), not is_kept)
                endpoint.unlink()

    def test_texts_of_the_document_stay_texts(self):
        evil = '"""\n\'; import os\\\u2028 {__class__} \x00'
        content = {"application/json": {"example": {evil: [evil, 1e300, -(10**30)]}}}
        operation = {
            "summary": evil,
            "description": evil,
            "tags": [evil],
            "parameters": [{"name": evil, "in": "query", "required": True}],
            "responses": {"200": {"content": content}},
        }
        endpoint, _notes = self.import_openapi(document(operation))
        endpoint.action_sync_registry()
        response = self.call(endpoint, params={evil.rstrip("\0"): "a", evil: "b"})
        self.assertEqual(response.status_code, 400)  # a NUL in a name
        endpoint.query_parameters = False
        self.assertAnswer(self.call(endpoint), 200, {evil: [evil, 1e300, -(10**30)]})

    def test_media_types_that_no_header_can_carry_are_left_out(self):
        for name in ("a/b\r\nX-Evil: 1", "a/b;c=\0", "a/é", "a/" + "b" * 128, "json"):
            with self.subTest(name):
                content = {name: {"example": "a"}}
                operation = {"requestBody": {"required": True, "content": content}}
                operation["responses"] = {"200": {"content": content}}
                text = document(operation).replace('"get"', '"post"')
                endpoint, notes = self.import_openapi(text)
                self.assertIn("is not a media type", "\n".join(notes))
                endpoint.action_sync_registry()
                self.assertAnswer(self.call_example(endpoint), 200)
                endpoint.unlink()

    def test_a_path_of_the_document_cannot_declare_arguments(self):
        text = json.dumps(
            {"openapi": "3.1.0", "paths": {"/a/<path:rest>": {"get": {}}}}
        )
        with self.assertRaisesRegex(UserError, "“<”, “>” or control characters"):
            self.import_openapi(text)

    def test_variables_of_a_server_do_not_multiply(self):
        names = "abcdefgh"
        variables = {
            name: {"default": f"{{{after}}}" * 300}
            for name, after in zip(names, names[1:] + "z", strict=True)
        }
        servers = [{"url": "/{a}", "variables": variables}]
        text = document({"responses": {}}, servers=servers)
        self.assertEqual(len(Document(text).base_path()), 1 + 3 * 300)

    def test_an_example_that_is_no_json_stays_a_text(self):
        for text in ("[NaN]", "[1e999]", "[" * 5000, "[" * 900 + "]" * 900):
            with self.subTest(text[:5]):
                content = {"application/json": {"example": text}}
                operation = {"responses": {"200": {"content": content}}}
                [endpoint], _notes = self.import_openapi(document(operation))
                endpoint.action_sync_registry()
                self.assertAnswer(self.call(endpoint), 200, text)
                endpoint.unlink()

    def test_an_admin_uploads_a_document(self):
        wizard = self.env["endpoint.openapi.import"].create(
            {"file": base64.b64encode(b"\xef\xbb\xbf" + ORDERS.encode())}
        )
        shown = wizard.action_import()["params"]["next"]
        self.assertEqual((shown["res_id"], wizard.created_count), (wizard.id, 2))
        found = self.env["endpoint.endpoint"].search(
            wizard.action_open_endpoints()["domain"]
        )
        self.assertEqual(len(found), 2)

    def test_an_upload_needs_a_document(self):
        for file in (False, base64.b64encode(b"\xff\xfe")):
            wizard = self.env["endpoint.openapi.import"].create({"file": file})
            with self.assertRaises(UserError):
                wizard.action_import()

    def test_notes_name_their_operations(self):
        operation = {"responses": {"200": {}}, "callbacks": {"a": {}}}
        paths = {f"/many/{number}": {"get": operation} for number in range(5)}
        text = json.dumps({"openapi": "3.1.0", "paths": paths})
        _endpoints, notes = self.import_openapi(text)
        self.assertEqual(
            notes,
            [
                "GET /many/0, GET /many/1, GET /many/2 and 2 more: "
                "Callbacks are not carried over."
            ],
        )

    def test_a_thousand_operations(self):
        paths = {
            f"/many/{number}/{{id}}": {
                "get": {"responses": {"200": {"description": "Yes"}}}
            }
            for number in range(1000)
        }
        text = json.dumps({"openapi": "3.1.0", "paths": paths})
        endpoints, notes = self.import_openapi(text)
        self.assertEqual((len(endpoints), notes), (1000, []))
