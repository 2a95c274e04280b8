"""How a change of the rules reaches every thread, process and host.

Odoo compares ``max(id)`` of ``orm_signaling_routing`` at each request and, where it
moved, drops its cache group ``routing``, on which the routing map hangs
(``odoo/orm/registry.py``, ``Registry.check_signaling``). We write such a row

* in the transaction of the change, so that a process killed right after the commit
  has announced it;
* once more after the commit. Ids are given in one order and committed in another:
  a reader that has seen a higher id would never notice ours. Odoo does the same
  for its own caches, at the end of a request, but not in a shell.
"""

from functools import partial

from odoo.modules.registry import Registry

_SIGNAL = "INSERT INTO orm_signaling_routing DEFAULT VALUES"
_PENDING = "endpoint_route_handler.signal"


def rules_changed(cr):
    """To be called in the transaction that changed rules, after the change."""
    # At once, for this process: tests never commit, and see their own changes.
    Registry(cr.dbname).clear_cache("routing")
    if cr.precommit.data.setdefault(_PENDING, False):
        return
    cr.precommit.data[_PENDING] = True
    # As late as can be: the later the row, the less likely another overtakes it.
    cr.precommit.add(partial(cr.execute, _SIGNAL))
    cr.postcommit.add(partial(_announce, cr.dbname))


def _announce(dbname):
    registry = Registry(dbname)
    # A thread may have rebuilt the map between our clear and our commit.
    registry.clear_cache("routing")
    if not registry.ready:
        return  # being loaded: Odoo announces the whole registry at the end
    if registry.cache_invalidated == {"routing"}:
        registry.signal_changes()
        return
    # What else is pending belongs to a transaction that is not ours to announce.
    with registry.cursor() as cr:
        cr.execute(_SIGNAL)
