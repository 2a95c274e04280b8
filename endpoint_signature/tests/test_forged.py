"""Forged requests: all get one response, and none has an effect."""

import socket
import time

from odoo.tests import tagged

from .common import BODY, SECRET, SignatureCase, github, mac, standard

_RIGHT = github()["X-Hub-Signature-256"]
_HEX = _RIGHT.removeprefix("sha256=")
#: name -> value of X-Hub-Signature-256
_GITHUB = {
    "missing": None,
    "empty": "",
    "only the prefix": "sha256=",
    "wrong": f"sha256={'0' * 64}",
    "truncated": _RIGHT[:-1],
    "truncated to a byte": _RIGHT[:9],
    "extended": _RIGHT + "00",
    "without prefix": _HEX,
    "prefix in capitals": f"SHA256={_HEX}",
    "digits in capitals": f"sha256={_HEX.upper()}",
    "prefix twice": f"sha256={_RIGHT}",
    "another algorithm": f"sha1={mac(SECRET, BODY, 'sha1')}",
    "another digest": f"sha256={mac(SECRET, BODY, 'sha1')}",
    "base64": f"sha256={mac(SECRET, BODY, encoding='base64')}",
    "another secret": github(secret="other")["X-Hub-Signature-256"],
    "an empty secret": github(secret="")["X-Hub-Signature-256"],
    "another body": github(BODY + b" ")["X-Hub-Signature-256"],
    "twice": f"{_RIGHT},{_RIGHT}",
    "twice with a space": f"{_RIGHT} {_RIGHT}",
    "spaces inside": f"sha256={_HEX[:32]} {_HEX[32:]}",
    "not UTF-8": b"sha256=" + b"\xff" * 64,
    "fullwidth digits": ("sha256=" + "０" * 64).encode(),
    "very long": "sha256=" + "0" * 5000,
    "none": "none",
}


def _standard_headers(now):
    """:return: name -> headers that replace those of a valid request"""
    signature = standard(timestamp=now)["webhook-signature"]
    return {
        "no id": {"webhook-id": None},
        "no timestamp": {"webhook-timestamp": None},
        "no signature": {"webhook-signature": None},
        "another id": {"webhook-id": "msg_2"},
        "an id with a space": {"webhook-id": "msg 1"},
        "a long id": standard(delivery="m" * 256),
        "old": standard(timestamp=now - 400),
        "in the future": standard(timestamp=now + 400),
        "another timestamp": {"webhook-timestamp": str(now + 1)},
        "400 digits": standard(timestamp="1" * 400),
        "negative": standard(timestamp=-now),
        "a plus sign": standard(timestamp=f"+{now}"),
        "a fraction": standard(timestamp=f"{now}.5"),
        "an exponent": standard(timestamp="1e9"),
        "hexadecimal": standard(timestamp=hex(now)),
        "an underscore": standard(timestamp=f"{now // 10}_{now % 10}"),
        "milliseconds": standard(timestamp=now * 1000),
        "unicode digits": {"webhook-timestamp": "１２３４５６７８９０".encode()},
        "an unknown version": {"webhook-signature": signature.replace("v1", "v2")},
        "asymmetric": {"webhook-signature": signature.replace("v1", "v1a")},
        "a version in capitals": {"webhook-signature": signature.replace("v1", "V1")},
        "no version": {"webhook-signature": signature.removeprefix("v1,")},
        "an empty signature": {"webhook-signature": "v1,"},
        "no padding": {"webhook-signature": signature.rstrip("=")},
        "more padding": {"webhook-signature": signature + "="},
        "base64 of a URL": {
            "webhook-signature": f"v1,{'-_' * 21}A=",
        },
        "another text for the same bytes": {
            "webhook-signature": signature[:-2] + chr(ord(signature[-2]) + 1) + "=",
        },
        "not base64": {"webhook-signature": "v1,ñ".encode()},
        "twice": {"webhook-signature": f"{signature},{signature}"},
        "a digest in hexadecimal": {
            "webhook-signature": f"v1,{mac(b'', BODY)}",
        },
    }


def _stripe_values(now):
    """:return: name -> value of Stripe-Signature"""
    right, old = (mac(SECRET, f"{t}.".encode() + BODY) for t in (now, now - 400))
    return {
        "no timestamp": f"v1={right}",
        "two timestamps": f"t={now},t={now},v1={right}",
        "no signature": f"t={now}",
        "only another version": f"t={now},v0={right}",
        "spaces": f"t={now}, v1={right}",
        "old": f"t={now - 400},v1={old}",
        "another timestamp": f"t={now - 1},v1={right}",
        "nothing": ",,,=,=",
    }


@tagged("post_install", "-at_install")
class TestForged(SignatureCase):
    def assertRefused(self, response):
        """The response says the same for every reason."""
        self.assertErrorObject(response, 401, "The signature is missing or not valid.")
        self.assertIn("Signature", response.headers["WWW-Authenticate"])
        self.assertEqual(self.created(), 0)

    def test_github(self):
        endpoint = self.signed()
        for name, value in _GITHUB.items():
            with self.subTest(name):
                headers = {} if value is None else {"X-Hub-Signature-256": value}
                self.assertRefused(self.post(endpoint, headers))
        self.assertAnswer(self.post(endpoint, github()), 200)  # the control

    def test_standard_webhooks(self):
        endpoint = self.signed("standard_webhooks")
        now = int(time.time())
        for name, changes in _standard_headers(now).items():
            with self.subTest(name):
                headers = {**standard(timestamp=now), **changes}
                headers = {n: v for n, v in headers.items() if v is not None}
                self.assertRefused(self.post(endpoint, headers))
        self.assertAnswer(self.post(endpoint, standard()), 200)  # the control

    def test_stripe(self):
        endpoint = self.signed("stripe")
        for name, value in _stripe_values(int(time.time())).items():
            with self.subTest(name):
                self.assertRefused(self.post(endpoint, {"Stripe-Signature": value}))
        now = int(time.time())
        valid = f"t={now},v1={mac(SECRET, f'{now}.'.encode() + BODY)}"
        self.assertAnswer(self.post(endpoint, {"Stripe-Signature": valid}), 200)

    def test_headers_that_are_sent_twice(self):
        endpoint = self.signed()
        line = f"X-Hub-Signature-256: {_RIGHT}"
        self.assertIn(" 401 ", self.send(endpoint, [line, line]))
        self.assertIn(" 200 ", self.send(endpoint, [line]))  # the control

    def test_a_folded_header(self):
        endpoint = self.signed()
        line = f"X-Hub-Signature-256: sha256={_HEX[:32]}\r\n {_HEX[32:]}"
        self.assertIn(" 40", self.send(endpoint, [line]))

    def send(self, endpoint, lines):
        """:return: the status line of the response to a raw request"""
        head = [
            f"POST {endpoint.route} HTTP/1.1",
            f"Host: {self.base_url().removeprefix('http://')}",
            "Content-Type: application/json",
            f"Content-Length: {len(BODY)}",
            "Connection: close",
            *lines,
        ]
        host, _colon, port = self.base_url().removeprefix("http://").partition(":")
        with self.allow_requests(all_requests=True):
            with socket.create_connection((host, int(port)), 10) as connection:
                connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + BODY)
                return connection.makefile("rb").readline().decode()

    def test_the_signature_of_another_endpoint(self):
        other = self.signed(signature_secret="another one")
        self.assertRefused(self.post(other, github()))

    def test_an_endpoint_without_a_secret(self):
        endpoint = self.signed(signature_secret=False)
        self.assertRefused(self.post(endpoint, github(secret="")))

    def test_keys_and_sessions_do_not_help(self):
        endpoint = self.signed()
        key = self.make_api_key(self.make_user("caller"))
        headers = {"Authorization": f"Bearer {key}"}
        self.assertRefused(self.post(endpoint, headers))
        self.authenticate("caller", "caller")
        self.assertRefused(self.post(endpoint, {}))

    def test_the_body_of_an_unsigned_request_is_not_read(self):
        """Otherwise, its size would be refused first."""
        endpoint = self.signed(request_max_size=0.001)
        self.assertRefused(self.post(endpoint, {}, b" " * 5000))
