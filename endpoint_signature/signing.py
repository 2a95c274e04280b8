"""How a request is signed: which headers, which text, which encoding.

A :class:`Scheme` reads the headers and checks the signature over the bytes as sent.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

#: seconds that the clocks of the sender and of Odoo may differ, and a delivery may take
TOLERANCE = 300
#: seconds for which the id of a delivery without a timestamp is kept
KEPT_WITHOUT_TIMESTAMP = 24 * 60 * 60
#: algorithm -> size of its digest, in bytes
ALGORITHMS = {"sha1": 20, "sha256": 32, "sha512": 64}
_MAX_HEADER = 4096
_ID = re.compile(r"[!-~]{1,255}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


class SignatureRefused(Exception):
    """The message says why, for the log: the caller always gets the same response."""


class Signed(NamedTuple):
    """What the headers of a request claim."""

    signatures: list[bytes]
    timestamp: str = ""
    id: str = ""


@dataclass(frozen=True)
class Scheme:
    """
    :param label: the sender, for people
    :param header: the header with the signature
    :param encoding: ``hex`` or ``base64``
    :param prefix: text before the signature
    :param payload: what is signed, with ``{body}`` and maybe ``{timestamp}``, ``{id}``
    :param timestamp_header: a header with seconds since 1970; empty for none
    :param id_header: a header that identifies the delivery; empty for none
    :param template: value of the header, with ``{signature}``; others may have more
    :param read: returns (encoded signatures, timestamp or None) of the header's value
    :param key: converts a secret to the HMAC's key, or raises ``ValueError``
    :param is_hex_lowercase: whether uppercase digits are refused
    """

    label: str
    header: str
    algorithm: str = "sha256"
    encoding: str = "hex"
    prefix: str = ""
    payload: str = "{body}"
    timestamp_header: str = ""
    id_header: str = ""
    template: str = "{signature}"
    read: Callable[["Scheme", str], tuple[list[str], str | None]] | None = None
    key: Callable[[str], bytes] = str.encode
    is_hex_lowercase: bool = True

    @property
    def has_timestamp(self) -> bool:
        return "{timestamp}" in self.payload

    @property
    def kept(self) -> int:
        """Seconds for which a delivery's id is kept. A timestamp may be as far in the
        future as in the past, so a request can be repeated for twice the tolerance.
        """
        return 2 * TOLERANCE if self.has_timestamp else KEPT_WITHOUT_TIMESTAMP

    def claims(self, headers: Mapping[str, str], now: float) -> Signed:
        """
        :param headers: of the request
        :param now: seconds since 1970
        :raise SignatureRefused: a header is missing, malformed or too old
        """
        encoded, timestamp = (self.read or _read_one)(
            self, _value(headers, self.header)
        )
        if self.timestamp_header:
            timestamp = _value(headers, self.timestamp_header)
        if self.has_timestamp:
            _check_timestamp(timestamp or "", now)
        delivery = _value(headers, self.id_header) if self.id_header else ""
        if self.id_header and not _ID.fullmatch(delivery):
            raise SignatureRefused(f"{self.id_header} is malformed")
        signatures = [self._decode(each) for each in encoded]
        return Signed(signatures, timestamp or "", delivery)

    def sign(self, body: bytes, key: bytes, timestamp: str, id_: str) -> dict[str, str]:
        """
        :param timestamp: seconds since 1970
        :param id_: identifies the delivery
        :return: the headers of a signed request
        """
        message = self._message(Signed([], timestamp, id_), body)
        digest = hmac.digest(key, message, self.algorithm)
        is_hex = self.encoding == "hex"
        text = digest.hex() if is_hex else base64.b64encode(digest).decode()
        value = self.template.replace("{signature}", text)
        value = value.replace("{timestamp}", timestamp)
        headers = {self.timestamp_header: timestamp, self.id_header: id_}
        headers[self.header] = f"{self.prefix}{value}"
        return {name: value for name, value in headers.items() if name}

    def _message(self, signed, body):
        """:return: the bytes that are signed"""
        before, after = self.payload.split("{body}")
        values = {"{timestamp}": signed.timestamp, "{id}": signed.id}
        for name, value in values.items():
            before, after = before.replace(name, value), after.replace(name, value)
        return before.encode() + body + after.encode()

    def check(self, signed: Signed, body: bytes, keys: Iterable[bytes]) -> None:
        """
        :param body: as sent, before a Content-Encoding is undone
        :raise SignatureRefused: no signature is that of a key
        """
        message = self._message(signed, body)
        is_valid = False
        for key in keys:
            expected = hmac.digest(key, message, self.algorithm)
            for signature in signed.signatures:
                is_valid |= hmac.compare_digest(expected, signature)
        if not is_valid:
            raise SignatureRefused("the signature does not match the body")

    def _decode(self, text: str) -> bytes:
        """:raise SignatureRefused: anything but the one encoding of a digest"""
        size = ALGORITHMS[self.algorithm]
        if self.encoding == "hex":
            letters = "0-9a-f" if self.is_hex_lowercase else "0-9a-fA-F"
            if re.fullmatch(f"[{letters}]{{{2 * size}}}", text):
                return bytes.fromhex(text)
        else:
            decoded = _from_base64(text)
            # Other texts decode to the same bytes (RFC 4648 §3.5).
            if len(decoded) == size and base64.b64encode(decoded).decode() == text:
                return decoded
        raise SignatureRefused(f"{self.header} is malformed")


def _value(headers, name):
    value = headers.get(name) or ""
    if not value or len(value) > _MAX_HEADER:
        raise SignatureRefused(f"{name} is missing or too long")
    return value


def _check_timestamp(text, now):
    if not _TIMESTAMP.fullmatch(text):
        raise SignatureRefused("the timestamp is malformed")
    if abs(now - int(text)) > TOLERANCE:
        raise SignatureRefused("the timestamp is too old, or in the future")


def _from_base64(text):
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):  # characters beyond ASCII
        return b""


def _read_one(scheme, value):
    """``<prefix><signature>``"""
    if not value.startswith(scheme.prefix):
        raise SignatureRefused(f"{scheme.header} does not begin with {scheme.prefix}")
    return [value.removeprefix(scheme.prefix)], None


def _read_versions(scheme, value):
    """``v1,<signature> v1,<signature>``; other versions are ignored."""
    pairs = [each.partition(",") for each in value.split(" ")]
    found = [signature for version, _comma, signature in pairs if version == "v1"]
    if not found:
        raise SignatureRefused(f"{scheme.header} has no signature v1")
    return found, None


def _read_stripe(scheme, value):
    """``t=<timestamp>,v1=<signature>,v1=<signature>``; other versions are ignored."""
    pairs = [each.partition("=") for each in value.split(",")]
    times = [text for name, _sign, text in pairs if name == "t"]
    found = [text for name, _sign, text in pairs if name == "v1"]
    if len(times) != 1 or not found:
        raise SignatureRefused(f"{scheme.header} needs one t and a v1")
    return found, times[0]


def webhook_key(secret: str) -> bytes:
    """:return: the bytes of a secret such as ``whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw``
    :raise ValueError: not base64
    """
    if key := _from_base64(secret.removeprefix("whsec_")):
        return key
    raise ValueError("whsec_…")


#: name -> how that sender signs
SCHEMES = {
    # https://github.com/standard-webhooks/standard-webhooks, version 1.0
    "standard_webhooks": Scheme(
        "Standard Webhooks",
        "webhook-signature",
        encoding="base64",
        payload="{id}.{timestamp}.{body}",
        timestamp_header="webhook-timestamp",
        id_header="webhook-id",
        template="v1,{signature}",
        read=_read_versions,
        key=webhook_key,
    ),
    # GitHub Docs, “Validating webhook deliveries”
    "github": Scheme("GitHub", "X-Hub-Signature-256", prefix="sha256="),
    # Stripe Docs, “Verify webhook signatures manually”
    "stripe": Scheme(
        "Stripe",
        "Stripe-Signature",
        payload="{timestamp}.{body}",
        template="t={timestamp},v1={signature}",
        read=_read_stripe,
    ),
    # Shopify Docs, “Validate the origin of your webhook”
    "shopify": Scheme("Shopify", "X-Shopify-Hmac-Sha256", encoding="base64"),
    # Slack Docs, “Verifying requests from Slack”
    "slack": Scheme(
        "Slack",
        "X-Slack-Signature",
        prefix="v0=",
        payload="v0:{timestamp}:{body}",
        timestamp_header="X-Slack-Request-Timestamp",
    ),
}


def scheme_of(get: Callable[[str], Any]) -> Scheme:
    """:param get: returns the value of a field of the endpoint"""
    id_header = get("signature_id_header") or ""
    if scheme := SCHEMES.get(get("signature_scheme")):
        return scheme if scheme.id_header else replace(scheme, id_header=id_header)
    return Scheme(
        "",
        get("signature_header") or "",
        algorithm=get("signature_algorithm") or "sha256",
        encoding=get("signature_encoding") or "hex",
        prefix=get("signature_prefix") or "",
        payload=get("signature_payload") or "{body}",
        timestamp_header=get("signature_timestamp_header") or "",
        id_header=id_header,
        is_hex_lowercase=False,
    )
