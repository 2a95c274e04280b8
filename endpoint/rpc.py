"""RPC is closed on endpoint models: whoever can write an endpoint can run code.

``models/ir_http.py`` refuses JSON-2; ``controllers/json.py`` the JSON of views. Odoo
also serves XML-RPC and JSON-RPC without a database, where neither ``ir.http`` nor
overridden controllers are loaded. Both reach models through
``odoo.service.model.execute_cr``, which has no hook: wrap it.
"""

import functools

from odoo import api
from odoo.exceptions import AccessError
from odoo.modules.registry import Registry
from odoo.service import model as service_model
from odoo.tools import get_lang


def is_closed(registry: Registry, model: str) -> bool:
    """:return: whether records of the model determine the code that serves a route: it
    is a model of endpoints, or its class has ``_is_closed_over_rpc = True``
    """
    base = registry.get("endpoint.route.handler")
    model_class = registry.get(model) or object
    is_endpoint = bool(base and issubclass(model_class, base))
    return is_endpoint or getattr(model_class, "_is_closed_over_rpc", False)


def refusal(env: api.Environment, model: str) -> AccessError:
    """:return: the exception to raise for a closed model"""
    return AccessError(
        env._(
            "%s cannot be used over RPC. Change endpoints in the web client, or in the "
            "data files of a module.",
            model,
        )
    )


def post_load() -> None:
    """Wrap ``execute_cr``, including any wrappers of other modules."""
    execute_cr = service_model.execute_cr

    @functools.wraps(execute_cr)
    def execute_cr_unless_endpoint(cr, uid, obj, method, args, kw):
        env = api.Environment(cr, uid, {})
        if is_closed(env.registry, obj):
            raise refusal(env(context={"lang": get_lang(env).code}), obj)
        return execute_cr(cr, uid, obj, method, args, kw)

    service_model.execute_cr = execute_cr_unless_endpoint
