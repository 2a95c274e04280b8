from odoo.api import Environment


def uninstall_hook(env: Environment) -> None:
    """Archive the endpoints, which nobody can call now."""
    for name in env["endpoint.endpoint"]._get_endpoint_route_consumer_models():
        if "jwt_issuer_ids" in env[name]._fields:
            model = env[name].with_context(active_test=False)
            endpoints = model.search([("auth_type", "=", "jwt")])
            endpoints.active = False
            endpoints._unregister_controllers()
