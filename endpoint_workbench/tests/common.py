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


class ExampleCase(EndpointCase):
    def call_example(self, endpoint):
        """Send the saved example of an endpoint, as the administrator."""
        [example] = endpoint.example_ids
        lines = (example.headers or "").splitlines()
        headers = dict(line.split(": ", 1) for line in lines)
        if endpoint.auth_type == "bearer":
            user = self.env.ref("base.user_admin")
            key = self.make_endpoint_key(user, endpoint)
            headers["Authorization"] = f"Bearer {key}"
        path = f"{example.path}?{example.query or ''}".rstrip("?")
        data = (example.body or "").encode() or None
        return self.call(path, example.method, data=data, headers=headers)
