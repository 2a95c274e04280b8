import re
from unittest.mock import patch

from odoo.exceptions import ConcurrencyError, ValidationError

from .common import EndpointCase

SHOP = "https://shop.example"
CROSS = {"Sec-Fetch-Site": "cross-site", "Origin": SHOP}


class TestCrossSite(EndpointCase):
    def setUp(self):
        super().setUp()
        self.user = self.make_user()

    def delete(self, headers, **values):
        endpoint = self.make_endpoint(
            request_method="DELETE", auth_type="user_endpoint", **values
        )
        self.authenticate(self.user.login, self.user.login)
        return self.call(endpoint, headers=headers)

    def test_a_page_of_another_site_may_not_write_as_the_user(self):
        self.assertErrorObject(self.delete(CROSS), 403)

    def test_an_older_browser_that_sends_only_the_origin_may_not(self):
        self.assertErrorObject(self.delete({"Origin": SHOP}), 403)

    def test_a_page_of_a_listed_origin_may(self):
        response = self.delete(CROSS, cors=f"https://other.example, {SHOP}")
        self.assertAnswer(
            response,
            200,
            headers={
                "Access-Control-Allow-Origin": SHOP,
                "Access-Control-Allow-Credentials": "true",
                "Vary": "Origin",
            },
        )

    def test_odoo_pages_and_programs_may(self):
        for headers in (
            {},
            {"Sec-Fetch-Site": "same-origin"},
            {"Origin": self.base_url()},
        ):
            with self.subTest(headers=headers):
                self.assertAnswer(self.delete(headers), 200)
                self.env["endpoint.endpoint"].search(
                    [("name", "=", self._testMethodName)]
                ).unlink()

    def test_a_page_of_a_sibling_domain_may_not(self):
        headers = {"Sec-Fetch-Site": "same-site", "Origin": "https://x.odoo.example"}
        self.assertErrorObject(self.delete(headers), 403)

    def test_a_wildcard_covers_subdomains(self):
        headers = {**CROSS, "Origin": "https://eu.shop.example"}
        response = self.delete(headers, cors="https://*.shop.example")
        allowed = {"Access-Control-Allow-Origin": "https://eu.shop.example"}
        self.assertAnswer(response, 200, headers=allowed)

    def test_a_wildcard_covers_nothing_else(self):
        for origin in ("https://shop.example", "https://evilshop.example", "null"):
            with self.subTest(origin=origin):
                cors = "https://*.shop.example"
                response = self.delete({**CROSS, "Origin": origin}, cors=cors)
                self.assertErrorObject(response, 403)
                self.env["endpoint.endpoint"].search(
                    [("name", "=", self._testMethodName)]
                ).unlink()

    def test_origins_that_no_browser_sends_are_refused_at_save(self):
        for origin in (
            *("shop.example", "https://shop.example/a", "https://Shop.example"),
            *("https://*", "*.shop.example", "https://a.*.example", "null"),
            *("https://shop.example:443", "https://shöp.example"),
        ):
            with (
                self.subTest(origin=origin),
                self.assertRaisesRegex(ValidationError, re.escape(origin)),
            ):
                self.make_endpoint(cors=f"https://ok.example, {origin}")

    def test_a_public_endpoint_ignores_the_user_on_cross_site_writes(self):
        snippet = "result = {'payload': caller.sudo().login}"
        endpoint = self.make_endpoint(snippet, request_method="DELETE")
        self.authenticate(self.user.login, self.user.login)
        self.assertAnswer(self.call(endpoint), 200, self.user.login)
        self.assertAnswer(self.call(endpoint, headers=CROSS), 200, "public")

    def test_a_retried_request_has_the_headers_once(self):
        endpoint = self.make_endpoint(cors=SHOP, auth_type="public")
        original = type(endpoint)._handle_request
        attempts = []

        def handle(record, request):
            attempts.append(1)
            if len(attempts) == 1:
                raise ConcurrencyError("once more")
            return original(record, request)

        with patch.object(type(endpoint), "_handle_request", handle):
            response = self.call(endpoint, headers={"Origin": SHOP})
        self.assertEqual(len(attempts), 2)
        self.assertAnswer(response, 200, headers={"Vary": "Origin"})

    def test_public_endpoints_have_no_user_to_protect(self):
        endpoint = self.make_endpoint(request_method="DELETE")
        self.assertAnswer(self.call(endpoint, headers=CROSS), 200)

    def test_an_unlisted_origin_gets_no_header(self):
        endpoint = self.make_endpoint(cors="https://other.example")
        response = self.call(endpoint, headers={"Origin": SHOP})
        self.assertAnswer(response, 200, headers={"Vary": "Origin"})
        self.assertNotIn("Access-Control-Allow-Origin", response.headers)

    def test_refusals_carry_the_headers_too(self):
        endpoint = self.make_endpoint("raise error(409, 'x')", cors=SHOP)
        for method, status in (("GET", 409), ("POST", 405)):
            with self.subTest(method=method):
                response = self.call(endpoint, method, headers={"Origin": SHOP})
                self.assertErrorObject(response, status)
                self.assertEqual(response.headers["Access-Control-Allow-Origin"], SHOP)

    def test_preflight_allows_the_requested_headers(self):
        endpoint = self.make_endpoint(request_method="PUT", cors=SHOP)
        response = self.call(
            endpoint,
            "OPTIONS",
            headers={
                "Origin": SHOP,
                "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": "content-type, x-signature",
            },
        )
        self.assertAnswer(
            response,
            204,
            headers={
                "Access-Control-Allow-Origin": SHOP,
                "Access-Control-Allow-Methods": "PUT",
                "Access-Control-Allow-Headers": "content-type, x-signature",
            },
        )
        self.assertNotIn("Set-Cookie", response.headers)


class TestHeaders(EndpointCase):
    def test_answers_of_authenticated_endpoints_are_not_stored(self):
        self.authenticate("admin", "admin")
        kept = "result = {'headers': {'Cache-Control': 'max-age=60'}}"
        for auth_type, snippet, expected in (
            ("user_endpoint", None, "no-store"),
            ("user_endpoint", kept, "max-age=60"),
            ("public", None, None),
        ):
            with self.subTest(auth_type=auth_type, snippet=snippet):
                endpoint = self.make_endpoint(snippet, auth_type=auth_type)
                response = self.call(endpoint)
                self.assertAnswer(
                    response,
                    200,
                    headers={
                        "Cache-Control": expected,
                        "X-Content-Type-Options": "nosniff",
                    },
                )
                endpoint.unlink()


class TestBodyLimit(EndpointCase):
    def test_a_larger_body_is_413(self):
        for content_type in ("application/json", "application/x-www-form-urlencoded"):
            with self.subTest(content_type=content_type):
                endpoint = self.make_endpoint(
                    request_method="POST",
                    request_content_type=content_type,
                    request_max_size=1,
                )
                headers = {"Content-Type": content_type}
                for size, status in ((2**20 - 10, 200), (2**20 + 10, 413)):
                    body = '"' + "a" * (size - 2) + '"'
                    response = self.call(endpoint, data=body, headers=headers)
                    self.assertEqual(response.status_code, status)
                self.assertErrorObject(response, 413)
                endpoint.unlink()

    def test_new_endpoints_accept_16_mib(self):
        self.assertEqual(self.make_endpoint().request_max_size, 16)
