"""Whom a request is counted for."""

from odoo.tests import BaseCase, tagged

from ..rates import network
from .common import RateLimitCase


@tagged("post_install", "-at_install")
class TestCaller(RateLimitCase):
    def test_each_key_has_a_quota(self):
        endpoint = self.limited("1/hour", auth_type="bearer")
        user = self.make_user()
        first, second = self.bearer(user), self.bearer(user)
        self.assertEqual(self.statuses(endpoint, 2, headers=first), [200, 429])
        self.assertEqual(self.statuses(endpoint, 2, headers=second), [200, 429])

    def test_each_endpoint_key_has_a_quota_however_it_is_sent(self):
        endpoint = self.limited("1/hour", auth_type="bearer", allow_key_header=True)
        user = self.make_user()
        first, second = (self.make_endpoint_key(user, endpoint) for _ in "ab")
        headers = [{"X-API-Key": first}, {"Authorization": f"Bearer {first}"}]
        found = [self.call(endpoint, headers=each).status_code for each in headers]
        self.assertEqual(found, [200, 429])
        self.assertEqual(
            self.statuses(endpoint, 1, headers={"X-API-Key": second}), [200]
        )

    def test_keys_are_not_stored(self):
        endpoint = self.limited("1/hour", auth_type="bearer")
        key = self.make_api_key(self.make_user())
        self.statuses(endpoint, 2, headers={"Authorization": f"Bearer {key}"})
        for table in ("endpoint_rate_limit_counter", "endpoint_rate_limit_refusal"):
            [row] = self.sql(f"SELECT string_agg(t::text, ' ') FROM {table} t")[1:]
            self.assertIn("/key:", row[0])
            self.assertNotIn(key[:8], row[0])

    def test_a_user_of_a_session(self):
        endpoint = self.limited("1/hour", auth_type="user_endpoint")
        for login in ("one", "other"):
            self.make_user(login)
            self.authenticate(login, login)
            self.assertEqual(self.statuses(endpoint, 2), [200, 429])

    def test_a_user_of_a_public_endpoint(self):
        endpoint = self.limited("1/hour")
        self.assertEqual(self.statuses(endpoint, 2), [200, 429])
        self.make_user("one")
        self.authenticate("one", "one")
        self.assertEqual(self.statuses(endpoint, 2), [200, 429])

    def test_a_public_endpoint_ignores_keys(self):
        """Otherwise, a made-up key would get a new quota."""
        endpoint = self.limited("1/hour")
        headers = [{"Authorization": f"Bearer {letter * 40}"} for letter in "ab"]
        found = [self.call(endpoint, headers=each).status_code for each in headers]
        self.assertEqual(found, [200, 429])

    def test_a_token_of_another_addon(self):
        """It is not in the table of API keys, so it counts for its user."""
        endpoint = self.limited("1/hour", auth_type="bearer")
        keys = self.env.registry["res.users.apikeys"]
        user = self.make_user()
        self.patch(keys, "_check_credentials", lambda self, scope, key: user.id)
        headers = [{"Authorization": f"Bearer {letter * 40}"} for letter in "ab"]
        found = [self.call(endpoint, headers=each).status_code for each in headers]
        self.assertEqual(found, [200, 429])

    def test_a_forged_address(self):
        endpoint = self.limited("1/hour")
        found = []
        for number in (1, 2):
            headers = {"X-Forwarded-For": f"192.0.2.{number}", "Forwarded": "for=a"}
            found.append(self.call(endpoint, headers=headers).status_code)
        self.assertEqual(found, [200, 429])

    def test_by_address(self):
        endpoint = self.limited(
            "1/hour", auth_type="bearer", rate_limit_scope="address"
        )
        first, second = (self.bearer(self.make_user(name)) for name in ("a", "b"))
        self.assertEqual(self.statuses(endpoint, 1, headers=first), [200])
        self.assertEqual(self.statuses(endpoint, 1, headers=second), [429])

    def test_all_together(self):
        endpoint = self.limited("1/hour", rate_limit_scope="all")
        self.assertEqual(self.statuses(endpoint, 1), [200])
        self.make_user("one")
        self.authenticate("one", "one")
        self.assertEqual(self.statuses(endpoint, 1), [429])

    def test_each_endpoint_counts_for_itself(self):
        for route in ("/test/one", "/test/other"):
            self.assertEqual(
                self.statuses(self.limited("1/hour", route=route), 2), [200, 429]
            )

    # ------------------------------------------------------------
    # Addresses before authentication
    # ------------------------------------------------------------

    def test_forged_calls_do_not_use_up_a_quota(self):
        endpoint = self.limited("1/hour", auth_type="bearer")
        forged = {"Authorization": f"Bearer {'a' * 40}"}
        self.assertEqual(self.statuses(endpoint, headers=forged), [401, 401, 401])
        headers = self.bearer(self.make_user())
        self.assertEqual(self.statuses(endpoint, 2, headers=headers), [200, 429])

    def test_forged_calls_use_up_the_limit_of_the_address(self):
        self.set_param("address_limit", "2/hour")
        endpoint = self.make_endpoint(auth_type="bearer")
        self.assertEqual(self.statuses(endpoint), [401, 401, 429])
        response = self.call(endpoint)
        self.assertErrorObject(response, 429, code="rate_limited")
        self.assertEqual(
            response.headers["RateLimit-Policy"], '"address:2/hour";q=2;w=3600'
        )

    def test_a_call_counts_for_both(self):
        self.set_param("address_limit", "9/hour")
        response = self.call(self.limited("9/hour"))
        self.assertEqual(list(self.left(response)), ["address:9/hour", "9/hour"])

    def test_other_routes_are_not_counted(self):
        self.set_param("address_limit", "1/hour")
        found = {self.call("/web/health").status_code for _ in range(3)}
        self.assertEqual(found, {200})


class TestNetwork(BaseCase):
    def test_network(self):
        cases = {
            "192.0.2.1": "192.0.2.1",
            "::ffff:192.0.2.1": "192.0.2.1",
            "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
            "2001:db8:1:2::1": "2001:db8:1:2::/64",
            "fe80::1%eth0": "fe80::/64",
            "192.0.2.1:8080": "192.0.2.1",
            "[2001:db8::1]:8080": "2001:db8::/64",
            "x" * 5000: "unknown",
            "192.0.2.1, 192.0.2.2": "unknown",
            "": "unknown",
            None: "unknown",
        }
        for address, expected in cases.items():
            with self.subTest(address=str(address)[:40]):
                self.assertEqual(network(address), expected)
