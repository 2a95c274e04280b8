from odoo.api import Environment

from odoo.addons.endpoint.retire import retire


def uninstall_hook(env: Environment) -> None:
    retire(env, "auth_type", "jwt")
