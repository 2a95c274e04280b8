import logging

from odoo import api

from . import request_id, tables


def post_load() -> None:
    """Show the id of a request in each of its lines in the server's log.

    A filter of the handlers, because Odoo's format of a line is fixed, and because
    loggers do not pass their own filters on to their children.
    """
    for handler in logging.getLogger().handlers:
        handler.addFilter(request_id.add_to_line)


def uninstall_hook(env: api.Environment) -> None:
    tables.drop(env.cr)
