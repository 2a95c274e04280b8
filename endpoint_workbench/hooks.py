"""Install and uninstall: the history begins, and drafts end."""

import logging

from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.tools import split_every

_logger = logging.getLogger(__name__)
_BATCH = 1000


def post_init_hook(env: Environment) -> None:
    """Version 1 of the endpoints that exist, and the examples of exported modules that
    were installed before.
    """
    installed = env["ir.module.module"].search([("state", "=", "installed")])
    for module in installed:
        env["endpoint.example"]._load_examples(module.name)
    domain = [("version_id", "=", False)]
    for endpoints in env["endpoint.mixin"]._search_all_models(domain):
        for batch in split_every(_BATCH, endpoints.ids, endpoints.browse):
            batch._keep_versions()
            env.flush_all()
            env.invalidate_all()


def uninstall_hook(env: Environment) -> None:
    """Callers go on getting the version in service: its values replace the draft. An
    endpoint whose version cannot be restored is archived.
    """
    domain = [("version_approval", "=", True)]
    for reviewed in env["endpoint.mixin"]._search_all_models(domain):
        for record in reviewed._drafts():
            try:
                with env.cr.savepoint():
                    is_restored = record.version_id and record.action_discard_draft()
            except UserError as exc:
                _logger.warning("%s: %s", record, exc)
                is_restored = False
            if record.version_id and is_restored is not True:
                record.active = False
                _logger.warning(
                    "%s is archived: its version in service cannot be restored", record
                )
