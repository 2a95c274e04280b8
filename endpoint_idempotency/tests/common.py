"""Base class for tests of repeated requests."""

from odoo.addons.endpoint.tests.common import EndpointCase

MAKE = """
partner = env["res.partner"].sudo().create({"name": "Once"})
result = {"payload": {"id": partner.id}, "status_code": 201, "headers": {"X-Own": "1"}}
"""
REPLAYED = "Idempotent-Replayed"
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


class IdempotencyCase(EndpointCase):
    def make_post(self, code_snippet=MAKE, **values):
        values = {"request_method": "POST", "idempotency": True, **values}
        return self.make_endpoint(code_snippet, **values)

    def post(self, endpoint, key=KEY, data="{}", method="POST", headers=None, **kwargs):
        headers = {"Content-Type": "application/json", **(headers or {})}
        if key is not None:
            headers["Idempotency-Key"] = key
        return self.call(endpoint, method, data=data, headers=headers, **kwargs)

    def made(self, name="Once"):
        return self.env["res.partner"].search_count([("name", "=", name)])

    def assertReplayed(self, response, first):
        """Check that it is the first response, plus the header that says so."""
        self.assertEqual(response.headers.get(REPLAYED), "true", response.text)
        self.assertEqual(response.status_code, first.status_code)
        self.assertEqual(response.content, first.content)
        own = {REPLAYED, "Date", "Set-Cookie", "X-Request-ID"}
        self.assertEqual(
            {name: text for name, text in response.headers.items() if name not in own},
            {name: text for name, text in first.headers.items() if name not in own},
        )
