"""The path prefix under which a reverse proxy publishes this server."""

import re

from werkzeug.wrappers import Request

from odoo.tools import config

# Path segments (RFC 3986 §3.3), without characters that can end a header or a list
# item, and without . and ..
_PREFIX = re.compile(r"(/(?!\.\.?(/|$))([A-Za-z0-9._~!$&'()*+=:@-]|%[0-9A-Fa-f]{2})+)+")
_MAX_LENGTH = 200


def path_prefix(httprequest: Request) -> str:
    """Read the header X-Forwarded-Prefix. It is trusted when Odoo trusts the others: in
    proxy mode, and with X-Forwarded-Host.

    :return: a path without a trailing slash; empty if there is no valid prefix
    """
    headers = httprequest.headers
    if not (config["proxy_mode"] and headers.get("X-Forwarded-Host")):
        return ""
    # Each proxy may append a value; the last one comes from the proxy next to Odoo.
    last = headers.get("X-Forwarded-Prefix", "").rpartition(",")[2].strip()
    prefix = last.removesuffix("/")
    is_valid = len(prefix) <= _MAX_LENGTH and _PREFIX.fullmatch(prefix)
    return prefix if is_valid else ""
