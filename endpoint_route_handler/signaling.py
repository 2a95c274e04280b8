"""Signals changes of the rules to every thread, process and host.

At each request, Odoo compares ``max(id)`` of ``orm_signaling_routing`` with the last
one it saw, and clears its cache group ``routing``, the routing map included, where it
differs (``odoo/orm/registry.py``, ``Registry.check_signaling``). We insert a row

* in the transaction of the change: the signal survives a process that is killed right
  after the commit;
* once more after the commit: ids commit out of order, and a reader that has seen a
  higher id would never notice ours. Odoo does the same for its own caches at the end
  of a request, but not in a shell.
"""

from functools import partial

from odoo.modules.registry import Registry
from odoo.sql_db import BaseCursor

_SIGNAL = "INSERT INTO orm_signaling_routing DEFAULT VALUES"
#: In ``cr.postcommit.data`` of a transaction that has changed rules. Other than the
#: data of ``cr.precommit``, it outlives a flush and a savepoint.
CHANGED = "endpoint_route_handler.changed"


def rules_changed(cr: BaseCursor) -> None:
    """Call this after a change, in its transaction."""
    # At once for this process: tests see their own changes without a commit.
    Registry(cr.dbname).clear_cache("routing")
    cr.postcommit.data[CHANGED] = True
    if cr.precommit.data.get(CHANGED):
        return
    cr.precommit.data[CHANGED] = True
    # As late as possible: the later the row, the less likely another overtakes it.
    cr.precommit.add(partial(cr.execute, _SIGNAL))
    cr.postcommit.add(partial(_announce, cr.dbname))


def _announce(dbname):
    registry = Registry(dbname)
    # Another thread may have rebuilt the map between our clear and our commit.
    registry.clear_cache("routing")
    if not registry.ready:
        return  # while it loads: Odoo signals the whole registry at the end
    if registry.cache_invalidated == {"routing"}:
        registry.signal_changes()
        return
    # Other pending invalidations belong to a transaction that may not be committed.
    with registry.cursor() as cr:
        cr.execute(_SIGNAL)
