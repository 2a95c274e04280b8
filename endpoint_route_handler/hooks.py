from . import tables


def uninstall_hook(env):
    """Leave nothing behind: the route registry lives outside the ORM."""
    tables.drop(env.cr)
