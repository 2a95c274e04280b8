def uninstall_hook(env):
    """Nothing is left that would answer for a resource: it is archived, and its rules
    go, which nobody would know of later.
    """
    for name in env["endpoint.endpoint"]._get_endpoint_route_consumer_models():
        if "crud_model_id" not in env[name]._fields:
            continue
        model = env[name].with_context(active_test=False)
        resources = model.search([("exec_mode", "=", "crud")])
        resources.active = False
        resources._unregister_controllers()
