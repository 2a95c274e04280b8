"""The path below which the document and the page are served."""

import logging
import re

_logger = logging.getLogger(__name__)

DEFAULT = "/endpoint"
PARAMETER = "endpoint_openapi.prefix"
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+")


def get(env):
    """:return: the path, without a slash at its end"""
    value = env["ir.config_parameter"].sudo().get_param(PARAMETER) or DEFAULT
    if not _PATH.fullmatch(value):
        # In a route it could take all others down.
        _logger.warning("%s is no path: %r; %s is taken", PARAMETER, value, DEFAULT)
        return DEFAULT
    return value


def is_used(path, routes):
    """
    >>> is_used("/endpoint", ["/endpoint/<int:x>"]), is_used("/endpoint", ["/end"])
    (True, False)
    :param str path:
    :param routes: iterable of werkzeug routes
    :return: whether one of them may match something below the path
    """
    for route in routes:
        literal, argument, _ = route.partition("<")
        if f"{literal}/".startswith(f"{path}/"):
            return True
        if argument and f"{path}/".startswith(literal):
            return True
    return False


def free(routes):
    """:return: a path below which there is none of ``routes``, the default at best;
    None where a route matches everything
    """
    candidates = [DEFAULT, "/endpoint-docs", "/endpoint-openapi", "/odoo-endpoint-docs"]
    return next((path for path in candidates if not is_used(path, routes)), None)
