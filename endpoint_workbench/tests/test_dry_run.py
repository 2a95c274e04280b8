"""Dry runs of endpoints, without a server."""

from odoo.tests import tagged

from odoo.addons.endpoint.tests.common import EndpointCase


@tagged("post_install", "-at_install")
class TestDryRun(EndpointCase):
    def test_hello(self):
        endpoint = self.make_endpoint("log('hi')\nresult = {'payload': {'a': 1}}")
        answer = endpoint._dry_run("GET", endpoint.route)
        self.assertEqual(answer, {})
