"""The tables of the route registry: created at install and upgrade, never later.

``endpoint_route`` has one row per rule, ``endpoint_route_claim`` one row per
(path, method) that a record has claimed.
"""

from odoo.exceptions import UserError
from odoo.sql_db import BaseCursor
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)
_MISSING = _lt(
    "The tables of the routes are missing. Upgrade the module “Endpoint route "
    "handler” (endpoint_route_handler) to create them again from the records."
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

# OCA's addon of the same name keeps its version and timestamps by triggers: dropping
# the functions drops these too.
_DROP_FOREIGN_TRIGGERS = """
DROP FUNCTION IF EXISTS endpoint_route_set_timestamp() CASCADE;
DROP FUNCTION IF EXISTS increment_endpoint_route_version() CASCADE;
"""

_DROP = """
DROP TABLE IF EXISTS endpoint_route_claim;
DROP TABLE IF EXISTS endpoint_route;
DROP SEQUENCE IF EXISTS endpoint_route_version;
"""


def exists(cr: BaseCursor, table: str = "endpoint_route") -> bool:
    cr.execute(SQL("SELECT to_regclass(%s) IS NOT NULL", table))
    return cr.fetchone()[0]


def require(cr: BaseCursor) -> None:
    """:raise UserError: a clean-up tool dropped the tables"""
    if not (exists(cr) and exists(cr, "endpoint_route_claim")):
        raise UserError(str(_MISSING))


def create(cr: BaseCursor) -> bool:
    """:return: True where a table was missing"""
    missing = not exists(cr) or not exists(cr, "endpoint_route_claim")
    cr.execute(_CREATE)
    return missing


def drop(cr: BaseCursor) -> None:
    """Remove everything that :func:`create` and earlier versions created."""
    cr.execute(_DROP)
    drop_foreign_triggers(cr)


def drop_foreign_triggers(cr: BaseCursor) -> None:
    """Remove the triggers and functions of OCA's addon."""
    cr.execute(_DROP_FOREIGN_TRIGGERS)
