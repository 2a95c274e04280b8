"""The formats that are asserted, each a function of a text.

They are our own, so that an answer does not depend on what else is installed:
jsonschema leaves a format unchecked where its optional library is absent. Every
other format is an annotation (JSON Schema Validation 2020-12, section 7.2.1).
"""

import ipaddress
import re
from datetime import date

_CLOCK = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(
    rf"{_ATEXT}(?:\.{_ATEXT})*"  # Dot-string
    r'|"(?:[ !#-\[\]-~]|\\[ -~])*"'  # Quoted-string
)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")

_UNRESERVED = r"A-Za-z0-9\-._~!$&'()*+,;="
_PCHAR = rf"(?:[{_UNRESERVED}:@]|%[0-9A-Fa-f]{{2}})"
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:"
    rf"(?://(?:(?:[{_UNRESERVED}:]|%[0-9A-Fa-f]{{2}})*@)?"
    rf"(?:\[([^\]]*)\]|(?:[{_UNRESERVED}]|%[0-9A-Fa-f]{{2}})*)(?::[0-9]*)?"
    rf"(?:/{_PCHAR}*)*"
    rf"|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?"
    rf"|(?:{_PCHAR}+(?:/{_PCHAR}*)*)?)"
    rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
)
_IP_FUTURE = re.compile(rf"[vV][0-9A-Fa-f]+\.[{_UNRESERVED}:]+")


def _date(text):
    """full-date of RFC 3339, section 5.6; the year 0000 is not a date to Python."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _time(text):
    """full-time of RFC 3339, section 5.6; a leap second ends a day of UTC (5.7)."""
    found = _CLOCK.fullmatch(text)
    if not found:
        return False
    hour, minute, second, sign, hours, minutes = found.groups()
    if second != "60":
        return True
    offset = int(hours) * 60 + int(minutes) if sign else 0
    if sign == "-":
        offset = -offset
    return (int(hour) * 60 + int(minute) - offset) % 1440 == 1439


def _date_time(text):
    """date-time of RFC 3339, section 5.6."""
    return text[10:11] in ("T", "t") and _date(text[:10]) and _time(text[11:])


def _email(text):
    """Mailbox of RFC 5321, section 4.1.2, within the limits of 4.5.3.1."""
    local, at, domain = text.rpartition("@")
    if not at or len(local) > 64 or len(domain) > 255:
        return False
    if not _LOCAL.fullmatch(local):
        return False
    if domain[:1] == "[" and domain[-1:] == "]":
        literal = domain[1:-1]
        if literal[:5].lower() == "ipv6:":
            return _ipv6(literal[5:])
        return _ipv4(literal)
    return bool(_DOMAIN.fullmatch(domain))


def _uuid(text):
    """RFC 4122, section 3: any variant and version."""
    return bool(_UUID.fullmatch(text))


def _uri(text):
    """URI of RFC 3986, section 3: with a scheme."""
    found = _URI.fullmatch(text)
    if not found:
        return False
    literal = found[1]
    return literal is None or _ipv6(literal) or bool(_IP_FUTURE.fullmatch(literal))


def _ipv4(text):
    """dotted-quad of RFC 2673, section 3.2, without leading zeros."""
    return len(text) <= 15 and _is_address(ipaddress.IPv4Address, text)


def _ipv6(text):
    """RFC 4291, section 2.2: without a zone."""
    if len(text) > 45 or "%" in text:
        return False
    return _is_address(ipaddress.IPv6Address, text)


def _is_address(kind, text):
    try:
        kind(text)
    except ValueError:
        return False
    return True


CHECKS = {
    "date": _date,
    "date-time": _date_time,
    "email": _email,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "time": _time,
    "uri": _uri,
    "uuid": _uuid,
}
