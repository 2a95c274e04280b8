"""The transaction of a dry run, and what becomes of the cursors meanwhile."""

import functools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from odoo import sql_db
from odoo.modules.registry import Registry
from odoo.sql_db import BaseCursor

from . import guard, watchdog
from .cursor import ENDED, LIMIT_STATEMENTS, NestedCursor
from .guard import DryRunStopped

#: seconds after which no further statement starts, and the code is stopped
MAX_SECONDS = 30
# PostgreSQL itself refuses to commit: the constraint is checked at the end.
_REFUSE_COMMIT = """
CREATE TEMP TABLE endpoint_dry_run (
    id int,
    CONSTRAINT a_dry_run_is_never_committed UNIQUE (id) DEFERRABLE INITIALLY DEFERRED
) ON COMMIT DROP;
INSERT INTO endpoint_dry_run VALUES (1), (1)
"""
_install_lock = threading.Lock()


class DryRun:
    """What happens in one thread, in one transaction.

    :param outer: the cursor of the transaction
    """

    def __init__(self, registry: Registry, outer: BaseCursor) -> None:
        self.registry = registry
        self.dbname = registry.db_name
        self.connection = outer._cnx
        #: what ``cr.postcommit.data`` of every cursor contains
        self.private: dict[str, Any] = {}
        #: what ``log()`` wrote
        self.logs: list[dict[str, str]] = []
        self._deadline = time.monotonic() + MAX_SECONDS
        self._invalidated: set[str] = set()
        self._is_registry_invalidated = False

    def cursor(self) -> NestedCursor:
        return NestedCursor(self)

    def check(self) -> None:
        """Called before each statement.

        :raise DryRunStopped: the time is up, or the transaction has ended
        """
        self.note_invalidations(clear=False)
        if self.connection.get_transaction_status() == TRANSACTION_STATUS_IDLE:
            raise DryRunStopped(ENDED)
        if time.monotonic() > self._deadline:
            raise DryRunStopped(f"The dry run takes more than {MAX_SECONDS} seconds.")

    def note_invalidations(self, clear: bool = True) -> None:
        """Remember which caches hold uncommitted values.

        :param clear: also prevent Odoo from telling other processes to clear theirs
        """
        registry = self.registry
        self._invalidated |= registry.cache_invalidated
        self._is_registry_invalidated |= registry.registry_invalidated
        if clear:
            registry.cache_invalidated.clear()
            registry.registry_invalidated = False

    def forget(self) -> None:
        """Clear those caches, once the transaction is rolled back."""
        self.note_invalidations()
        self.registry.cache_invalidated.update(self._invalidated)
        self.registry.registry_invalidated = self._is_registry_invalidated
        self.registry.reset_changes()


@contextmanager
def dry_run(registry: Registry) -> Iterator[DryRun]:
    """Roll back everything that this thread does to the database meanwhile.

    :raise DryRunStopped: this thread is in a dry run already
    """
    if guard.current():
        raise DryRunStopped("A dry run cannot contain another one.")
    _install()
    outer = registry.cursor()
    run = DryRun(registry, outer)
    caches = set(registry.cache_invalidated), registry.registry_invalidated
    registry.cache_invalidated.clear()
    registry.registry_invalidated = False
    try:
        outer.execute(LIMIT_STATEMENTS)
        outer.execute(_REFUSE_COMMIT)
        with (
            watchdog.watch(MAX_SECONDS),
            _kept_thread(),
            guard.active(run),
            _in_tests(run),
        ):
            yield run
    finally:
        outer.close()
        run.forget()
        registry.cache_invalidated.update(caches[0])
        registry.registry_invalidated = caches[1]


def _install() -> None:
    """Give threads in a dry run nested cursors.

    Neither ``Registry.cursor`` nor ``db_connect`` has a hook, and code uses both. All
    cursors come from this one method. Once per process, at the first dry run.
    """
    with _install_lock:
        original = sql_db.Connection.cursor
        if getattr(original, "is_of_dry_runs", False):
            return

        @functools.wraps(original)
        def cursor(connection):
            run = guard.current()
            if run is None:
                return original(connection)
            if connection.dbname != run.dbname:
                raise DryRunStopped("A dry run uses no other database.")
            return run.cursor()

        cursor.is_of_dry_runs = True
        sql_db.Connection.cursor = cursor


@contextmanager
def _in_tests(run):
    """Odoo's tests replace the method of the registry: replace it once more.

    The outer cursor is a ``TestCursor`` then. Its lock lets no other thread in here.
    """
    replaced = vars(run.registry).get("cursor")
    if replaced is None:
        yield
        return

    def cursor(readonly=False):
        return run.cursor() if guard.current() else replaced(readonly)

    run.registry.cursor = cursor
    try:
        yield
    finally:
        run.registry.cursor = replaced


@contextmanager
def _kept_thread():
    """Odoo keeps the user, the number of queries and more as attributes of the thread.
    Restore those of the request that asked for the dry run.
    """
    attributes = vars(threading.current_thread())
    before = attributes.copy()
    try:
        yield
    finally:
        for name in attributes.keys() - before.keys():
            del attributes[name]
        attributes.update(before)
