from . import tables


def uninstall_hook(env) -> None:
    """Drop the tables, which the ORM does not manage."""
    tables.drop(env.cr)
