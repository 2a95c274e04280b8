from odoo.api import Environment


def post_init_hook(env: Environment) -> None:
    """Add the examples of exported modules that were installed before."""
    installed = env["ir.module.module"].search([("state", "=", "installed")])
    for module in installed:
        env["endpoint.example"]._load_examples(module.name)
