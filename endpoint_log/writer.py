"""One background thread per process writes the rows of all its databases."""

import atexit
import logging
import os
import threading
import time
from collections import Counter, deque
from typing import TYPE_CHECKING

import psycopg2

from odoo.sql_db import PoolError, db_connect

from . import tables, tracing

if TYPE_CHECKING:
    from .entry import Facts

_logger = logging.getLogger(__name__)
# Seconds between two batches; a crash loses this much.
_INTERVAL = 1
# Rows that may wait for a database. Further rows are dropped and counted.
MAX_QUEUED = 10_000
# Bytes of bodies and headers that may wait. Beyond that, rows are stored without them.
_MAX_SIZE = 16 * 2**20
_BATCH = 2_000
_WARN_INTERVAL = 60
_EXIT_SECONDS = 5
# Temporary problems, after which rows are retried: a lock, a full disk, a restart.
_PASSING = (psycopg2.OperationalError, psycopg2.InterfaceError, PoolError)


class Writer:
    """Requests append, one thread takes. Neither waits for the other: appending to and
    taking from a deque are atomic.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: dict[str, deque[Facts]] = {}
        self._dropped: Counter[str] = Counter()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._size = 0
        self._warned = -_WARN_INTERVAL

    def put(self, dbname: str, facts: "Facts") -> None:
        """Called during the request: never waits, never raises."""
        queue = self._queues.get(dbname)
        if queue is None:
            queue = self._queues.setdefault(dbname, deque())
        if len(queue) >= MAX_QUEUED:
            self._dropped[dbname] += 1
            return
        if facts.bodies or facts.headers:
            size = _size_of(facts)
            if self._size + size > _MAX_SIZE:
                facts = facts._replace(bodies=None, headers=None)
            else:
                self._size += size
        queue.append(facts)
        if self._thread is None:
            self._start()
        if not self._wake.is_set():
            self._wake.set()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                thread = threading.Thread(
                    target=self._run, name="endpoint_log", daemon=True
                )
                thread.start()
                atexit.register(self._finish)
                self._thread = thread

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._stop.wait(_INTERVAL)
            self._wake.clear()
            self._flush()
            if any(self._queues.values()):
                self._wake.set()
            else:
                self._size = 0  # two threads update it without a lock: reset the drift
        self._flush()

    def _finish(self) -> None:
        """Write the remaining rows before the process ends."""
        self._stop.set()
        self._wake.set()
        if self._thread:
            self._thread.join(_EXIT_SECONDS)

    def _flush(self) -> None:
        for dbname, queue in list(self._queues.items()):
            self._flush_database(dbname, queue)
            if self._dropped[dbname]:
                self._warn(dbname)

    def _flush_database(self, dbname: str, queue: "deque[Facts]") -> None:
        limit = _BATCH
        while batch := self.take(dbname, limit):
            try:
                with db_connect(dbname).cursor() as cr:
                    tables.write(cr, batch)
            except _PASSING as exc:
                self._put_back(queue, batch)
                self._warn(dbname, f"calls are waiting to be logged: {_cause(exc)}")
                return
            # The thread must survive any error: there is no request that could fail.
            except Exception as exc:  # noqa: BLE001
                self._warn(dbname, f"calls cannot be logged: {_cause(exc)}")
                if len(batch) == 1 or isinstance(exc, psycopg2.ProgrammingError):
                    self._dropped[dbname] += len(batch)
                else:  # a single bad row failed the batch: find it
                    self._put_back(queue, batch)
                    limit = len(batch) // 2
            else:
                limit = min(2 * limit, _BATCH)
                tracing.export(dbname, batch)

    def take(self, dbname: str, limit: int = _BATCH) -> "list[Facts]":
        """:return: the oldest rows of a database"""
        queue = self._queues.get(dbname, ())
        batch = [queue.popleft() for _ in range(min(len(queue), limit))]
        self._size -= sum(map(_size_of, batch))
        return batch

    def _put_back(self, queue: "deque[Facts]", batch: "list[Facts]") -> None:
        queue.extendleft(reversed(batch))
        self._size += sum(map(_size_of, batch))

    def _warn(self, dbname: str, *causes: str) -> None:
        """Log the causes and the number of dropped rows, once a minute."""
        now = time.monotonic()
        if now - self._warned < _WARN_INTERVAL:
            return
        self._warned = now
        if dropped := self._dropped[dbname]:
            self._dropped[dbname] -= dropped
            causes += (f"{dropped} calls were not logged",)
        _logger.warning("%s: %s", dbname, "; ".join(causes))


def _size_of(facts: "Facts") -> int:
    """:return: size of bodies and headers, in bytes"""
    size = sum(len(body) for body in (facts.bodies or ())[::2] if body)
    for headers in facts.headers or ():
        size += sum(len(name) + len(value) for name, value in headers)
    return size


def _cause(exc: Exception) -> str:
    return f"{type(exc).__name__}: {exc}".strip()


writer = Writer()
# A forked process has no thread, and must not write the rows of its parent.
os.register_at_fork(after_in_child=writer.__init__)
