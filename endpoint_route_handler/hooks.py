from . import schema


def uninstall_hook(env):
    """Leave nothing behind: the route registry lives outside the ORM."""
    schema.drop(env.cr)
