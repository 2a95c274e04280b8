"""RPC is closed on endpoint models: whoever can write an endpoint runs code.

JSON-2 is stopped in ``ir.http`` (``models/ir_http.py``). XML-RPC and JSON-RPC are also
served without a database, where neither ``ir.http`` nor overrides of controllers
load: their one way to a model is ``odoo.service.model.execute_cr``, which has no hook.
"""

import functools

from odoo import api
from odoo.exceptions import AccessError
from odoo.service import model as service_model
from odoo.tools import get_lang

from .snapshot import is_endpoint_model


def refusal(env: api.Environment, model: str) -> AccessError:
    """:return: the exception to raise for a closed model"""
    return AccessError(
        env._(
            "%s cannot be used over RPC: endpoints are changed in the web client, or "
            "by the data files of a module.",
            model,
        )
    )


def post_load() -> None:
    """Wrap ``execute_cr``, once, around whatever wraps it already."""
    execute_cr = service_model.execute_cr

    @functools.wraps(execute_cr)
    def execute_cr_unless_endpoint(cr, uid, obj, method, args, kw):
        env = api.Environment(cr, uid, {})
        if is_endpoint_model(env.registry, obj):
            raise refusal(env(context={"lang": get_lang(env).code}), obj)
        return execute_cr(cr, uid, obj, method, args, kw)

    service_model.execute_cr = execute_cr_unless_endpoint
