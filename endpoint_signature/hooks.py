from odoo.api import Environment

from . import secret_table


def uninstall_hook(env: Environment) -> None:
    """Archive the endpoints, which nobody can call now, and drop the secrets."""
    for name in env["endpoint.endpoint"]._get_endpoint_route_consumer_models():
        if "signature_scheme" in env[name]._fields:
            model = env[name].with_context(active_test=False)
            endpoints = model.search([("auth_type", "=", "signature")])
            endpoints.active = False
            endpoints._unregister_controllers()
    secret_table.drop(env.cr)
