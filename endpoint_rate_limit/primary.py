"""Single statements on the primary, outside the request's transaction."""

import os
import threading
from typing import Any

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED, connection

from odoo import sql_db

#: How long a request waits for a storage, in milliseconds
TIMEOUT = 100
_CHUNK = 1000
# Per process, for all databases together.
_MAX_IDLE = 8
_lock = threading.Lock()
#: ((process, database), connection), the most recently used last
_idle: list[tuple[tuple[int, str], connection]] = []


def execute(dbname: str, query: str, params: dict | None = None) -> tuple[int, Any]:
    """Execute a statement in a separate transaction.

    This uses its own connections: Odoo's pool resets a connection for each cursor,
    which takes six times as long as counting a request.

    :return: (number of rows, the first returned row)
    :raise psycopg2.Error: it failed, or waited longer than ``TIMEOUT``
    """
    key = (os.getpid(), dbname)  # a connection does not survive a fork
    idle = _take(key)
    cnx = idle or _connect(dbname)
    try:
        with cnx.cursor() as cr:
            cr.execute(query, params)
            row = cr.fetchone() if cr.description else None
            count = cr.rowcount
        return count, row
    except psycopg2.Error:
        if not (idle and cnx.closed):
            raise
        _idle.clear()  # PostgreSQL was restarted: connect again
        return execute(dbname, query, params)
    finally:
        if not cnx.closed:
            with _lock:
                _idle.append((key, cnx))
                del _idle[:-_MAX_IDLE]  # psycopg2 closes unreferenced connections


def delete_in_chunks(dbname: str, table: str, condition: str) -> None:
    """Delete rows in short transactions, so that requests do not have to wait."""
    query = f"""
        DELETE FROM {table} WHERE ctid IN (
            SELECT ctid FROM {table} WHERE {condition}
             LIMIT {_CHUNK} FOR UPDATE SKIP LOCKED)
    """
    while execute(dbname, query)[0]:
        pass


def _take(key):
    with _lock:
        for position in reversed(range(len(_idle))):
            if _idle[position][0] == key:
                return _idle.pop(position)[1]
    return None


def _connect(dbname):
    cnx = psycopg2.connect(**sql_db.connection_info_for(dbname)[1])
    # With Odoo's REPEATABLE READ, two concurrent requests could not be counted.
    cnx.set_session(ISOLATION_LEVEL_READ_COMMITTED, readonly=False, autocommit=True)
    with cnx.cursor() as cr:
        cr.execute("SET lock_timeout = %s; SET statement_timeout = %s", [TIMEOUT] * 2)
    return cnx
