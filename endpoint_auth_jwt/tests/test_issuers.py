"""What an administrator enters, and the keys that an issuer publishes."""

from unittest.mock import patch

from cryptography.hazmat.primitives import serialization
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import jwks
from .common import EC, ED448, RSA, SMALL_RSA, JwtCase, pem

_URL = {"public_key": False, "jwks_url": "https://login.shop.example/keys"}


@tagged("post_install", "-at_install")
class TestIssuers(JwtCase):
    def assertProblem(self, words, **values):
        with self.assertRaises(ValidationError) as caught:
            self.make_issuer(**values)
        self.assertRegex(str(caught.exception), words)

    def test_algorithms(self):
        for words, algorithms in (
            ("choose algorithms", "none"),
            ("choose algorithms", "RS256 none"),
            ("choose algorithms", " "),
            ("choose algorithms", "rs256"),
            ("cannot be combined", "RS256, HS256"),
            ("several types", "RS256 ES256"),
            ("does not suit", "ES256"),
            ("does not suit", "EdDSA"),
            ("does not suit", "HS256"),
        ):
            with self.subTest(algorithms):
                self.assertProblem(words, algorithms=algorithms)

    def test_an_archived_issuer_is_completed_before_it_is_active(self):
        values = {"algorithms": "HS256", "public_key": False, "active": False}
        issuer = self.make_issuer(**values)
        endpoint = self.make_protected(issuer)
        response = self.call(endpoint, headers={"Authorization": "Bearer a.b.c"})
        self.assertErrorObject(response, 401)
        with self.assertRaisesRegex(ValidationError, "either"):
            issuer.active = True

    def test_keys(self):
        private = RSA.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()
        for words, values in (
            ("either", {"public_key": False}),
            ("either", {"jwks_url": _URL["jwks_url"]}),
            ("does not suit", {"public_key": "no key"}),
            ("enter the public key", {"public_key": private}),
            ("2048 bits or more", {"public_key": pem(SMALL_RSA)}),
            ("a key of type Ed448", {"algorithms": "EdDSA", "public_key": pem(ED448)}),
            ("does not suit", {"algorithms": "ES384", "public_key": pem(EC)}),
            ("32 bytes or more", {"algorithms": "HS256", "public_key": "short"}),
            ("need a secret", {**_URL, "algorithms": "HS256"}),
            ("https", {**_URL, "jwks_url": "http://login.shop.example/keys"}),
            ("https", {**_URL, "jwks_url": "http://localhost.shop.example/keys"}),
            ("https", {**_URL, "jwks_url": "http://127.0.0.1@shop.example/"}),
            ("https", {**_URL, "jwks_url": "file:///etc/passwd"}),
            ("https", {**_URL, "jwks_url": r"http://shop.example\@localhost/keys"}),
            ("https", {**_URL, "jwks_url": "https://"}),
        ):
            with self.subTest(values):
                self.assertProblem(words, **values)

    def test_callers(self):
        self.assertProblem("“User”", user_source="fixed")
        self.assertProblem("“Claim”", user_claim=False)
        root = self.env.ref("base.user_root")
        self.assertProblem("OdooBot", user_source="fixed", user_id=root.id)
        public = self.env.ref("base.public_user")
        self.assertProblem("active", user_source="fixed", user_id=public.id)

    def test_keys_on_this_machine(self):
        for host in ("localhost", "127.0.0.1:8080", "[::1]", "LOCALHOST"):
            self.make_issuer(public_key=False, jwks_url=f"http://{host}/keys")

    def test_the_leeway(self):
        for leeway in (-1, 601):
            self.assertProblem("leeway", leeway=leeway)

    def test_an_endpoint_needs_an_issuer(self):
        with self.assertRaisesRegex(UserError, "whose tokens"):
            self.make_endpoint(auth_type="jwt")

    def test_an_issuer_in_use_cannot_be_deleted(self):
        issuer = self.make_issuer()
        self.make_protected(issuer)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            issuer.unlink()

    def test_only_administrators_see_issuers(self):
        with self.assertRaises(AccessError):
            self.make_issuer().with_user(self.user).read(["issuer"])

    def test_fetch_keys_says_what_is_wrong(self):
        issuer = self.make_issuer(public_key=False, jwks_url="http://127.0.0.1:9/keys")
        with self.allow_requests(all_requests=True):
            with self.assertRaisesRegex(UserError, "cannot be fetched"):
                issuer.action_fetch_keys()

    def test_fetch_keys_says_how_many(self):
        text = (
            '{"keys": [{"kty": "RSA"}, {"kty": "oct"}, {"kty": "RSA", "use": "enc"}]}'
        )
        with patch.object(jwks, "fetch", return_value=text):
            action = self.make_issuer(**_URL).action_fetch_keys()
        self.assertIn("provider: 1", action["params"]["message"])

    def test_not_a_jwk_set(self):
        for text in ("", "[]", '{"keys": 3}', '{"keys": ["a"]}', "[" * 10_000):
            with self.subTest(text[:20]), self.assertRaises(ValueError):
                jwks.tokens.keys_of_jwks(text)
