import logging

from . import prefix

_logger = logging.getLogger(__name__)


def post_init_hook(env):
    """Make way for endpoints that are there already: Odoo's routes go before theirs."""
    registry = env["ir.http"]._endpoint_route_registry()
    rules = {rule.key: rule.routing["routes"] for rule in registry.get_rules()}
    routes = [route for found in rules.values() for route in found]
    path = prefix.free(routes)
    if path == prefix.DEFAULT:
        return
    users = [
        key for key, found in rules.items() if prefix.is_used(prefix.DEFAULT, found)
    ]
    path = path or "/endpoint-docs"
    _logger.warning(
        "There are endpoints below %s already (%s): the OpenAPI document and its page "
        "are served below %s. The system parameter %s says where.",
        prefix.DEFAULT,
        ", ".join(users),
        path,
        prefix.PARAMETER,
    )
    env["ir.config_parameter"].set_param(prefix.PARAMETER, path)


def uninstall_hook(env):
    """Drop the system parameters, which no data file owns."""
    env["ir.config_parameter"].search(
        [("key", "in", (prefix.PARAMETER, "endpoint_openapi.audience"))]
    ).unlink()
