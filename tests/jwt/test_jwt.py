"""Tokens of a real issuer: oauthlib's server on loopback, which publishes its keys."""

import json
import threading
import time
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
import oauthlib.oauth2
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from oauthlib.oauth2.rfc6749.tokens import signed_token_generator

_SHELL = """
issuer = env["endpoint.jwt.issuer"].create({{
    "name": "Provider", "issuer": "https://provider.example", "audience": "odoo",
    "jwks_url": "{url}/jwks", "required_scopes": "me",
}})
env["endpoint.endpoint"].create({{
    "name": "Me", "route": "/jwt/me", "request_method": "GET", "auth_type": "jwt",
    "jwt_issuer_ids": [(6, 0, issuer.ids)], "readonly": True, "registry_sync": True,
    "code_snippet": "result = {{'payload': user.login}}",
}})
env.cr.commit()
"""


class Validator(oauthlib.oauth2.RequestValidator):
    """One client, which gets tokens for the demo user."""

    def authenticate_client(self, request, *args, **kwargs):
        request.client = type("Client", (), {"client_id": request.client_id})
        return request.client_secret == "secret"

    def validate_grant_type(self, client_id, grant_type, client, request, *args):
        return grant_type == "client_credentials"

    def validate_scopes(self, client_id, scopes, client, request, *args):
        return True

    def get_default_scopes(self, client_id, request, *args, **kwargs):
        return ["me"]

    def save_bearer_token(self, token, request, *args, **kwargs):
        return None


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Keep the requests out of the tests' output."""


class Provider:
    """An identity provider: /token issues tokens, /jwks publishes the keys."""

    def __init__(self):
        self.fetched = 0
        self.rotate()
        self.server = make_server("127.0.0.1", 0, self.serve, handler_class=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def rotate(self):
        """Sign with a new key from now on."""
        self.key = rsa.generate_private_key(65537, 2048)
        self.key_id = f"key-{time.monotonic_ns()}"

    def serve(self, environ, start_response):
        if environ["PATH_INFO"] == "/jwks":
            self.fetched += 1
            public = jwt.algorithms.RSAAlgorithm.to_jwk(
                self.key.public_key(), as_dict=True
            )
            status, body = 200, json.dumps({"keys": [{**public, "kid": self.key_id}]})
        else:
            form = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
            _headers, body, status = self.issue(form)
        start_response(f"{status} -", [("Content-Type", "application/json")])
        return [body.encode()]

    def issue(self, form):
        claims = {"iss": "https://provider.example", "aud": "odoo", "sub": "demo"}
        pem = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        endpoint = oauthlib.oauth2.BackendApplicationServer(
            Validator(), token_generator=signed_token_generator(pem, **claims)
        )
        return endpoint.create_token_response(f"{self.url}/token", "POST", form, {})

    def token(self, scope="me"):
        form = {"grant_type": "client_credentials", "client_id": "app"}
        form |= {"client_secret": "secret", "scope": scope}
        response = requests.post(f"{self.url}/token", form, timeout=10)
        return response.json()["access_token"]

    def signed(self, key_id):
        """:return: a token that names a key"""
        claims = jwt.decode(self.token(), options={"verify_signature": False})
        return jwt.encode(claims, self.key, "RS256", {"kid": key_id})


@pytest.fixture(scope="module")
def provider():
    """A provider on loopback."""
    # oauthlib refuses plain http unless told that it is a test.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
        running = Provider()
        yield running
        running.server.shutdown()


@pytest.fixture(scope="module")
def site(make_server, provider):
    """A server with one process, and an endpoint for tokens of the provider."""
    server = make_server()
    server.shell(_SHELL.format(url=provider.url))
    return server


def call(server, token):
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{server.url}/jwt/me", headers=headers, timeout=60)


def test_a_token_of_the_provider(site, provider):
    response = call(site, provider.token())
    assert (response.status_code, response.json()) == (200, "demo")
    assert call(site, provider.token("other")).status_code == 403


def test_unknown_keys_are_fetched_once_a_minute(site, provider):
    assert call(site, provider.token()).status_code == 200
    before = provider.fetched
    for number in range(20):
        assert call(site, provider.signed(f"unknown-{number}")).status_code == 401
    assert provider.fetched - before <= 1


def test_keys_stay_valid_while_the_provider_is_down(site, provider):
    """In a process that has just started, too."""
    token = provider.signed(provider.key_id)
    assert call(site, token).status_code == 200
    provider.server.shutdown()
    provider.server.server_close()
    site.stop()
    site.start()
    assert call(site, token).status_code == 200
    begin = time.monotonic()
    assert call(site, token).status_code == 200
    assert time.monotonic() - begin < 5
