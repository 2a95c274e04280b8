import logging
from collections.abc import Iterable

from odoo.addons.endpoint_route_handler.routing import grammar

from .models.endpoint_openapi import (
    AUDIENCE_PARAMETER,
    DEFAULT_PREFIX,
    PREFIX_PARAMETER,
)

_logger = logging.getLogger(__name__)
_PREFIXES = (
    DEFAULT_PREFIX,
    "/endpoint-docs",
    "/endpoint-openapi",
    "/odoo-endpoint-docs",
)


def post_init_hook(env):
    """Choose another prefix if endpoints already use the default one: Odoo's routes
    would hide them.
    """
    registry = env["ir.http"]._endpoint_route_registry()
    rules = {rule.key: rule.routing["routes"] for rule in registry.get_rules()}
    keys = [key for key, routes in rules.items() if overlaps(DEFAULT_PREFIX, routes)]
    if not keys:
        return
    routes = [route for routes in rules.values() for route in routes]
    unused = (prefix for prefix in _PREFIXES if not overlaps(prefix, routes))
    prefix = next(unused, "/endpoint-docs")
    _logger.warning(
        "Endpoints already use paths below %s (%s). The OpenAPI document and its page "
        "are served below %s; see the system parameter %s.",
        DEFAULT_PREFIX,
        ", ".join(keys),
        prefix,
        PREFIX_PARAMETER,
    )
    env["ir.config_parameter"].set_param(PREFIX_PARAMETER, prefix)


def overlaps(prefix: str, routes: Iterable[str]) -> bool:
    """
    >>> overlaps("/endpoint", ["/endpoint/<int:x>"]), overlaps("/endpoint", ["/end"])
    (True, False)
    :param routes: in werkzeug's syntax
    :return: whether one of them may match a path below the prefix
    """
    for route in routes:
        literal, *arguments = grammar.parse(route)  # a route begins with a slash
        if f"{literal}/".startswith(f"{prefix}/"):
            return True
        if arguments and f"{prefix}/".startswith(literal):
            return True
    return False


def uninstall_hook(env):
    """Delete the system parameters, which do not belong to a data file."""
    env["ir.config_parameter"].search(
        [("key", "in", (PREFIX_PARAMETER, AUDIENCE_PARAMETER))]
    ).unlink()
