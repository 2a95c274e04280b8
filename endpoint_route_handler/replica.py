"""Reads with a replica (Odoo's ``db_replica_host``), which may lag behind the primary.

Odoo reads on the replica which routes changed, and serves ``readonly`` routes from it,
however old its data are. A request to an endpoint asks the primary instead:

* which change of the routes is the latest, so that a sync is served at once;
* how far the replica must have come to show all that is committed. Where it has not
  come that far, a ``readonly`` endpoint reads from the primary.

This costs one short query on the primary.
"""

from contextlib import closing

import psycopg2

from odoo.http import request
from odoo.modules.registry import Registry
from odoo.sql_db import BaseCursor, PoolError
from odoo.tools import SQL, config

from .call import Call, call_of

# A commit is visible once its WAL is flushed, or, without synchronous_commit, inserted.
# Reading inserts WAL too, which PostgreSQL may flush seconds later.
_STATE = SQL("""
    SELECT CASE current_setting('synchronous_commit') WHEN 'off'
           THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END,
           (SELECT coalesce(max(id), 0) FROM orm_signaling_routing)
""")
# A position that no replica reaches: Odoo asks the primary, and handles its failure.
_NEVER = "FFFFFFFF/FFFFFFFF"


def is_configured() -> bool:
    """Whether Odoo reads from a replica."""
    return bool(config["db_replica_host"])


def primary_cursor(registry: Registry) -> BaseCursor:
    """A cursor for what processes keep in memory: a replica may be too old for it."""
    # Without a replica, both kinds reach the primary. Odoo's tests allow only readonly
    # cursors while they serve a readonly route.
    return registry.cursor(readonly=not is_configured())


def primary_state(registry: Registry) -> tuple[str, int]:
    """:return: (position in the WAL, id of the last change of the routes)"""
    try:
        with closing(primary_cursor(registry)) as cr:
            cr.execute(_STATE)
            return cr.fetchone()
    except (psycopg2.OperationalError, PoolError):
        return _NEVER, 0


def has_replayed(cr: BaseCursor, position: str) -> bool:
    """:return: whether the replica shows all that the primary had committed there

    :param cr: on the replica; a new transaction begins, which sees it
    """
    cr.execute(SQL("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", position))
    if cr.fetchone() == (False,):
        return False
    # The transaction's snapshot may be older than what was replayed meanwhile.
    cr.rollback()
    return True


def may_serve(_controller: object, _rule: object, _args: dict) -> bool:
    """The value ``readonly`` of a route, see Odoo's ``http.route``."""
    call: Call | None = call_of(request)
    return bool(call and call.is_replica_current)
