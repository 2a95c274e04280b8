"""Providers that publish their keys badly: real servers on loopback."""

import gzip
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

import jwt

from odoo.tests import tagged

from .. import jwks
from .common import OTHER_RSA, RSA, SMALL_RSA, JwtCase


def jwk(key=RSA, **members):
    """:return: the public key as a JWK"""
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**public, "kid": "a", "key_ops": ["verify"], **members}


def key_set(*keys):
    return json.dumps({"keys": keys}).encode()


class Provider(BaseHTTPRequestHandler):
    """Answers with the attributes of the server."""

    def do_GET(self):
        server = self.server
        self.send_response(server.status)
        for name, value in server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for part in server.parts:
            self.wfile.write(part)
            self.wfile.flush()
            server.ended.wait(server.pause)

    def log_message(self, *args):
        """Keep the requests out of the tests' output."""


@tagged("post_install", "-at_install")
class TestProviders(JwtCase):
    def provide(self, *parts, status=200, pause=0, **headers):
        """:return: the URL of a new provider"""
        server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
        server.parts, server.status, server.headers = parts, status, headers
        server.pause, server.ended = pause, threading.Event()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for end in (server.server_close, server.shutdown, server.ended.set):
            self.addCleanup(end)
        return f"http://127.0.0.1:{server.server_port}/keys"

    def assertNoKeys(self, url):
        with self.allow_requests(all_requests=True):
            with self.assertRaises(ValueError):
                jwks.fetch(url)

    def test_keys(self):
        valid = key_set(jwk())
        with self.allow_requests(all_requests=True):
            self.assertEqual(jwks.fetch(self.provide(valid)), valid.decode())

    def test_answers_that_are_no_keys(self):
        valid = key_set(jwk())
        bomb = gzip.compress(b" " * 50_000_000)
        for name, url in (
            ("redirect", self.provide(status=302, Location=self.provide(valid))),
            ("error", self.provide(valid, status=500)),
            ("10 MB", self.provide(b" " * 10_000_000, valid)),
            ("compressed", self.provide(gzip.compress(valid))),
            ("a bomb", self.provide(bomb, **{"Content-Encoding": "gzip"})),
            ("cut off", self.provide(valid[:-5], **{"Content-Length": "99999"})),
            ("UTF-16", self.provide(valid.decode().encode("utf-16-le"))),
            ("not UTF-8", self.provide(b"\xff")),
            ("HTML", self.provide(b"<html>")),
        ):
            with self.subTest(name):
                self.assertNoKeys(url)

    def test_an_answer_that_never_ends(self):
        """Each byte comes within the timeout."""
        url = self.provide(*[b" "] * 100, pause=0.1)
        begin = time.monotonic()
        with patch.object(jwks, "_DEADLINE", 1):
            self.assertNoKeys(url)
        self.assertLess(time.monotonic() - begin, 5)

    def test_a_silent_provider(self):
        with patch.object(jwks, "_TIMEOUT", 0.5):
            self.assertNoKeys(self.provide(b" ", pause=3))

    def test_keys_that_are_used(self):
        keys = jwks.tokens.keys_of_jwks(key_set(jwk(), jwk(kid="b", alg="PS256")))
        for key_id, algorithm in (("a", "RS256"), (None, "RS256"), ("b", "PS256")):
            self.assertTrue(jwks.tokens.select(keys, key_id, algorithm))

    def test_keys_that_are_not_used(self):
        for name, keys in (
            ("small", [jwk(SMALL_RSA)]),
            ("for encryption", [jwk(use="enc")]),
            ("for another algorithm", [jwk(alg="RS512")]),
            ("of another id", [jwk(kid="b")]),
            ("two of one id", [jwk(), jwk(OTHER_RSA)]),
            ("symmetric", [{"kty": "oct", "k": "AAAA", "kid": "a"}]),
            ("incomplete", [{"kty": "RSA", "kid": "a"}]),
        ):
            with self.subTest(name):
                found = jwks.tokens.keys_of_jwks(key_set(*keys))
                self.assertIsNone(jwks.tokens.select(found, "a", "RS256"))
