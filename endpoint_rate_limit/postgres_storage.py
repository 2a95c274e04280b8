"""Counters in PostgreSQL, as a storage backend for the library ``limits``."""

import time
from typing import Any

import psycopg2
from limits.storage import Storage
from limits.storage.base import SlidingWindowCounterSupport

from odoo.sql_db import BaseCursor

from .primary import delete_in_chunks, execute

_UNLIMITED = 2**62

_CREATE = """
CREATE UNLOGGED TABLE IF NOT EXISTS endpoint_rate_limit_counter (
    key text PRIMARY KEY,
    -- length of a window
    seconds integer NOT NULL,
    -- end of the current window
    expires timestamptz NOT NULL,
    -- in the current window
    count bigint NOT NULL,
    -- in the previous window, for a sliding window; NULL for a fixed one
    previous bigint,
    -- whether the last request was allowed
    allowed boolean NOT NULL
) WITH (fillfactor = 50);
-- Most hits do not change the indexed column, so they are HOT updates.
CREATE INDEX IF NOT EXISTS endpoint_rate_limit_counter_expires
    ON endpoint_rate_limit_counter (expires)
"""
# The row ``c`` at the current time: expired windows are replaced by their successors.
_CURRENT = """
SELECT CASE WHEN c.expires > now() THEN c.count ELSE 0 END AS count,
       CASE WHEN c.expires > now() OR c.previous IS NULL THEN c.previous
            WHEN c.expires + step > now() THEN c.count
            ELSE 0 END AS previous,
       CASE WHEN c.expires > now() THEN c.expires
            WHEN c.previous IS NOT NULL AND c.expires + step > now()
            THEN c.expires + step
            ELSE now() + step END AS expires
  FROM make_interval(secs => c.seconds) AS step
"""
_HIT = f"""
INSERT INTO endpoint_rate_limit_counter AS c
            (key, seconds, expires, count, previous, allowed)
     VALUES (%(key)s, %(seconds)s, now() + make_interval(secs => %(seconds)s),
             %(amount)s, %(previous)s, true)
ON CONFLICT (key) DO UPDATE
        SET (expires, count, previous, allowed) = (
            SELECT expires, count + CASE WHEN fits THEN %(amount)s ELSE 0 END,
                   previous, fits
              FROM ({_CURRENT}) AS current,
                   LATERAL (SELECT count + %(amount)s + coalesce(floor(
                       previous * extract(epoch FROM expires - now()) / c.seconds
                   ), 0) <= %(limit)s AS fits) AS judged)
  RETURNING count, coalesce(previous, 0),
            extract(epoch FROM expires - now())::float, allowed
"""
_READ = f"""
SELECT current.count, coalesce(current.previous, 0),
       extract(epoch FROM current.expires - now())::float, c.allowed
  FROM endpoint_rate_limit_counter AS c, LATERAL ({_CURRENT}) AS current
 WHERE c.key = %(key)s
"""
# Twice the window: a sliding window still needs the previous one.
_EXPIRED = "expires < now() AND expires + make_interval(secs => seconds) < now()"


def create_table(cr: BaseCursor) -> None:
    """Unlogged: a crash of PostgreSQL empties the table, and it is not replicated."""
    cr.execute(_CREATE)


def drop_table(cr: BaseCursor) -> None:
    cr.execute("DROP TABLE IF EXISTS endpoint_rate_limit_counter")


def delete_expired(dbname: str) -> None:
    delete_in_chunks(dbname, "endpoint_rate_limit_counter", _EXPIRED)


class PostgresStorage(Storage, SlidingWindowCounterSupport):
    """Create one per request. It keeps the rows that its statements return, so that
    the library's reads after a hit need no further statement.
    """

    STORAGE_SCHEME = None

    def __init__(self, dbname: str, **options: Any) -> None:
        super().__init__(**options)
        self._dbname = dbname
        #: key -> (count, count in the previous window, seconds left, allowed)
        self._rows: dict[str, tuple[int, int, float, bool]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        return psycopg2.Error

    def _hit(self, key, seconds, amount, limit, previous):
        params = {"key": key, "seconds": seconds, "amount": amount}
        params |= {"limit": limit, "previous": previous}
        self._rows[key] = row = execute(self._dbname, _HIT, params)[1]
        return row

    def _read(self, key):
        if key not in self._rows:
            _count, row = execute(self._dbname, _READ, {"key": key})
            self._rows[key] = row or (0, 0, 0.0, True)
        return self._rows[key]

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return self._hit(key, expiry, amount, _UNLIMITED, None)[0]

    def get(self, key: str) -> int:
        return self._read(key)[0]

    def get_expiry(self, key: str) -> float:
        return time.time() + self._read(key)[2]

    def acquire_sliding_window_entry(
        self, key: str, limit: int, expiry: int, amount: int = 1
    ) -> bool:
        return amount <= limit and self._hit(key, expiry, amount, limit, 0)[3]

    def get_sliding_window(
        self, key: str, expiry: int
    ) -> tuple[int, float, int, float]:
        count, previous, seconds, _allowed = self._read(key)
        return previous, seconds, count, seconds + expiry

    def clear(self, key: str) -> None:
        query = "DELETE FROM endpoint_rate_limit_counter WHERE key = %(key)s"
        execute(self._dbname, query, {"key": key})
        self._rows.pop(key, None)

    def clear_sliding_window(self, key: str, expiry: int) -> None:
        self.clear(key)

    def check(self) -> bool:
        try:
            execute(self._dbname, "SELECT FROM endpoint_rate_limit_counter LIMIT 1")
        except psycopg2.Error:
            return False
        return True

    def reset(self) -> int:
        self._rows.clear()
        return execute(self._dbname, "DELETE FROM endpoint_rate_limit_counter")[0]
