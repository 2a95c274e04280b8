def uninstall_hook(env):
    """Archive the resources and drop their rules: without this addon nothing can answer
    for them, and nobody knows of the rules beside the first.
    """
    for name in env["endpoint.endpoint"]._get_endpoint_route_consumer_models():
        if "crud_model_id" not in env[name]._fields:
            continue
        model = env[name].with_context(active_test=False)
        resources = model.search([("exec_mode", "=", "crud")])
        resources.active = False
        resources._unregister_controllers()
