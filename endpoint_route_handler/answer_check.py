"""Checks that a response can be sent while its transaction can be rolled back."""

import re
from urllib.parse import quote

from werkzeug.http import dump_options_header, parse_options_header
from werkzeug.urls import iri_to_uri

from odoo.http import Response

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.6.2
_ATTR_CHAR = "!#$&+-.^_`|~"  # RFC 8187 §3.2.1, besides letters and digits
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
# Path separators and dot segments in a file name, percent-encoded or not.
_FOLDER = re.compile(r"[/\\]|\.\.|%(?:2[ef]|5c|[01][0-9a-f]|7f)", re.IGNORECASE)
# Hop-by-hop headers (RFC 9110 §7.6.1), and headers that the server always sets.
_OF_SERVER = {
    *("connection", "keep-alive", "proxy-authenticate", "proxy-connection", "te"),
    *("trailer", "transfer-encoding", "upgrade", "date", "server"),
}
# Statuses without a body (RFC 9110 §15.3.5, §15.3.6, §15.4.5).
_NO_BODY = (204, 205, 304)


def check(response: Response) -> None:
    """Correct what is unambiguous, and refuse what cannot be sent.

    :raise ValueError: HTTP does not allow the status or a header
    """
    # 1xx responses belong to the server, and browsers ignore unknown statuses.
    if not 200 <= response.status_code <= 599 or not response.status.isascii():
        raise ValueError(f"the status {response.status!r} is not between 200 and 599")
    headers = response.headers
    names = []  # headers of werkzeug search a list for each name
    for name, value in list(headers.items()):
        if not _TOKEN.fullmatch(name):
            raise ValueError(f"{name!r} is not a valid header name")
        names.append(name.lower())
        if names[-1] == "content-disposition":
            headers[name] = _check_disposition(value)
        elif not value.isascii():
            headers[name] = _to_ascii(name, value)
        elif _CONTROL.search(value):
            raise ValueError(f"the header {name} contains a control character")
    for name in _OF_SERVER.intersection(names):
        headers.remove(name)
    if "content-length" in names and response.is_sequence:
        headers["Content-Length"] = str(len(response.get_data()))
    if names.count("access-control-allow-origin") > 1:
        # The snippet's value comes first; browsers reject two (Fetch standard §4.9).
        headers["Access-Control-Allow-Origin"] = headers["Access-Control-Allow-Origin"]
    content_type = headers.get("Content-Type", "")
    if response.status_code in _NO_BODY:
        response.set_data(b"")
        headers.remove("Content-Type")
        headers.remove("Content-Length")
    elif content_type.startswith("text/") and "charset" not in content_type:
        headers["Content-Type"] = f"{content_type}; charset=utf-8"


def _encode(name: str, value: str) -> tuple[str, str]:
    """:return: a header parameter encoded as in RFC 8187, such as filename*"""
    if value.isascii():
        return name, value
    return f"{name}*", f"UTF-8''{quote(value, safe=_ATTR_CHAR)}"


def _check_disposition(value: str) -> str:
    """:return: the header with folders removed from the file name"""
    if value.isascii() and not _FOLDER.search(value) and not _CONTROL.search(value):
        return value
    kind, options = parse_options_header(value)
    if "filename" in options:
        name = re.split(r"[/\\]", _CONTROL.sub("", options["filename"]))[-1]
        options["filename"] = name.strip(" .") or "file"
    encoded = (_encode(*option) for option in options.items())
    return dump_options_header(kind, dict(encoded))


def _to_ascii(name: str, value: str) -> str:
    """:raise ValueError: the header cannot be encoded as ASCII"""
    if name.lower() in ("location", "content-location"):
        return iri_to_uri(value)
    raise ValueError(f"the header {name} contains {value!r}, which is not ASCII")
