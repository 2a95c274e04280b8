from odoo import fields
from odoo.exceptions import UserError

from .common import EndpointCase

DATES = {"deprecated_since": "2030-01-01", "sunset_date": "2031-01-01"}
HEADERS = {
    "Deprecation": "@1893456000",
    "Sunset": "Wed, 01 Jan 2031 00:00:00 GMT",
}


class TestDeprecation(EndpointCase):
    def test_every_response_has_the_headers(self):
        endpoint = self.make_endpoint(deprecated=True, **DATES)
        self.assertAnswer(self.call(endpoint), 200, headers=HEADERS)

    def test_refusals_have_the_headers(self):
        endpoint = self.make_endpoint(deprecated=True, auth_type="bearer", **DATES)
        self.assertAnswer(self.call(endpoint), 401, headers=HEADERS)
        self.assertAnswer(self.call(endpoint, "DELETE"), 405, headers=HEADERS)

    def test_other_endpoints_have_no_such_headers(self):
        headers = self.call(self.make_endpoint()).headers
        self.assertNotIn("Deprecation", headers)
        self.assertNotIn("Sunset", headers)

    def test_deprecated_since_defaults_to_today(self):
        endpoint = self.make_endpoint(deprecated=True)
        self.assertEqual(endpoint.deprecated_since, fields.Date.today())

    def test_the_dates_are_checked(self):
        with self.assertRaisesRegex(UserError, "cannot end before"):
            self.make_endpoint(
                deprecated=True, deprecated_since="2030-01-02", sunset_date="2030-01-01"
            )
        with self.assertRaisesRegex(UserError, "mark it as deprecated"):
            self.make_endpoint(route="/test/sunset", sunset_date="2030-01-01")
