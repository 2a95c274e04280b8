"""What an administrator enters."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WHSEC, SignatureCase, standard

_GENERIC = {"signature_header": "X-Own", "signature_payload": "{body}"}


@tagged("post_install", "-at_install")
class TestSettings(SignatureCase):
    def assertProblem(self, words, scheme="github", **values):
        with self.assertRaises(UserError) as caught:  # and roll back
            self.signed(scheme, **values)
        self.assertRegex(str(caught.exception), words)

    def test_a_user_is_required(self):
        self.assertProblem("choose the user", exec_as_user_id=False)

    def test_a_sender_is_required(self):
        self.assertProblem("choose who signs", scheme=False)

    def test_groups_are_refused(self):
        group = self.env.ref("base.group_user")
        self.assertProblem("without a user", group_ids=[(4, group.id)])

    def test_json_rpc_is_refused(self):
        self.assertProblem("protocol HTTP", route_type="jsonrpc")

    def test_a_secret_in_base64(self):
        for secret in ("whsec_a", "not base64", "whsec_"):
            with self.subTest(secret):
                self.assertProblem(
                    "base64", "standard_webhooks", signature_secret=secret
                )

    def test_a_sender_whose_secrets_are_different(self):
        endpoint = self.signed()
        with self.assertRaisesRegex(UserError, "base64"):
            endpoint.signature_scheme = "standard_webhooks"

    def test_the_sender_and_the_secret_change_together(self):
        endpoint = self.signed()
        values = {"signature_scheme": "standard_webhooks", "signature_secret": WHSEC}
        endpoint.write(values)
        self.assertAnswer(self.post(endpoint, standard()), 200)

    def test_another_sender(self):
        for words, values in (
            ("name of the header", {"signature_header": False}),
            ("name of the header", {"signature_header": "X Own"}),
            ("name of the header", {"signature_header": "X-Own\r\nX-Other"}),
            ("encoding", {"signature_encoding": False}),
            ("needs {body} once", {"signature_payload": "{timestamp}"}),
            ("needs {body} once", {"signature_payload": "{body}{body}"}),
            ("needs {body} once", {"signature_payload": "{body}{path}"}),
            ("Timestamp header", {"signature_payload": "{timestamp}.{body}"}),
            ("Delivery header", {"signature_payload": "{id}.{body}"}),
            ("not signed", {"signature_timestamp_header": "X-Time"}),
            ("not the name", {"signature_id_header": "X Id"}),
        ):
            with self.subTest(values):
                self.assertProblem(words, "generic", **{**_GENERIC, **values})

    def test_who_can_call_before_a_user_is_chosen(self):
        unsaved = self.env["endpoint.endpoint"].new({"auth_type": "signature"})
        self.assertEqual(unsaved.who_can_call, "Anyone with a valid signature.")

    def test_who_can_call(self):
        self.assertEqual(
            self.signed().who_can_call,
            "Anyone with a valid GitHub signature, run as integration@shop.example.",
        )
        self.assertIn(
            "a valid signature",
            self.signed("generic", route="/test/generic", **_GENERIC).who_can_call,
        )

    def test_the_api_document_describes_it(self):
        [scheme] = self.signed()._describe_security().values()
        self.assertEqual(scheme["name"], "X-Hub-Signature-256")
        self.assertEqual(scheme["in"], "header")
        self.assertIn("HMAC of `{body}`", scheme["description"])
