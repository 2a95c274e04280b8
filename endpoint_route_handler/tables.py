"""The tables of the route registry: created at install and upgrade, never later.

``endpoint_route`` holds one row a rule, ``endpoint_route_claim`` one row for each
(path, method) that a record has taken.
"""

from odoo.exceptions import UserError
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)
_MISSING = _lt(
    "The tables of the routes are gone from the database. Upgrade the module "
    "“Endpoint route handler” (endpoint_route_handler): it makes them anew of what "
    "the records say."
)

_CREATE = """
CREATE SEQUENCE IF NOT EXISTS endpoint_route_version;
CREATE TABLE IF NOT EXISTS endpoint_route (
    id serial PRIMARY KEY,
    key varchar,
    route varchar,
    opts text,
    routing text,
    endpoint_hash varchar(32),
    route_group varchar(32),
    updated_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
);
CREATE UNIQUE INDEX IF NOT EXISTS endpoint_route__key_uniq ON endpoint_route (key);
CREATE UNIQUE INDEX IF NOT EXISTS endpoint_route__endpoint_hash_uniq
    ON endpoint_route (endpoint_hash);
ALTER TABLE endpoint_route
    ADD COLUMN IF NOT EXISTS active boolean NOT NULL DEFAULT true;
CREATE TABLE IF NOT EXISTS endpoint_route_claim (
    path varchar NOT NULL,
    method varchar NOT NULL,
    key varchar NOT NULL,
    PRIMARY KEY (path, method)
);
CREATE INDEX IF NOT EXISTS endpoint_route_claim__key_index
    ON endpoint_route_claim (key);
"""

# The addon of the same name that ours replaces keeps its version and timestamps by
# triggers: dropping the functions drops these too.
_DROP_FOREIGN_TRIGGERS = """
DROP FUNCTION IF EXISTS endpoint_route_set_timestamp() CASCADE;
DROP FUNCTION IF EXISTS increment_endpoint_route_version() CASCADE;
"""

_DROP = """
DROP TABLE IF EXISTS endpoint_route_claim;
DROP TABLE IF EXISTS endpoint_route;
DROP SEQUENCE IF EXISTS endpoint_route_version;
"""


def exists(cr, table="endpoint_route"):
    """:return: True where the route registry can be read"""
    cr.execute(SQL("SELECT to_regclass(%s) IS NOT NULL", table))
    return cr.fetchone()[0]


def require(cr):
    """:raise UserError: a clean-up tool dropped the tables"""
    if not (exists(cr) and exists(cr, "endpoint_route_claim")):
        raise UserError(str(_MISSING))


def create(cr):
    """Create what is missing.

    :return: True where the registry was not there before
    """
    missing = not exists(cr) or not exists(cr, "endpoint_route_claim")
    cr.execute(_CREATE)
    return missing


def drop(cr):
    """Remove everything that :func:`create` and earlier versions made."""
    cr.execute(_DROP)
    drop_foreign_triggers(cr)


def drop_foreign_triggers(cr):
    """Remove the triggers and functions of the addon that ours replaces."""
    cr.execute(_DROP_FOREIGN_TRIGGERS)
