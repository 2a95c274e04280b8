"""A delivery that is sent twice is executed once."""

from odoo.tests import tagged

from .common import BODY, SignatureCase, github, standard


@tagged("post_install", "-at_install")
class TestDeliveries(SignatureCase):
    def test_a_delivery_is_executed_once(self):
        endpoint = self.signed("standard_webhooks")
        self.assertAnswer(self.post(endpoint, standard()), 200)
        response = self.post(endpoint, standard())
        self.assertAnswer(response, 200)
        self.assertEqual((response.content, self.created()), (b"", 1))

    def test_whatever_its_body(self):
        endpoint = self.signed(
            "standard_webhooks", request_content_schema='{"required": ["event"]}'
        )
        self.assertAnswer(self.post(endpoint, standard()), 200)
        for body in (b"{}", b"not JSON"):
            self.assertAnswer(self.post(endpoint, standard(body), body), 200)
        self.assertEqual(self.created(), 1)

    def test_a_delivery_that_failed_is_executed_again(self):
        code = """
env["res.partner"].create({"name": "Signed"})
if request.params.get("fail"):
    raise UserError("no")
result = {"payload": {}}
"""
        endpoint = self.signed("standard_webhooks", code)
        failing = f"{endpoint.route}?fail=1"
        headers = {"Content-Type": "application/json", **standard()}
        response = self.call(failing, "POST", data=BODY, headers=headers)
        self.assertErrorObject(response, 400, "no")
        self.assertAnswer(self.post(endpoint, standard()), 200)
        self.assertEqual(self.created(), 1)

    def test_each_endpoint_has_its_own_ids(self):
        for route in ("/test/a", "/test/b"):
            endpoint = self.signed("standard_webhooks", route=route)
            response = self.post(endpoint, standard())
            self.assertIn("id", response.json())

    def test_the_header_of_a_sender(self):
        endpoint = self.signed(signature_id_header="X-GitHub-Delivery")
        for delivery, created in (("a", 1), ("a", 1), ("b", 2)):
            headers = {**github(), "X-GitHub-Delivery": delivery}
            self.assertAnswer(self.post(endpoint, headers), 200)
            self.assertEqual(self.created(), created)
        self.assertErrorObject(self.post(endpoint, github()), 401)

    def test_without_ids_every_request_is_executed(self):
        endpoint = self.signed()
        for _time in range(2):
            self.assertAnswer(self.post(endpoint, github()), 200)
        self.assertEqual(self.created(), 2)

    def test_ids_expire(self):
        endpoint = self.signed("standard_webhooks")
        self.assertAnswer(self.post(endpoint, standard()), 200)
        deliveries = self.env["endpoint.signature.delivery"].sudo().search([])
        age = deliveries.expires - deliveries.env.cr.now()
        self.assertTrue(590 <= age.total_seconds() <= 600, age)
        self.env.cr.execute(
            "UPDATE endpoint_signature_delivery SET expires = '2020-01-01'"
        )
        self.assertEqual(deliveries._gc_deliveries(), (1, False))

    def test_an_expired_id_is_claimed_again(self):
        endpoint = self.signed("standard_webhooks")
        deliveries = self.env["endpoint.signature.delivery"]
        self.assertTrue(deliveries._claim(endpoint, "a", -1))
        self.assertTrue(deliveries._claim(endpoint, "a", 60))
        self.assertFalse(deliveries._claim(endpoint, "a", 60))
