"""Base class for tests of signed requests, and a signer that shares no code with the
addon.
"""

import base64
import hashlib
import hmac
import time

from odoo.addons.endpoint.tests.common import EndpointCase

SECRET = "It's a Secret to Everybody"
WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"event": "ping"}'
_CREATE = """
partner = env["res.partner"].create({"name": "Signed"})
result = {"payload": {"id": partner.id, "user": env.user.id}}
"""


def mac(secret, message, algorithm="sha256", encoding="hex"):
    """:return: the signature as text"""
    key = secret if isinstance(secret, bytes) else secret.encode()
    digest = hmac.new(key, message, getattr(hashlib, algorithm)).digest()
    return digest.hex() if encoding == "hex" else base64.b64encode(digest).decode()


def github(body=BODY, secret=SECRET):
    return {"X-Hub-Signature-256": f"sha256={mac(secret, body)}"}


def standard(body=BODY, secret=WHSEC, delivery="msg_1", timestamp=None):
    """:return: the headers of Standard Webhooks"""
    timestamp = str(int(time.time()) if timestamp is None else timestamp)
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{delivery}.{timestamp}.".encode() + body
    return {
        "webhook-id": delivery,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{mac(key, signed, encoding='base64')}",
    }


class SignatureCase(EndpointCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.integration = cls.env["res.users"].create(
            {
                "name": "Integration",
                "login": "integration@shop.example",
                "group_ids": [
                    (4, cls.env.ref("base.group_user").id),
                    (4, cls.env.ref("base.group_partner_manager").id),
                ],
            }
        )

    def signed(self, scheme="github", code=_CREATE, **values):
        """:return: an endpoint that creates a partner, if the request is signed"""
        return self.make_endpoint(
            code,
            **{
                "auth_type": "signature",
                "request_method": "POST",
                "request_content_type": "application/json",
                "exec_as_user_id": self.integration.id,
                "signature_scheme": scheme,
                "signature_secret": WHSEC if scheme == "standard_webhooks" else SECRET,
                **values,
            },
        )

    def post(self, endpoint, headers, body=BODY, content_type="application/json"):
        headers = {"Content-Type": content_type, **headers}
        return self.call(endpoint, data=body, headers=headers)

    def created(self):
        return self.env["res.partner"].search_count([("name", "=", "Signed")])
