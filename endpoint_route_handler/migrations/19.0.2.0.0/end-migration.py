"""Drop stale rules of OCA's addon, which looked up the record by the matched route.
This addon follows the rule, so rules of deleted or moved records would conflict.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.endpoint_route_handler.registry import EndpointRegistry


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute("SELECT key FROM endpoint_route WHERE key IS NOT NULL")
    stale = [key for (key,) in cr.fetchall() if _is_gone(env, key)]
    for model in env["endpoint.route.handler"]._get_endpoint_route_consumer_models():
        stale += _replaced(env, model)
    EndpointRegistry.registry_for(cr).drop_rules(stale)


def _is_gone(env, key):
    """:return: whether the record of a rule does not exist; some rules have none"""
    model, record_id = (*key.partition("#")[0].split(":"), "")[:2]
    if model not in env or not record_id.isdigit():
        return False
    records = env[model]
    if records._abstract or records._transient:
        return False
    return not records.browse(int(record_id)).exists()


def _replaced(env, model):
    """:return: keys of rules whose record moved and whose route another record took"""
    env.cr.execute(
        SQL(
            """
            SELECT rule.key
              FROM endpoint_route rule
              JOIN %(table)s moved ON rule.key = %(prefix)s || moved.id
              JOIN %(table)s other ON rule.route = other.route
             WHERE moved.route != rule.route AND other.active AND other.registry_sync
            """,
            table=SQL.identifier(env[model]._table),
            prefix=f"{model}:",
        )
    )
    return [key for (key,) in env.cr.fetchall()]
