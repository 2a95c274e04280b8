"""Signals changes of the rules to every thread, process and host.

On each request, Odoo compares ``max(id)`` of ``orm_signaling_routing`` with the last
one it saw. If they differ, it clears its cache group ``routing``, including the routing
map (``odoo/orm/registry.py``, ``Registry.check_signaling``). We insert a row

* in the transaction of the change: the signal survives a process that is killed right
  after the commit;
* again after the commit: ids commit out of order, and a reader that has already seen a
  higher id would miss ours. Odoo does the same for its own caches at the end of a
  request, but not in a shell.
"""

from functools import partial
from typing import Any

from odoo.modules.registry import Registry
from odoo.sql_db import BaseCursor

_SIGNAL = "INSERT INTO orm_signaling_routing DEFAULT VALUES"
#: Key in ``cr.postcommit.data`` of a transaction that changed rules: True, or its
#: private map. Unlike ``cr.precommit.data``, it survives a flush and a savepoint.
CHANGED = "endpoint_route_handler.changed"


def keep_private(data: dict[str, Any], endpoint_map: Any) -> None:
    """Match the requests of a transaction with a map of its own. Its changes of rules
    are not signaled, and never reach the map that all other requests share. For
    transactions that are always rolled back.

    :param data: ``cr.postcommit.data`` of the transaction
    :param endpoint_map: what ``ir.http.routing_map()`` returns from now on
    """
    data[CHANGED] = endpoint_map


def rules_changed(cr: BaseCursor) -> None:
    """Call this after a change, in its transaction."""
    if is_private(cr):
        return
    # Clear this process's cache at once: tests see their changes without a commit.
    Registry(cr.dbname).clear_cache("routing")
    cr.postcommit.data[CHANGED] = True
    if cr.precommit.data.get(CHANGED):
        return
    cr.precommit.data[CHANGED] = True
    # As late as possible, to reduce the risk that a higher id commits first.
    cr.precommit.add(partial(cr.execute, _SIGNAL))
    cr.postcommit.add(partial(_announce, cr.dbname))


def _announce(dbname):
    registry = Registry(dbname)
    # Another thread may have rebuilt the map between our clear and our commit.
    registry.clear_cache("routing")
    if not registry.ready:
        return  # still loading: Odoo signals the whole registry at the end
    if registry.cache_invalidated == {"routing"}:
        registry.signal_changes()
        return
    # Other pending invalidations belong to a transaction that may be rolled back.
    with registry.cursor() as cr:
        cr.execute(_SIGNAL)


def is_private(cr: BaseCursor) -> bool:
    """:return: whether the transaction has a private map and is always rolled back"""
    return cr.postcommit.data.get(CHANGED) not in (None, True)
