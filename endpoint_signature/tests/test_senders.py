"""The senders: their headers, what they sign, and the examples of their documents."""

import gzip
import time

from werkzeug.datastructures import Headers

from odoo.tests import BaseCase, tagged

from ..signing import SCHEMES, SignatureRefused
from .common import BODY, SECRET, WHSEC, SignatureCase, github, mac, standard


@tagged("post_install", "-at_install")
class TestSenders(SignatureCase):
    def assertSigned(self, response):
        self.assertAnswer(response, 200)
        self.assertEqual(response.json()["user"], self.integration.id)

    def test_github(self):
        self.assertSigned(self.post(self.signed(), github()))

    def test_standard_webhooks(self):
        self.assertSigned(self.post(self.signed("standard_webhooks"), standard()))

    def test_one_of_several_signatures_suffices(self):
        headers = standard()
        other = standard(secret="whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        both = f"{other['webhook-signature']} v1a,xyz {headers['webhook-signature']}"
        headers["webhook-signature"] = both
        self.assertSigned(self.post(self.signed("standard_webhooks"), headers))

    def test_stripe(self):
        timestamp = int(time.time())
        right = mac(SECRET, f"{timestamp}.".encode() + BODY)
        value = f"t={timestamp},v1={'0' * 64},v1={right},v0=abc"
        self.assertSigned(self.post(self.signed("stripe"), {"Stripe-Signature": value}))

    def test_shopify(self):
        headers = {"X-Shopify-Hmac-Sha256": mac(SECRET, BODY, encoding="base64")}
        self.assertSigned(self.post(self.signed("shopify"), headers))

    def test_slack(self):
        """Slack sends forms."""
        body, timestamp = b"token=a&text=hello+world", str(int(time.time()))
        signature = mac(SECRET, f"v0:{timestamp}:".encode() + body)
        headers = {
            "X-Slack-Signature": f"v0={signature}",
            "X-Slack-Request-Timestamp": timestamp,
        }
        form = "application/x-www-form-urlencoded"
        code = (
            'text = request.params["text"]\n'
            'result = {"payload": {"user": env.user.id, "text": text}}'
        )
        endpoint = self.signed("slack", code, request_content_type=form)
        response = self.post(endpoint, headers, body, form)
        self.assertSigned(response)
        self.assertEqual(response.json()["text"], "hello world")

    def test_another_sender(self):
        timestamp = str(int(time.time()))
        signature = mac(SECRET, f"{timestamp}/".encode() + BODY + b"!", "sha512")
        endpoint = self.signed(
            "generic",
            signature_header="X-Own",
            signature_prefix="hmac ",
            signature_algorithm="sha512",
            signature_timestamp_header="X-Time",
            signature_payload="{timestamp}/{body}!",
        )
        headers = {"X-Own": f"hmac {signature.upper()}", "X-Time": timestamp}
        self.assertSigned(self.post(endpoint, headers))

    def test_sha1_in_base64(self):
        endpoint = self.signed(
            "generic",
            signature_header="X-Own",
            signature_algorithm="sha1",
            signature_encoding="base64",
        )
        headers = {"X-Own": mac(SECRET, BODY, "sha1", "base64")}
        self.assertSigned(self.post(endpoint, headers))

    def test_dry_runs_sign_as_the_senders_do(self):
        generic = {
            "signature_header": "X-Own",
            "signature_prefix": "hmac ",
            "signature_algorithm": "sha512",
            "signature_encoding": "base64",
            "signature_timestamp_header": "X-Time",
            "signature_id_header": "X-Id",
            "signature_payload": "{id}/{timestamp}/{body}!",
        }
        for scheme in (*SCHEMES, "generic"):
            with self.subTest(scheme):
                values = generic if scheme == "generic" else {}
                endpoint = self.signed(scheme, route=f"/test/{scheme}", **values)
                headers = endpoint._dry_run_headers(self.integration, Headers(), BODY)
                self.assertSigned(self.post(endpoint, headers))
                self.assertFalse(
                    endpoint._dry_run_headers(self.integration, Headers(headers), BODY)
                )

    def test_the_bytes_as_sent_are_signed(self):
        body = gzip.compress(BODY)
        headers = {**github(body), "Content-Encoding": "gzip"}
        endpoint = self.signed()
        self.assertSigned(self.post(endpoint, headers, body))
        headers = {**github(BODY), "Content-Encoding": "gzip"}
        self.assertErrorObject(self.post(endpoint, headers, body), 401)

    def test_a_chunked_body(self):
        parts = (BODY[:5], BODY[5:])
        self.assertSigned(self.post(self.signed(), github(), iter(parts)))

    def test_a_file_upload(self):
        form = "multipart/form-data; boundary=b"
        body = (
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'
            b"content\r\n--b--\r\n"
        )
        code = (
            'file = request.httprequest.files["f"]\n'
            'result = {"payload": {"user": env.user.id, "size": len(file.read())}}'
        )
        endpoint = self.signed(code=code, request_content_type="multipart/form-data")
        response = self.post(endpoint, github(body), body, form)
        self.assertSigned(response)
        self.assertEqual(response.json()["size"], 7)

    def test_too_large_a_body(self):
        endpoint = self.signed(request_max_size=0.001)
        body = b"[" + b"1," * 1000 + b"1]"
        self.assertErrorObject(self.post(endpoint, github(body), body), 413)
        response = self.post(endpoint, github(body), iter([body]))
        self.assertErrorObject(response, 413)

    def test_the_session_does_not_matter(self):
        self.make_user("other")
        self.authenticate("other", "other")
        self.assertSigned(self.post(self.signed(), github()))

    def test_a_resource(self):
        """The body can be read again after its signature was checked."""
        endpoint = self.signed(code='result = {"payload": request.httprequest.json}')
        self.assertAnswer(self.post(endpoint, github()), 200, {"event": "ping"})


@tagged("post_install", "-at_install")
class TestExamples(BaseCase):
    """From the senders' documents."""

    def check(self, name, headers, body, secret, now):
        scheme = SCHEMES[name]
        scheme.check(scheme.claims(headers, now), body, [scheme.key(secret)])

    def test_github(self):
        value = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        headers = {"X-Hub-Signature-256": f"sha256={value}"}
        self.check("github", headers, b"Hello, World!", SECRET, 0)

    def test_slack(self):
        body = (
            b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
            b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
            b"&user_name=roadrunner&command=%2Fwebhook-collect&text="
            b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
            b"%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
            b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
        )
        value = "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
        headers = {
            "X-Slack-Signature": f"v0={value}",
            "X-Slack-Request-Timestamp": "1531420618",
        }
        secret = "8f742231b10e8888abcd99yyyzzz85a5"
        self.check("slack", headers, body, secret, 1531420618)

    def test_standard_webhooks(self):
        headers = {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        }
        body = b'{"test": 2432232314}'
        self.check("standard_webhooks", headers, body, WHSEC, 1614265330)

    def test_the_tolerance(self):
        for seconds, is_accepted in ((299, True), (301, False), (-299, True)):
            with self.subTest(seconds=seconds):
                headers = standard(timestamp=1_700_000_000)
                now = 1_700_000_000 + seconds
                if is_accepted:
                    self.check("standard_webhooks", headers, BODY, WHSEC, now)
                else:
                    with self.assertRaises(SignatureRefused):
                        self.check("standard_webhooks", headers, BODY, WHSEC, now)
