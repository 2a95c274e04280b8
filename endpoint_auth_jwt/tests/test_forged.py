"""Forged tokens: all get one response."""

import base64
import hashlib
import hmac
import json
import time

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from odoo.tests import tagged

from .common import EC, ISSUER, OTHER_RSA, RSA, JwtCase, make_token, pem


def encode(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(header, claims, signature=b""):
    """:return: a token that no library would make"""
    return ".".join(map(encode, (header, claims, signature)))


def claims(**changes):
    now = int(time.time())
    return {"iss": ISSUER, "aud": "odoo", "sub": "app", "exp": now + 60, **changes}


def signed(payload):
    """:param payload: bytes, as no library would write them
    :return: a token with a valid signature
    """
    return jwt.PyJWS().encode(payload, RSA, "RS256")


def with_claim(text):
    """:param text: JSON of one more member"""
    return signed(f"{json.dumps(claims())[:-1]}, {text}}}".encode())


def hs256_with(secret):
    """Sign with a public key as the secret, which PyJWT refuses to do."""
    signed = f"{encode({'alg': 'HS256', 'typ': 'JWT'})}.{encode(claims())}"
    digest = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{encode(digest)}"


def of_rsa():
    """:return: name -> forged token, for an issuer with RS256"""
    valid = make_token()
    head, body, signature = valid.split(".")
    now = int(time.time())
    nested = f'{{"alg": {"[" * 900}{"]" * 900}}}'.encode()
    own_jwk = jwt.algorithms.RSAAlgorithm.to_jwk(OTHER_RSA.public_key(), as_dict=True)
    evil = "http://127.0.0.1:1/jwks"
    return {
        "empty": "",
        "a word": "token",
        "two parts": f"{head}.{body}",
        "four parts": f"{valid}.{signature}",
        "extra dots": f"{head}..{body}.{signature}",
        "no signature": f"{head}.{body}.",
        "a truncated signature": valid[:-4],
        "an extended signature": valid + "AAAA",
        "padding": valid + "==",
        "another body": f"{head}.{encode(claims(sub='admin'))}.{signature}",
        "another header": f"{encode({'alg': 'RS512'})}.{body}.{signature}",
        "none": raw({"alg": "none"}, claims()),
        "None": raw({"alg": "None"}, claims()),
        "NONE with a signature": raw({"alg": "NONE"}, claims(), b"x" * 256),
        "no algorithm": raw({"typ": "JWT"}, claims(), b"x" * 256),
        "an algorithm that is a list": raw({"alg": ["RS256"]}, claims(), b"x"),
        "lowercase": raw({"alg": "rs256"}, claims(), b"x" * 256),
        "HS256 with the public key": hs256_with(pem(RSA)),
        "HS256 with the stripped public key": hs256_with(pem(RSA).strip()),
        "HS256 with an empty secret": hs256_with(""),
        "PS256": make_token(RSA, "PS256"),
        "RS512": make_token(RSA, "RS512"),
        "ES256": make_token(EC, "ES256"),
        "another key": make_token(OTHER_RSA),
        "its key in the header": make_token(OTHER_RSA, headers={"jwk": own_jwk}),
        "a URL in the header": make_token(OTHER_RSA, headers={"jku": evil}),
        "a certificate's URL": make_token(OTHER_RSA, headers={"x5u": evil}),
        "a key id that is a path": make_token(OTHER_RSA, headers={"kid": "../../x"}),
        "a critical extension": make_token(headers={"crit": ["exp"]}),
        "unencoded": make_token(headers={"crit": ["b64"], "b64": False}),
        "expired": make_token(exp=now - 60),
        "not yet valid": make_token(nbf=now + 60),
        "issued in the future": make_token(iat=now + 60),
        "no expiry": make_token(exp=None),
        "expiry as text": with_claim('"exp": "tomorrow"'),
        "an infinite expiry": with_claim('"exp": 1e400'),
        "no number": with_claim('"exp": NaN'),
        "a list of expiries": with_claim(f'"exp": [{now + 60}]'),
        "an expiry of 5,000 digits": with_claim(f'"exp": {"9" * 5000}'),
        "a second expiry": with_claim(f'"exp": {now - 60}'),
        "a second subject": with_claim('"sub": "nobody"'),
        "half a character": with_claim(r'"sub": "\ud800"'),
        "a subject that is a list": with_claim('"sub": ["app"]'),
        "a subject that is an object": with_claim('"sub": {"login": "app"}'),
        "a negative expiry": make_token(exp=-1),
        "no audience": make_token(aud=None),
        "another audience": make_token(aud="Odoo"),
        "an empty list of audiences": make_token(aud=[]),
        "no issuer": make_token(iss=None),
        "another issuer": make_token(iss=ISSUER + "/"),
        "an issuer that is a list": with_claim(f'"iss": ["{ISSUER}"]'),
        "no subject": make_token(sub=None),
        "an empty subject": make_token(sub=""),
        "an unknown subject": make_token(sub="nobody"),
        "a subject in capitals": make_token(sub="APP"),
        "a subject with a space": make_token(sub="app "),
        "SQL": make_token(sub="' OR 1=1 --"),
        "a wildcard": make_token(sub="%"),
        "NUL": make_token(sub="app\0"),
        "OdooBot": make_token(sub="__system__"),
        "the public user": make_token(sub="public"),
        "not an object": signed(b"[1]"),
        "a deeply nested claim": with_claim(f'"x": {"[" * 4000}{"]" * 4000}'),
        "a deeply nested algorithm": f"{encode(nested)}.{body}.{signature}",
        "not JSON": f"{encode(b'{')}.{encode(b'{')}.{signature}",
        "deeply nested": f"{head}.{encode(b'[' * 4000)}.{signature}",
        "very long": make_token(x="x" * 9000),
        "not UTF-8": f"{head}.{encode(bytes([255] * 40))}.{signature}",
        "spaces": f" {head} . {body} . {signature}",
        "unicode letters": f"{head}.{body}.é",
    }


def of_ec():
    """:return: name -> forged token, for an issuer with ES256"""
    return {
        "zeros (CVE-2022-21449)": raw({"alg": "ES256"}, claims(), b"\0" * 64),
        "no signature": raw({"alg": "ES256"}, claims()),
        "a DER signature": raw({"alg": "ES256"}, claims(), b"0" * 70),
        "another curve": make_token(ec.generate_private_key(ec.SECP384R1()), "ES384"),
        "another key": make_token(ec.generate_private_key(ec.SECP256R1()), "ES256"),
        "an Edwards key": make_token(ed25519.Ed25519PrivateKey.generate(), "EdDSA"),
        "HS256 with the public key": hs256_with(pem(EC)),
        "RS256": make_token(),
    }


@tagged("post_install", "-at_install")
class TestForged(JwtCase):
    def check(self, endpoint, forged):
        for name, token in forged.items():
            with self.subTest(name):
                headers = {"Authorization": f"Bearer {token}".encode()}
                self.assertRefused(self.call(endpoint, headers=headers))

    def test_rsa(self):
        endpoint = self.make_protected()
        self.check(endpoint, of_rsa())
        self.assertLogin(endpoint, make_token())  # the control

    def test_elliptic_curves(self):
        issuer = self.make_issuer(algorithms="ES256", public_key=pem(EC))
        endpoint = self.make_protected(issuer)
        self.check(endpoint, of_ec())
        self.assertLogin(endpoint, make_token(EC, "ES256"))

    def test_an_archived_user(self):
        endpoint = self.make_protected()
        self.user.active = False
        self.assertRefused(self.get(endpoint, make_token()))

    def test_a_fixed_user_who_was_archived(self):
        issuer = self.make_issuer(user_source="fixed", user_id=self.user.id)
        endpoint = self.make_protected(issuer)
        self.user.active = False
        self.assertRefused(self.get(endpoint, make_token()))

    def test_a_token_for_another_endpoint(self):
        other = self.make_issuer(issuer="https://other.example")
        self.assertRefused(self.get(self.make_protected(other), make_token()))

    def test_other_credentials(self):
        endpoint = self.make_protected()
        key = self.make_api_key(self.user)
        values = (f"Bearer {key}", f"Basic {make_token()}", make_token(), "Bearer")
        for value in (*values, f"Bearer {make_token()}, Bearer {make_token()}"):
            with self.subTest(value[:20]):
                headers = {"Authorization": value}
                self.assertRefused(self.call(endpoint, headers=headers))

    def test_nothing_is_written(self):
        code = "env['res.partner'].create({'name': 'Forged'})"
        endpoint = self.make_protected(code=code)
        self.assertRefused(self.get(endpoint, make_token(OTHER_RSA)))
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Forged")]))
