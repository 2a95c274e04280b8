from odoo.api import Environment

from odoo.addons.endpoint.retire import retire

from . import secret_table


def uninstall_hook(env: Environment) -> None:
    retire(env, "auth_type", "signature")
    secret_table.drop(env.cr)
