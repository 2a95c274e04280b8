"""Reads with a replica (Odoo's ``db_replica_host``), which may lag behind.

Odoo reads from the replica which routes changed, and serves ``readonly`` routes from
it, however old its data is. A request to an endpoint asks the primary instead:

* for the latest change of the routes, so that a sync is served at once;
* for the position that the replica must have replayed to show all commits. If it has
  not, a ``readonly`` endpoint reads from the primary.

This costs one short query on the primary.
"""

from contextlib import closing

import psycopg2

from odoo.http import request
from odoo.modules.registry import Registry
from odoo.sql_db import BaseCursor, PoolError
from odoo.tools import SQL, config

from .call import Call, call_of

# A commit is visible once its WAL is flushed; without synchronous_commit, inserted.
# Reads also insert WAL, which PostgreSQL may flush seconds later.
_STATE = SQL("""
    SELECT CASE current_setting('synchronous_commit') WHEN 'off'
           THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END,
           (SELECT coalesce(max(id), 0) FROM orm_signaling_routing)
""")
# A position that no replica reaches: Odoo uses the primary and handles failures.
_NEVER = "FFFFFFFF/FFFFFFFF"


def is_configured() -> bool:
    """Whether Odoo reads from a replica."""
    return bool(config["db_replica_host"])


def primary_cursor(registry: Registry) -> BaseCursor:
    """A cursor for data that processes cache: a replica may be too old for it."""
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
    """:return: whether the replica shows everything that the primary had committed

    :param cr: cursor on the replica; a new transaction begins, which sees the data
    """
    cr.execute(SQL("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", position))
    if cr.fetchone() == (False,):
        return False
    # The transaction's snapshot may be older than the replayed data.
    cr.rollback()
    return True


def may_serve(_controller: object, _rule: object, _args: dict) -> bool:
    """The value of a route's ``readonly``, see Odoo's ``http.route``."""
    call: Call | None = call_of(request)
    return bool(call and call.is_replica_current)
