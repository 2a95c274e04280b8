"""Base class for tests of the workbench."""

import json

from odoo.addons.endpoint.tests.common import EndpointCase


class DryRunCase(EndpointCase):
    def try_it(self, endpoint, path=None, method=None, **kwargs):
        """:return: the answer of a dry run, by default of the endpoint's first route"""
        return endpoint._dry_run(
            method or endpoint.request_method, path or endpoint.route, **kwargs
        )

    def try_form(self, endpoint, changes, path, method="GET", **call):
        """:return: the answer of a dry run with unsaved values"""
        call.setdefault("user_id", self.env.ref("base.user_admin").id)
        call = {"method": method, "path": path, **call}
        return endpoint.web_dry_run(changes, call)

    def assertPayload(self, answer, payload, status=200):
        self.assertEqual(answer["status"], status, answer)
        self.assertEqual(json.loads(answer["body"]), payload)
