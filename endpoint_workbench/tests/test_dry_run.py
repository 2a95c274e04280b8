"""Dry runs of endpoints, without a server."""

import pprint

from odoo.tests import tagged

from odoo.addons.endpoint.tests.common import EndpointCase


@tagged("post_install", "-at_install")
class TestDryRun(EndpointCase):
    def test_hello(self):
        endpoint = self.make_endpoint(
            "log('hi')\nresult = {'payload': {'a': 1}}",
            route="/a/<int(min=5):b>/<model('res.partner'):x>",
            request_method="POST",
            request_content_schema="{properties: {a: {type: string, format: date}, b: {items: {enum: [a,b]}}}}",
            query_parameters="[{name: page, type: integer}]",
        )
        print(pprint.pformat(endpoint.web_try_defaults({})))
        print(
            pprint.pformat(
                endpoint.web_try_defaults({"route": "/b", "route_type": "jsonrpc"})
            )
        )
        print(pprint.pformat(endpoint.browse().web_try_defaults({})))
        print(
            pprint.pformat(
                endpoint.browse().web_try_defaults({"name": "X", "route": "/b"})
            )
        )
        a = endpoint.browse().web_dry_run(
            {
                "name": "X",
                "route": "/b/<x>",
                "auth_type": "public",
                "exec_as_user_id": 1,
                "code_snippet": "result={'payload': x}",
            },
            {"method": "GET", "path": "/b/7"},
        )
        a.pop("queries")
        print(pprint.pformat(a))
        self.assertEqual(a, {})
