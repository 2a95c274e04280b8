"""OCA's addon may have left rules of records that are gone, which would be in the way
of records with the same route.
"""

from odoo import SUPERUSER_ID, api

from odoo.addons.endpoint_route_handler.registry import EndpointRegistry


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute("SELECT key FROM endpoint_route WHERE key IS NOT NULL")
    gone = [key for (key,) in cr.fetchall() if _is_gone(env, key)]
    EndpointRegistry.registry_for(cr).drop_rules(gone)


def _is_gone(env, key):
    """Whether a rule is of a record that does not exist; not all are of records."""
    model, record_id = (*key.partition("#")[0].split(":"), "")[:2]
    if model not in env or not record_id.isdigit():
        return False
    records = env[model]
    if records._abstract or records._transient:
        return False
    return not records.browse(int(record_id)).exists()
