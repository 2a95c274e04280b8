from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from odoo.addons.endpoint.tests.common import EndpointCase


@tagged("post_install", "-at_install")
class TestExampleChecks(EndpointCase):
    def test_calls_that_cannot_be_sent(self):
        endpoint = self.make_endpoint()
        for values, advice in (
            ({"method": "GET IT"}, "as one word"),
            ({"path": "orders"}, "begin the path"),
            ({"path": "/orders/<int:id>"}, "fill in the parameters"),
            ({"path": "/orders?page=1"}, "in the query"),
            ({"path": "/a b"}, "%20"),
            ({"query": "a b"}, "%20"),
            ({"headers": "X-Shop Paris"}, "name, colon, value"),
            ({"headers": "X Shop: Paris"}, "name, colon, value"),
            ({"headers": "X-Shop: \x01"}, "control character"),
            ({"status": 1000}, "100 to 599"),
        ):
            values = {"name": "Bad", "path": "/x", **values}
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, f"“Bad”: .*{advice}"),
            ):
                endpoint.example_ids = [(0, 0, values)]

    def test_a_pasted_url_is_split(self):
        endpoint = self.make_endpoint()
        with Form(endpoint) as form, form.example_ids.new() as line:
            line.name, line.method = "Pasted", "post"
            line.path = "https://shop.example/orders?page=2#top"
        example = endpoint.example_ids
        self.assertEqual(
            (example.method, example.path, example.query), ("POST", "/orders", "page=2")
        )

    def test_the_path_begins_with_the_route(self):
        endpoint = self.make_endpoint(request_method="POST")
        with Form(endpoint) as form, form.example_ids.new() as line:
            line.name = "As it is"
        example = endpoint.example_ids
        self.assertEqual((example.method, example.path), ("POST", endpoint.route))
