"""For the uninstall hook of an addon that adds an authentication method or handler."""

from odoo.api import Environment


def retire(env: Environment, field_name: str, value: str) -> None:
    """Archive the endpoints that nothing can serve any more, and drop their rules.

    :param field_name: a selection field, such as ``auth_type``
    :param value: the option that the addon added
    """
    domain = [(field_name, "=", value)]
    for endpoints in env["endpoint.mixin"]._search_all_models(domain):
        endpoints.active = False
        endpoints._unregister_controllers()
