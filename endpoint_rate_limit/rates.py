"""The syntax of limits, and their representation in the headers of
draft-ietf-httpapi-ratelimit-headers-11.

Imports nothing from Odoo.
"""

import functools
import ipaddress
import re
from collections.abc import Iterable
from typing import NamedTuple

import limits

POLICY_HEADER = "RateLimit-Policy"
HEADER = "RateLimit"
_MAX_AMOUNT = 10**9
_MAX_SECONDS = 366 * 24 * 3600
# The library reads a window of 0 as 1.
_ZERO_SPAN = re.compile(r"(?<!\d)0+\s*[a-z]", re.I)
# A format that some proxies forward.
_WITH_PORT = re.compile(r"\[(.+)\](?::\d+)?|([^:]+):\d+")
_SYNTAX = "write, for example, “100/minute; 5000/day”"


class Window(NamedTuple):
    """The state of one limit after a request."""

    limit: limits.RateLimitItem
    is_exceeded: bool
    #: requests
    remaining: int
    #: whole seconds until more requests are allowed, at least 1
    reset: int


@functools.lru_cache(1024)
def parse(text: str) -> tuple[limits.RateLimitItem, ...]:
    """
    >>> parse("5000/day; 100/minute")
    (100 per 1 minute, 5000 per 1 day)
    >>> parse("")
    ()
    :return: the limits, the shortest window first, without duplicates
    :raise ValueError: the text is invalid; the message is for the author
    """
    parts = [part for part in text.replace("\n", ";").split(";") if part.strip()]
    found = {limit for part in parts for limit in _parse(part)}
    if not found and text.strip():
        raise ValueError(f"the text contains no limit; {_SYNTAX}")
    return tuple(sorted(found, key=lambda limit: (limit.get_expiry(), limit.amount)))


def _parse(text):
    try:
        parsed = [] if _ZERO_SPAN.search(text) else limits.parse_many(text.strip())
    except ValueError:
        parsed = []
    if not parsed:
        raise ValueError(f"“{text.strip()}” is not a limit; {_SYNTAX}")
    for limit in parsed:
        if not 1 <= limit.amount <= _MAX_AMOUNT:
            raise ValueError(f"a limit is 1 to {_MAX_AMOUNT} requests; {_SYNTAX}")
        if limit.get_expiry() > _MAX_SECONDS:
            raise ValueError(f"a limit covers at most a year; {_SYNTAX}")
    return parsed


@functools.lru_cache(1024)
def name(limit: limits.RateLimitItem) -> str:
    """
    >>> [name(limit) for limit in parse("100/minute; 5 per 10 minutes")]
    ['100/minute', '5/10 minutes']
    """
    unit = limit.GRANULARITY.name
    span = unit if limit.multiples == 1 else f"{limit.multiples} {unit}s"
    return f"{limit.amount}/{span}"


@functools.lru_cache(1024)
def policies(items: tuple[limits.RateLimitItem, ...], prefix: str = "") -> str:
    """
    >>> policies(parse("100/minute"))
    '"100/minute";q=100;w=60'
    :param prefix: prefix of the policy names
    :return: the members of the header RateLimit-Policy
    """
    return ", ".join(
        f'"{prefix}{name(item)}";q={item.amount};w={item.get_expiry()}'
        for item in items
    )


def windows(found: Iterable[Window], prefix: str = "") -> str:
    """
    >>> windows([Window(*parse("100/minute"), False, 99, 60)])
    '"100/minute";r=99;t=60'
    :param prefix: prefix of the policy names
    :return: the members of the header RateLimit
    """
    return ", ".join(
        f'"{prefix}{name(window.limit)}";r={window.remaining};t={window.reset}'
        for window in found
    )


@functools.lru_cache(1024)
def network(address: str | None) -> str:
    """
    >>> network("2001:db8:1:2:3:4:5:6"), network("::ffff:192.0.2.1")
    ('2001:db8:1:2::/64', '192.0.2.1')
    :return: the network of an address: a customer usually has a whole IPv6 /64;
        “unknown” if the text is not an address
    """
    address = address or ""
    if match := _WITH_PORT.fullmatch(address):
        address = match[1] or match[2]
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
