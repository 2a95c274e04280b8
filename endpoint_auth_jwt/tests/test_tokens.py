"""Valid tokens, and whom they stand for."""

import time

from odoo.tests import tagged

from .common import EC, ISSUER, OTHER_RSA, RSA, JwtCase, make_token, pem


@tagged("post_install", "-at_install")
class TestTokens(JwtCase):
    def test_a_valid_token(self):
        self.assertLogin(self.make_protected(), make_token())

    def test_json_rpc(self):
        endpoint = self.make_protected(route_type="jsonrpc", request_method="POST")
        for token, member in ((make_token(), "result"), (make_token(aud="x"), "error")):
            headers = {"Authorization": f"Bearer {token}"}
            body = {"jsonrpc": "2.0", "id": 1, "params": {}}
            response = self.call(endpoint, json=body, headers=headers)
            self.assertIn(member, response.json())

    def test_without_a_token(self):
        response = self.get(self.make_protected(), None)
        self.assertErrorObject(response, 401, "The token is missing or not valid.")
        self.assertTrue(response.headers["WWW-Authenticate"].startswith("Bearer"))
        self.assertNotIn("error", response.headers["WWW-Authenticate"])

    def test_algorithms(self):
        secret = "s" * 32
        for algorithm, key, public in (
            ("PS384", RSA, pem(RSA)),
            ("ES256", EC, pem(EC)),
            ("HS256", secret, secret),
        ):
            with self.subTest(algorithm):
                issuer = self.make_issuer(algorithms=algorithm, public_key=public)
                route = f"/test/{algorithm}"
                endpoint = self.make_protected(issuer, route=route)
                self.assertLogin(endpoint, make_token(key, algorithm))

    def test_one_of_several_audiences(self):
        endpoint = self.make_protected(self.make_issuer(audience="shop odoo"))
        for audience in ("shop", "odoo", ["other", "shop"]):
            self.assertLogin(endpoint, make_token(aud=audience))

    def test_one_of_several_issuers(self):
        other = self.make_issuer(
            issuer="https://other.example", public_key=pem(OTHER_RSA)
        )
        endpoint = self.make_protected(self.make_issuer() | other)
        self.assertLogin(endpoint, make_token())
        token = make_token(OTHER_RSA, iss="https://other.example")
        self.assertLogin(endpoint, token)
        self.assertRefused(self.get(endpoint, make_token(OTHER_RSA)))

    def test_the_leeway(self):
        endpoint = self.make_protected(self.make_issuer(leeway=60))
        now = int(time.time())
        self.assertLogin(endpoint, make_token(exp=now - 30))
        self.assertRefused(self.get(endpoint, make_token(exp=now - 90)))

    def test_by_email(self):
        issuer = self.make_issuer(user_source="email", user_claim="email")
        endpoint = self.make_protected(issuer)
        self.assertLogin(endpoint, make_token(email="app@shop.EXAMPLE"))
        unverified = make_token(email="app@shop.example", email_verified=False)
        self.assertRefused(self.get(endpoint, unverified))

    def test_an_email_that_looks_alike(self):
        """PostgreSQL lowers the Kelvin sign to a k."""
        self.user.email = "kay@shop.example"
        issuer = self.make_issuer(user_source="email", user_claim="email")
        endpoint = self.make_protected(issuer)
        for email in ("\u212aay@shop.example", "%ay@shop.example", "_ay@shop.example"):
            self.assertRefused(self.get(endpoint, make_token(email=email)))
        self.assertLogin(endpoint, make_token(email="KAY@shop.example"))

    def test_an_email_of_an_archived_user_as_well(self):
        twin = self.user.copy({"login": "twin", "email": "app@shop.example"})
        twin.active = False
        issuer = self.make_issuer(user_source="email", user_claim="email")
        endpoint = self.make_protected(issuer)
        self.assertLogin(endpoint, make_token(email="app@shop.example"))

    def test_an_email_of_two_users(self):
        self.user.copy({"login": "twin", "email": "app@shop.example"})
        issuer = self.make_issuer(user_source="email", user_claim="email")
        endpoint = self.make_protected(issuer)
        self.assertRefused(self.get(endpoint, make_token(email="app@shop.example")))

    def test_one_user_for_all(self):
        issuer = self.make_issuer(user_source="fixed", user_id=self.user.id)
        endpoint = self.make_protected(issuer)
        self.assertLogin(endpoint, make_token(sub=None))

    def test_scopes(self):
        endpoint = self.make_protected(self.make_issuer(required_scopes="a b"))
        for claims in ({"scope": "b a c"}, {"scp": ["a", "b"]}):
            self.assertLogin(endpoint, make_token(**claims))
        for claims in ({}, {"scope": "a"}, {"scope": "ab"}, {"scope": 3}):
            with self.subTest(claims):
                response = self.get(endpoint, make_token(**claims))
                self.assertErrorObject(response, 403, "scopes")
                challenge = response.headers["WWW-Authenticate"]
                self.assertIn("insufficient_scope", challenge)

    def test_scopes_choose_the_user(self):
        """Two records of one provider."""
        admin = self.env.ref("base.user_admin")
        values = {"user_source": "fixed", "required_scopes": "write", "name": "A"}
        writers = self.make_issuer(user_id=admin.id, **values)
        endpoint = self.make_protected(writers | self.make_issuer())
        self.assertLogin(endpoint, make_token())
        self.assertLogin(endpoint, make_token(scope="write"), admin.login)

    def test_groups_apply(self):
        group = self.env.ref("base.group_system")
        endpoint = self.make_protected(group_ids=[(4, group.id)])
        self.assertErrorObject(self.get(endpoint, make_token()), 403)

    def test_the_session_does_not_matter(self):
        self.make_user("other")
        self.authenticate("other", "other")
        endpoint = self.make_protected()
        self.assertLogin(endpoint, make_token())
        response = self.get(endpoint, None)
        self.assertErrorObject(response, 401)

    def test_an_issuer_can_be_changed_and_archived(self):
        issuer = self.make_issuer()
        endpoint = self.make_protected(issuer)
        self.assertLogin(endpoint, make_token())
        issuer.audience = "another"
        self.assertRefused(self.get(endpoint, make_token()))
        issuer.write({"audience": "odoo", "active": False})
        self.assertRefused(self.get(endpoint, make_token()))

    def test_who_can_call(self):
        endpoint = self.make_protected()
        self.assertEqual(
            endpoint.who_can_call,
            "Anyone with a token of Shop, with the rights of the caller.",
        )
        [scheme] = endpoint._describe_security().values()
        self.assertEqual(scheme["bearerFormat"], "JWT")
        self.assertIn(ISSUER, scheme["description"])
