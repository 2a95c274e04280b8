"""Checks that a response can be sent while its transaction can be rolled back."""

import re
from urllib.parse import quote

from werkzeug.http import dump_options_header, parse_options_header
from werkzeug.urls import iri_to_uri

from odoo.http import Response

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.6.2
_ATTR_CHAR = "!#$&+-.^_`|~"  # RFC 8187 §3.2.1, beside letters and digits
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
# What may stand for a folder in the name of a file, percent-encoded or not.
_FOLDER = re.compile(r"[/\\]|\.\.|%(?:2[ef]|5c|[01][0-9a-f]|7f)", re.IGNORECASE)
# Of the connection (RFC 9110 §7.6.1), or written by the server in any case.
_OF_SERVER = (
    *("Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Connection", "TE"),
    *("Trailer", "Transfer-Encoding", "Upgrade", "Date", "Server"),
)
# Statuses without a body (RFC 9110 §15.3.5, §15.3.6, §15.4.5).
_NO_BODY = (204, 205, 304)


def check(response: Response) -> None:
    """Correct what is unambiguous, and refuse what cannot be sent.

    :raise ValueError: status or header that HTTP does not allow
    """
    # 1xx are for the server alone, and a browser ignores what it does not know.
    if not 200 <= response.status_code <= 599 or not response.status.isascii():
        raise ValueError(f"the status {response.status!r} is not one of 200 to 599")
    for name, value in list(response.headers.items()):
        if not _TOKEN.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a header")
        if name.lower() == "content-disposition":
            response.headers[name] = _check_disposition(value)
        elif not value.isascii():
            response.headers[name] = _to_ascii(name, value)
        elif _CONTROL.search(value):
            raise ValueError(f"the header {name} holds a control character")
    for name in _OF_SERVER:
        response.headers.remove(name)
    if response.is_sequence and "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.get_data()))
    if len(response.headers.getlist("Access-Control-Allow-Origin")) > 1:
        # What the code sets comes first; browsers refuse two (Fetch standard §4.9).
        first = response.headers["Access-Control-Allow-Origin"]
        response.headers["Access-Control-Allow-Origin"] = first
    content_type = response.headers.get("Content-Type", "")
    if response.status_code in _NO_BODY:
        response.set_data(b"")
        response.headers.remove("Content-Type")
        response.headers.remove("Content-Length")
    elif content_type.startswith("text/") and "charset" not in content_type:
        response.headers["Content-Type"] = f"{content_type}; charset=utf-8"


def _encode(name: str, value: str) -> tuple[str, str]:
    """:return: a parameter of a header as RFC 8187 has it, such as filename*"""
    if value.isascii():
        return name, value
    return f"{name}*", f"UTF-8''{quote(value, safe=_ATTR_CHAR)}"


def _check_disposition(value: str) -> str:
    """:return: the header with the name of a file alone, without folders"""
    if value.isascii() and not _FOLDER.search(value) and not _CONTROL.search(value):
        return value
    kind, options = parse_options_header(value)
    if "filename" in options:
        name = re.split(r"[/\\]", _CONTROL.sub("", options["filename"]))[-1]
        options["filename"] = name.strip(" .") or "file"
    encoded = (_encode(*option) for option in options.items())
    return dump_options_header(kind, dict(encoded))


def _to_ascii(name: str, value: str) -> str:
    """:raise ValueError: the header has no form for other characters"""
    if name.lower() in ("location", "content-location"):
        return iri_to_uri(value)
    raise ValueError(f"the header {name} holds {value!r}, which is not ASCII")
