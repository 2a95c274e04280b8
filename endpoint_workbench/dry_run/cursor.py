"""The cursors of a dry run: savepoints in one transaction, which is rolled back.

Serving a request opens several cursors: of the request, of ``log()``, of snapshots, of
whatever a snippet calls. While a thread is in a dry run, each cursor that it opens on
the database is a *nested cursor*. It sees what the others wrote, and its commit only
releases its savepoint. Odoo's ``TestCursor`` does the same for tests.
"""

import re

from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INERROR

from odoo.sql_db import BaseCursor, Cursor, Savepoint
from odoo.tools import SQL
from odoo.tools.misc import Callbacks

from .guard import DryRunStopped

#: milliseconds that a statement may wait for a lock, and that it may take
LOCK_TIMEOUT, STATEMENT_TIMEOUT = 3_000, 10_000
LIMIT_STATEMENTS = (
    f"SET LOCAL lock_timeout = {LOCK_TIMEOUT}; "
    f"SET LOCAL statement_timeout = {STATEMENT_TIMEOUT}"
)
# A statement that ends the transaction. PostgreSQL refuses commits by itself, but not
# “ROLLBACK; UPDATE …; COMMIT” in one text.
# Or a comment. A line of dashes must match in one way only, or it takes years.
_SPACE = r"(?:\s|--[^\n]*(?:\n|\Z)|/\*(?:[^*]|\*(?!/))*\*/)"
_ENDS = re.compile(
    r"(?:\A|;)_*(?:prepare_+transaction\b|(?:commit|end|abort|rollback)"
    r"(?:_+(?:work|transaction))?(?:_+and_+(?:no_+)?chain)?_*(?:;|\Z))".replace(
        "_", _SPACE
    ),
    re.IGNORECASE,
)
ENDED = "The code ended the transaction of the dry run. Send the request instead."


class NestedCursor(Cursor):
    """A cursor of code that runs during a dry run.

    Statements of one cursor belong to the savepoint of another that was opened later
    and is still open. Code that alternates between two cursors may notice.

    :param run: the :class:`~.transaction.DryRun`
    """

    # Odoo's cursor takes a connection from the pool.
    # pylint: disable-next=super-init-not-called
    def __init__(self, run) -> None:
        self._closed = True
        BaseCursor.__init__(self)
        self._now = None
        self.dbname = run.dbname
        self.postcommit = _NeverRun(run.private)
        self.sql_from_log, self.sql_into_log, self.sql_log_count = {}, {}, 0
        self._run = run
        self._cnx = run.connection
        self._obj = self._cnx.cursor()
        self._savepoint: Savepoint | None = None
        self._closed = False

    def __del__(self):
        """Do not warn, as Odoo does: the dry run closes the transaction."""

    def execute(self, query, params=None, log_exceptions=True):
        """
        :raise DryRunStopped: the transaction has ended, or would end
        """
        text = query.code if isinstance(query, SQL) else query
        # Bytes already contain the values, which may contain such words.
        if isinstance(text, str) and _ENDS.search(text):
            raise DryRunStopped(ENDED)
        self._run.check()
        if self._savepoint is None:
            # Not by this method, which counts the queries.
            self._savepoint = Savepoint(self._obj)
        # The form shows the error of a dry run: keep it out of the server's log.
        return super().execute(query, params, log_exceptions=False)

    def commit(self):
        """Release the savepoint, and forget the functions to call after a commit."""
        self.flush()
        self._end_savepoint(rollback=False)
        self._obj.execute(LIMIT_STATEMENTS)
        self.clear()
        self._now = None
        self.prerollback.clear()
        self.postrollback.clear()
        self.postcommit.clear()

    def rollback(self):
        """Roll back to the savepoint."""
        self.clear()
        self.postcommit.clear()
        self.prerollback.run()
        self._end_savepoint(rollback=True)
        self._now = None
        self.postrollback.run()

    def _close(self, leak=False):
        if self._closed:
            return
        self.cache.clear()
        self.rollback()
        self._obj.close()
        self._closed = True

    def _end_savepoint(self, rollback):
        self._run.note_invalidations()
        savepoint, self._savepoint = self._savepoint, None
        status = self._cnx.get_transaction_status()
        if savepoint and status != TRANSACTION_STATUS_IDLE:
            # PostgreSQL's commit of a failed transaction is a rollback, too.
            is_failed = status == TRANSACTION_STATUS_INERROR
            savepoint.close(rollback=rollback or is_failed)


class _NeverRun(Callbacks):
    """The functions to call after a commit, which never happens.

    :param always: members of ``data``, also after a commit or a rollback
    """

    def __init__(self, always):
        super().__init__()
        self.data = _Data(always)

    def run(self):
        self.clear()


class _Data(dict):
    def __init__(self, always):
        super().__init__()
        self._always = always

    def __missing__(self, key):
        return self._always[key]

    def get(self, key, default=None):
        return super().get(key, self._always.get(key, default))
