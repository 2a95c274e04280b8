"""The path of a request, as an answer may repeat it."""

from urllib.parse import quote

# RFC 3986 §3.3, without what simple readers of the header Link split at
_SAFE = "/-._~!$&'()*+=:@"


def path(httprequest):
    """:return: str, the path that was called, encoded again: what a caller put into a
    parameter of the route leads nowhere else, and ends no header
    """
    return quote(httprequest.path, safe=_SAFE)
