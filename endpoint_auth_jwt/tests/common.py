"""Base class for tests of tokens: an issuer with keys of its own."""

import time

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa

from odoo.addons.endpoint.tests.common import EndpointCase

ISSUER = "https://login.shop.example"
RSA = rsa.generate_private_key(65537, 2048)
OTHER_RSA = rsa.generate_private_key(65537, 2048)
SMALL_RSA = rsa.generate_private_key(65537, 1024)
EC = ec.generate_private_key(ec.SECP256R1())
ED448 = ed448.Ed448PrivateKey.generate()


def pem(key):
    """:return: the public key as text"""
    public = serialization.PublicFormat.SubjectPublicKeyInfo
    encoding = serialization.Encoding.PEM
    return key.public_key().public_bytes(encoding, public).decode()


def make_token(key=RSA, algorithm="RS256", headers=None, **claims):
    """:param claims: None removes one"""
    now = int(time.time())
    defaults = {"iss": ISSUER, "aud": "odoo", "sub": "app", "exp": now + 60, "iat": now}
    claims = {**defaults, **claims}
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key, algorithm, headers)


class JwtCase(EndpointCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.env["res.users"].create(
            {
                "name": "App",
                "login": "app",
                "email": "App@Shop.example",
                "group_ids": [(4, cls.env.ref("base.group_user").id)],
            }
        )

    def make_issuer(self, **values):
        return self.env["endpoint.jwt.issuer"].create(
            {
                "name": "Shop",
                "issuer": ISSUER,
                "audience": "odoo",
                "public_key": pem(RSA),
                **values,
            }
        )

    def make_protected(self, issuers=None, code="", **values):
        """:return: an endpoint that answers the caller's login"""
        issuers = issuers or self.make_issuer()
        return self.make_endpoint(
            f"{code}\nresult = {{'payload': {{'login': env.user.login}}}}",
            auth_type="jwt",
            jwt_issuer_ids=[(6, 0, issuers.ids)],
            **values,
        )

    def get(self, endpoint, token):
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return self.call(endpoint, headers=headers)

    def assertLogin(self, endpoint, token, login="app"):
        self.assertAnswer(self.get(endpoint, token), 200, {"login": login})

    def assertRefused(self, response):
        """The response says the same for every reason."""
        self.assertErrorObject(response, 401, "The token is missing or not valid.")
        self.assertIn('error="invalid_token"', _quoted(response))


def _quoted(response):
    return response.headers["WWW-Authenticate"].replace(
        "error=invalid_token", 'error="invalid_token"'
    )
