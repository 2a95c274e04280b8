"""Requests from pages of other sites: whom a browser lets read (CORS, the Fetch
standard §3.2) and whom we let write (RFC 6454 for origins).
"""

import re
from urllib.parse import urlsplit

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")  # RFC 9110 §9.2.1
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_MAX_HEADERS = 50


def origins(cors):
    """
    >>> origins("https://a.example, https://b.example/")
    ['https://a.example', 'https://b.example']
    :param cors: origins, one a line or separated by commas; or ``*``; or empty
    :return: list of origins
    """
    return [part.rstrip("/") for part in re.split(r"[,\s]+", cors or "") if part]


def answer_headers(cors, origin, credentials):
    """
    :param cors: as :func:`origins` takes it
    :param origin: value of the request's header ``Origin``, or None
    :param bool credentials: whether the endpoint is reached with a cookie
    :return: list of (name, value)
    """
    allowed = origins(cors)
    if not allowed:
        return []
    if "*" in allowed:
        # Never with credentials: any site could act as the user.
        return [("Access-Control-Allow-Origin", "*")]
    headers = [("Vary", "Origin")]
    if origin in allowed:
        headers.append(("Access-Control-Allow-Origin", origin))
        if credentials:
            headers.append(("Access-Control-Allow-Credentials", "true"))
    return headers


def preflight_headers(methods, requested):
    """
    :param methods: of the endpoint
    :param requested: value of ``Access-Control-Request-Headers``, or None
    :return: list of (name, value), beside :func:`answer_headers`
    """
    headers = [
        ("Access-Control-Allow-Methods", ", ".join(methods)),
        ("Access-Control-Max-Age", "86400"),
    ]
    names = _TOKEN.findall(requested or "")[:_MAX_HEADERS]
    if names:
        headers.append(("Access-Control-Allow-Headers", ", ".join(names)))
    return headers


def is_cross_site(method, headers, host):
    """Whether a browser sends this for a page of another site, and it may write.

    :param str method:
    :param headers: mapping of the request's headers
    :param str host: of the request, with its port
    """
    if method in SAFE_METHODS:
        return False
    site = headers.get("Sec-Fetch-Site")
    if site:
        return site not in ("same-origin", "same-site", "none")
    origin = headers.get("Origin")
    # A program sends neither.
    return bool(origin) and _host_of(origin) != host.lower()


def _host_of(origin):
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None
