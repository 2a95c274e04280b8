from odoo.api import Environment


def uninstall_hook(env: Environment) -> None:
    """Archive the resources and drop their rules, which nothing can serve now."""
    for name in env["endpoint.endpoint"]._get_endpoint_route_consumer_models():
        if "crud_model_id" not in env[name]._fields:
            continue
        model = env[name].with_context(active_test=False)
        resources = model.search([("exec_mode", "=", "crud")])
        resources.active = False
        resources._unregister_controllers()
