import logging

from odoo import api

from . import request_id, tables


def post_load() -> None:
    """Append the request id to each line of the request in the server log.

    This uses a filter on the handlers, because Odoo's log format is fixed, and because
    child loggers do not inherit the filters of their parents.
    """
    for handler in logging.getLogger().handlers:
        handler.addFilter(request_id.add_to_line)


def uninstall_hook(env: api.Environment) -> None:
    tables.drop(env.cr)
