"""What the editors of the form show, asked as the web client does."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

XSD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n%s\n</xs:schema>'
# code -> level, row, marked text, words of the message
CODE = {
    "result = {": ("error", 0, "{", "never closed"),
    "x = 1\nresult = }": ("error", 1, "}", "line 2"),
    "\n\nimport os\nresult = {}": ("error", 2, "import os", "line 3: imports"),
    "result = {}\nenv.cr.__class__": ("error", 1, "__class__", "not available"),
    "y = bdoy\nresult = {}": ("warning", 0, "bdoy", "“body”"),
    "result = {'paylod': 1}": ("warning", 0, "paylod", "payload"),
    "x = re.findal('a', 'b')\nresult = {}": ("warning", 0, "re.findal", "“findall”"),
    "x = 1": ("warning", 0, "x = 1", "never sets"),
    "x = " + "-" * 100_000 + "1": ("error", 0, None, "nested too deeply"),
}
SCHEMAS = {
    "type: object\nproperties:\n  age: {type: integr}": ("error", 2, "type", "integer"),
    "type: object\nrequired: name": ("error", 1, "required", "a list"),
    "\n\ntype: object\n  a: b": ("error", 3, "a: b", "neither JSON nor YAML"),
    '{\n\t"type": "object",\n\t"proprties": {}\n}': (
        *("warning", 2, '"proprties"', "properties"),
    ),
    "properties:\n  b:\n    $ref: http://a.example/b": ("error", 2, "$ref", "$defs"),
    "properties:\n  b: {format: emial}": ("warning", 1, "format", "email"),
    "properties:\n  c:\n    pattern: '('": ("error", 2, "pattern", "regex"),
}
QUERIES = {
    "- {name: page, type: integer}\n- {name: q, type: text}": (
        *("error", 1, "type", "the type is one of"),
    ),
    "- name: page\n  maximun: 3": ("error", 1, "maximun", "is not one of"),
    "- name: id": ("error", 0, "name", "part of the path"),
    "- type: string": ("error", 0, "type: string", "no name"),
    "page": ("error", 0, "page", "write a list"),
    "- {name: a}\n- {name: a}": ("error", 1, "name", "listed twice"),
}


@tagged("post_install", "-at_install")
class TestEditor(TransactionCase):
    def check(self, field, text, **changes):
        endpoints = self.env["endpoint.endpoint"]
        return endpoints.web_check_text(
            field, text, {"route": "/a/<int:id>", **changes}
        )

    def assertFound(self, field, cases, **changes):
        for text, (level, row, marked, words) in cases.items():
            with self.subTest(text=text[:60]):
                [found] = self.check(field, text, **changes)
                self.assertIn(words, found["message"])
                self.assertEqual((found["level"], found["row"]), (level, row))
                line = text.split("\n")[row]
                if marked is not None:
                    place = slice(found["column"], found["end_column"])
                    self.assertEqual(line[place], marked)

    def test_mistakes_in_code_are_found_at_their_place(self):
        self.assertFound("code_snippet", CODE)

    def test_mistakes_in_a_schema_are_found_at_their_place(self):
        json = {"request_content_type": "application/json"}
        self.assertFound("request_content_schema", SCHEMAS, **json)

    def test_mistakes_in_an_xml_schema_are_found_on_their_line(self):
        cases = {
            XSD % '<xs:element nam="a"/>': ("error", 1, None, "name"),
            "\n" + XSD % "<a>": ("error", 3, None, "not XML"),
        }
        xml = {"request_content_type": "application/xml"}
        self.assertFound("request_content_schema", cases, **xml)

    def test_mistakes_in_query_parameters_are_found_at_their_place(self):
        self.assertFound("query_parameters", QUERIES)

    def test_good_texts_have_no_findings(self):
        for field, text in {
            "code_snippet": "result = {'payload': body and body['id']}",
            "request_content_schema": "type: object",
            "query_parameters": "- {name: page, type: integer}",
        }.items():
            self.assertEqual(self.check(field, text), [], field)
            self.assertEqual(self.check(field, ""), [], field)

    def test_a_new_record_without_a_route_is_checked(self):
        endpoints = self.env["endpoint.endpoint"]
        changes = {"route": False, "further_routes": False}
        found = endpoints.web_check_text("query_parameters", "- {name: a}", changes)
        self.assertEqual(found, [])
        self.assertEqual(
            endpoints.web_editor_words("code_snippet", changes)["params"], []
        )

    def test_all_refused_constructs_are_found(self):
        found = self.check("code_snippet", "import os\nclass A: pass\nresult = {}")
        self.assertEqual([item["row"] for item in found], [0, 1])

    def test_what_is_refused_while_writing_is_refused_at_save(self):
        values = {
            "name": "x",
            "route": "/editor/save/<int:id>",
            "request_method": "POST",
            "request_content_type": "application/json",
            "auth_type": "user_endpoint",
            "code_snippet": "result = {}",
        }
        cases = {"code_snippet": CODE, "request_content_schema": SCHEMAS}
        for field, texts in {**cases, "query_parameters": QUERIES}.items():
            for text, (level, *_place) in texts.items():
                if level == "error":
                    with self.subTest(text=text[:60]), self.assertRaises(UserError):
                        self.env["endpoint.endpoint"].create({**values, field: text})

    def test_a_long_text_is_not_checked(self):
        [found] = self.check("code_snippet", "x = }\n" * 50_000)
        self.assertEqual(found["level"], "info")

    def test_checking_executes_and_caches_nothing(self):
        text = "env['res.partner'].create({'name': 'checked'})\nresult = {}"
        before = self.env["res.partner"].search_count([])
        self.assertEqual(self.check("code_snippet", text), [])
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_words_of_code(self):
        words = self.env["endpoint.endpoint"].web_editor_words(
            "code_snippet",
            {
                "route": "/a/<int:id>",
                "request_content_schema": "properties: {lines: {}, number: {}}",
                "query_parameters": "- name: page",
            },
        )
        by_name = {item["name"]: item for item in words["names"]}
        self.assertIn("environment", by_name["env"]["description"])
        self.assertIn("len", by_name)
        self.assertEqual(words["body"], ["lines", "number"])
        self.assertEqual(words["params"], ["id", "page"])
        self.assertEqual(words["models"]["user"], "res.users")
        self.assertIn("httprequest", words["members"]["request"])
        self.assertIn("findall", words["members"]["re"])
        self.assertIn("payload", words["result"])

    def test_words_of_a_model(self):
        endpoints = self.env["endpoint.endpoint"]
        names = [item["name"] for item in endpoints.web_editor_models()]
        self.assertIn("res.partner", names)
        self.assertNotIn("endpoint.mixin", names)
        by_name = {
            item["name"]: item for item in endpoints.web_editor_model("res.users")
        }
        self.assertEqual(by_name["company_id"]["relation"], "res.company")
        self.assertEqual(by_name["search"]["kind"], "method")
        self.assertEqual(endpoints.web_editor_model("no.such"), [])

    def test_only_administrators_get_answers(self):
        user = self.env.ref("base.user_demo", raise_if_not_found=False)
        user = user or self.env.ref("base.public_user")
        endpoints = self.env["endpoint.endpoint"].with_user(user)
        for call in (
            lambda: endpoints.web_check_text("code_snippet", "x", {}),
            lambda: endpoints.web_editor_words("code_snippet", {}),
            lambda: endpoints.web_editor_models(),
            lambda: endpoints.web_editor_model("res.users"),
        ):
            self.assertRaises(AccessError, call)
