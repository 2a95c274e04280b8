"""For the uninstall hook of an addon that adds an authentication method or handler."""

from odoo.api import Environment


def retire(env: Environment, field_name: str, value: str) -> None:
    """Archive the endpoints that nothing can serve any more, and drop their rules.

    :param field_name: a selection field, such as ``auth_type``
    :param value: the option that the addon added
    """
    for name in env["endpoint.endpoint"]._get_endpoint_route_consumer_models():
        if field_name not in env[name]._fields:
            continue
        model = env[name].with_context(active_test=False)
        endpoints = model.search([(field_name, "=", value)])
        endpoints.active = False
        endpoints._unregister_controllers()
