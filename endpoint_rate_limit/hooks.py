from . import postgres_storage
from .models.ir_http import PARAMETER


def uninstall_hook(env):
    """Drop the table and the system parameters, which belong to no data file."""
    postgres_storage.drop_table(env.cr)
    parameters = env["ir.config_parameter"].search([("key", "=like", f"{PARAMETER}%")])
    parameters.unlink()
