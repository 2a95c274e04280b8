import time

from odoo.exceptions import UserError

from .common import EndpointCase

PAGE = "- {name: page, type: integer, minimum: 1, default: 1}"
SHOW = "result = {'payload': request.params}"


class TestQuery(EndpointCase):
    def test_the_code_gets_numbers(self):
        endpoint = self.make_endpoint(SHOW, query_parameters=PAGE)
        response = self.call(endpoint, params={"page": "3", "other": "x"})
        self.assertAnswer(response, 200, {"page": 3, "other": "x"})

    def test_the_default(self):
        endpoint = self.make_endpoint(SHOW, query_parameters=PAGE)
        self.assertAnswer(self.call(endpoint), 200, {"page": 1})

    def test_several_values(self):
        endpoint = self.make_endpoint(
            SHOW, query_parameters="- {name: id, type: integer, multiple: true}"
        )
        response = self.call(endpoint, params=[("id", "1"), ("id", "2")])
        self.assertAnswer(response, 200, {"id": [1, 2]})

    def test_invalid_values_are_refused(self):
        endpoint = self.make_endpoint(SHOW, query_parameters=PAGE)
        for value, kind in (("x", "type"), ("", "type"), ("0", "minimum")):
            with self.subTest(value=value):
                response = self.call(endpoint, params={"page": value})
                message = "The request's query parameter “page” is invalid"
                self.assertErrorObject(response, 400, message, types=[kind])
                self.assertEqual(response.json()["detail"][0]["loc"], ["query", "page"])

    def test_missing_required_parameter(self):
        endpoint = self.make_endpoint(
            SHOW, query_parameters="- {name: page, required: true}"
        )
        self.assertErrorObject(self.call(endpoint), 400, types=["required"])

    def test_strict(self):
        endpoint = self.make_endpoint(SHOW, query_strict=True)
        response = self.call(endpoint, params={"other": "x"})
        self.assertErrorObject(response, 400, types=["additionalProperties"])
        self.assertEqual(response.json()["detail"][0]["loc"], ["query", "other"])

    def test_it_is_checked_at_save(self):
        for text, message in (
            ("page", "write a list"),
            ("- {name: page, type: int}", "the type is one of"),
            ("- {name: page, typ: integer}", "“typ” is not one of"),
            ("- {name: n}", "part of the path"),
        ):
            with self.subTest(text=text), self.assertRaisesRegex(UserError, message):
                self.make_endpoint(route="/test/<int:n>", query_parameters=text)

    def test_formats_are_checked_as_in_bodies(self):
        endpoint = self.make_endpoint(
            SHOW, query_parameters="- {name: link, format: uri}"
        )
        good = self.call(endpoint, params={"link": "https://example.com/a"})
        self.assertEqual(good.status_code, 200)
        bad = self.call(endpoint, params={"link": "not a uri"})
        self.assertErrorObject(bad, 400, types=["format"])

    def test_a_pattern_takes_linear_time(self):
        endpoint = self.make_endpoint(
            SHOW, query_parameters="- {name: name, pattern: ^(a+)+$}"
        )
        begin = time.monotonic()
        response = self.call(endpoint, params={"name": "a" * 5000 + "!"})
        self.assertErrorObject(response, 400, types=["pattern"])
        self.assertLess(time.monotonic() - begin, 2)
