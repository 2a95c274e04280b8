from odoo.tests import Form, tagged

from odoo.addons.endpoint.tests.common import EndpointCase


@tagged("post_install", "-at_install")
class TestExamples(EndpointCase):
    def test_an_example_is_added_in_the_form(self):
        endpoint = self.make_endpoint()
        with Form(endpoint) as form, form.example_ids.new() as line:
            line.name, line.path = "Hello", endpoint.route
        example = endpoint.example_ids
        self.assertEqual(
            (example.res_model, example.res_id), (endpoint._name, endpoint.id)
        )

    def test_examples_go_with_their_endpoint(self):
        endpoint = self.make_endpoint()
        values = {"name": "Hello", "path": endpoint.route}
        endpoint.example_ids = [(0, 0, values)]
        example = endpoint.example_ids
        endpoint.unlink()
        self.assertFalse(example.exists())
