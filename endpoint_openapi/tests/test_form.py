from odoo.exceptions import RedirectWarning, UserError

from .common import OpenapiCase


class TestForm(OpenapiCase):
    def test_the_button_opens_the_operation(self):
        endpoint = self.make_endpoint(route="/test/open", route_group="my shop")
        self.assertEqual(
            endpoint.action_open_documentation()["url"],
            "/endpoint/docs#/my%20shop/get-test-open",
        )

    def test_the_button_opens_the_page_if_there_is_no_operation(self):
        endpoint = self.make_endpoint(registry_sync=False)
        url = endpoint.action_open_documentation()["url"]
        self.assertEqual(url, "/endpoint/docs")

    def test_the_button_leads_to_the_settings(self):
        self.audience("nobody")
        with self.assertRaisesRegex(RedirectWarning, "not open to anyone"):
            self.make_endpoint().action_open_documentation()

    def test_documentation_is_checked_at_save(self):
        for values, message in (
            ({"doc_response_schema": "{type: 5}"}, "response schema"),
            ({"doc_response_schema": "{$ref: '#/x'}"}, "points outside this schema"),
            (
                {"doc_response_schema": "{type: array}", "doc_response_example": "{}"},
                "an example is not valid",
            ),
            ({"doc_errors": "lent"}, "409 Already lent"),
            ({"doc_status": 400}, "must be 200 to 399"),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, message),
            ):
                self.make_endpoint(**values)
