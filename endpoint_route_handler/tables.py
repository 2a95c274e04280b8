"""The tables of the route registry: created at install and upgrade, never later.

``endpoint_route`` has one row per rule, ``endpoint_route_claim`` one row per
(path, method) that a record has claimed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg2.errors import LockNotAvailable

from odoo.exceptions import UserError
from odoo.sql_db import BaseCursor
from odoo.tools import SQL, LazyTranslate

_lt = LazyTranslate(__name__)
_MISSING = _lt(
    "The route tables are missing, or of an older version. Upgrade the module "
    "“Endpoint route handler” (endpoint_route_handler), which rebuilds them from the "
    "records."
)
_LOCKED = _lt(
    "Another transaction holds a lock on the route tables. Try again when it has ended."
)
#: milliseconds to wait for a lock: during a request, and at save
ROUTER_WAIT, SAVE_WAIT = 100, 3000

_COLUMNS = {
    "endpoint_route": {
        "id": "serial PRIMARY KEY",
        "key": "varchar",
        "route": "varchar",
        "opts": "text",
        "routing": "text",
        "endpoint_hash": "varchar(32)",
        "route_group": "varchar(32)",
        "updated_at": "timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')",
        "active": "boolean NOT NULL DEFAULT true",
    },
    "endpoint_route_claim": {
        "path": "varchar NOT NULL",
        "method": "varchar NOT NULL",
        "key": "varchar NOT NULL",
    },
}
_INDEXES = {
    "endpoint_route__key_uniq": "CREATE UNIQUE INDEX endpoint_route__key_uniq "
    "ON endpoint_route (key)",
    "endpoint_route__endpoint_hash_uniq": "CREATE UNIQUE INDEX "
    "endpoint_route__endpoint_hash_uniq ON endpoint_route (endpoint_hash)",
    "endpoint_route_claim_pkey": "ALTER TABLE endpoint_route_claim "
    "ADD PRIMARY KEY (path, method)",
    "endpoint_route_claim__key_index": "CREATE INDEX endpoint_route_claim__key_index "
    "ON endpoint_route_claim (key)",
}

# OCA's addon of the same name maintains its version and timestamps with triggers:
# dropping the functions drops the triggers as well.
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


def require(cr: BaseCursor, *tables: str) -> None:
    """
    :param tables: names of tables; all if none is given
    :raise UserError: the tables are missing or lack columns
    """
    missing = _missing_columns(cr)
    if any(missing[table] for table in tables or missing):
        raise UserError(str(_MISSING))


@contextmanager
def bounded_wait(cr: BaseCursor, milliseconds: int = SAVE_WAIT) -> Iterator[None]:
    """Limit how long statements wait for locks.

    :raise UserError: a statement waited longer
    """
    cr.execute("SHOW lock_timeout")
    [before] = cr.fetchone()
    cr.execute(SQL("SET LOCAL lock_timeout = %s", milliseconds))
    try:
        yield
    except LockNotAvailable as exc:
        raise UserError(str(_LOCKED)) from exc
    cr.execute(SQL("SET LOCAL lock_timeout = %s", before))


def lock_for_reading(cr: BaseCursor) -> None:
    """Make sure that reading ``endpoint_route`` neither fails nor blocks.

    :raise UserError: the table is missing, lacks columns, or is locked
    """
    require(cr, "endpoint_route")
    with bounded_wait(cr, ROUTER_WAIT):
        # Do not log a failure: Odoo would log the query as an error.
        cr.execute("LOCK TABLE endpoint_route IN ACCESS SHARE MODE", None, False)


def create(cr: BaseCursor) -> bool:
    """Create what is missing. If nothing is missing, take no lock: an upgrade must not
    wait for readers, and ``IF NOT EXISTS`` always takes the lock.

    :return: True if a table or a column was missing
    """
    cr.execute("CREATE SEQUENCE IF NOT EXISTS endpoint_route_version")
    missing = _missing_columns(cr)
    for table, names in missing.items():
        columns = [
            SQL("%s %s", SQL.identifier(name), SQL(_COLUMNS[table][name]))
            for name in names
        ]
        name = SQL.identifier(table)
        if not exists(cr, table):
            cr.execute(SQL("CREATE TABLE %s (%s)", name, SQL(", ").join(columns)))
        elif columns:
            added = SQL(", ").join(SQL("ADD COLUMN %s", column) for column in columns)
            cr.execute(SQL("ALTER TABLE %s %s", name, added))
    for index, statement in _INDEXES.items():
        if not exists(cr, index):
            cr.execute(SQL(statement))
    return any(missing.values())


def _missing_columns(cr: BaseCursor) -> dict[str, list[str]]:
    """:return: table -> its missing columns; all columns if the table is missing"""
    cr.execute(
        SQL(
            "SELECT attrelid::regclass::text, attname FROM pg_attribute "
            "WHERE attrelid IN (to_regclass(%s), to_regclass(%s)) AND NOT attisdropped",
            *_COLUMNS,
        )
    )
    there = set(cr.fetchall())
    return {
        table: [name for name in columns if (table, name) not in there]
        for table, columns in _COLUMNS.items()
    }


def drop(cr: BaseCursor) -> None:
    """Remove everything that :func:`create` and earlier versions created."""
    cr.execute(_DROP)
    drop_foreign_triggers(cr)


def drop_foreign_triggers(cr: BaseCursor) -> None:
    """Remove the triggers and functions of OCA's addon."""
    cr.execute(_DROP_FOREIGN_TRIGGERS)
