"""Requests from pages of other sites: CORS (Fetch standard §3.2) for reading, and a
check of the origin (RFC 6454) for writing.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")  # RFC 9110 §9.2.1
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_MAX_HEADERS = 50
# As browsers serialize it (RFC 6454 §6.2): lower case, no default port, punycode.
_ORIGIN = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://"
    r"(?P<host>(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}))?"
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def origins(cors: str | None) -> list[str]:
    """
    >>> origins("https://a.example, https://b.example/")
    ['https://a.example', 'https://b.example']

    :param cors: origins, separated by commas or spaces; or ``*``; or empty
    """
    return [part.rstrip("/") for part in re.split(r"[,\s]+", cors or "") if part]


def unusable_origins(cors: str | None) -> list[str]:
    """
    >>> unusable_origins("*, https://a.example, https://*.b.example")
    []
    >>> unusable_origins("a.example https://A.example https://a.example/b https://*")
    ['a.example', 'https://A.example', 'https://a.example/b', 'https://*']

    :return: the entries that no browser ever sends, which therefore never match
    """
    return [origin for origin in origins(cors) if not _is_usable(origin)]


def _is_usable(origin):
    if origin == "*":
        return True
    match = _ORIGIN.fullmatch(origin)
    return bool(match) and match["port"] != _DEFAULT_PORTS.get(match["scheme"], "")


def allows(cors: str | None, origin: str | None) -> bool:
    """
    >>> allows("https://*.shop.example", "https://eu.shop.example")
    True

    :return: whether an entry other than ``*`` matches the origin
    """
    return any(_matches(entry, origin or "") for entry in origins(cors))


def _matches(entry, origin):
    scheme, wildcard, domain = entry.partition("://*.")
    if not wildcard:
        return entry == origin
    host = origin.removeprefix(f"{scheme}://")
    return host != origin and host.endswith(f".{domain}")


@functools.lru_cache(maxsize=256)
def answer_headers(
    cors: str | None, origin: str | None, credentials: bool
) -> tuple[tuple[str, str], ...]:
    """
    :param cors: see :func:`origins`
    :param origin: value of the request's header ``Origin``, or None
    :param credentials: whether the endpoint accepts a session cookie
    """
    allowed = origins(cors)
    if not allowed:
        return ()
    if "*" in allowed:
        # Never with credentials: any site could act as the user.
        return (("Access-Control-Allow-Origin", "*"),)
    headers = [("Vary", "Origin")]
    if allows(cors, origin):
        headers.append(("Access-Control-Allow-Origin", origin))
        if credentials:
            headers.append(("Access-Control-Allow-Credentials", "true"))
    return tuple(headers)


def preflight_headers(
    methods: Iterable[str], requested: str | None
) -> list[tuple[str, str]]:
    """
    :param methods: of the endpoint
    :param requested: value of ``Access-Control-Request-Headers``, or None
    :return: headers in addition to :func:`answer_headers`
    """
    headers = [
        ("Access-Control-Allow-Methods", ", ".join(methods)),
        ("Access-Control-Max-Age", "86400"),
    ]
    names = _TOKEN.findall(requested or "")[:_MAX_HEADERS]
    if names:
        headers.append(("Access-Control-Allow-Headers", ", ".join(names)))
    return headers


def is_cross_site(method: str, headers: Mapping[str, str], host: str) -> bool:
    """
    :param host: of the request, with its port
    :return: whether a page of another site sent an unsafe request
    """
    if method in SAFE_METHODS:
        return False
    site = headers.get("Sec-Fetch-Site")
    if site:
        # A sibling subdomain counts as another site: its owner is unknown.
        return site not in ("same-origin", "none")
    origin = headers.get("Origin")
    # API clients send neither header.
    return bool(origin) and _host_of(origin) != host.lower()


def _host_of(origin):
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None
