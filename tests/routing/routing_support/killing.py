"""Processes that are killed with SIGKILL at a chosen point of a change."""

# Run in an `odoo shell` by `Shell.run`. Each body runs in a forked child.
SETUP = """
import os, signal
from odoo import SUPERUSER_ID, api, sql_db
from odoo.addons.endpoint_route_handler import claims, registry, signaling
from odoo.addons.endpoint_route_handler.models.endpoint_route_sync_mixin import (
    EndpointRouteSyncMixin,
)
from odoo.sql_db import Cursor

pool = env.registry
env.cr.close()


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def die_before(owner, name):
    setattr(owner, name, die)


def die_after(owner, name):
    original = getattr(owner, name)

    def patched(*args, **kwargs):
        original(*args, **kwargs)
        die()

    setattr(owner, name, patched)


def in_child(arm, body):
    sql_db.close_all()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        with pool.cursor() as cr:
            child_env = api.Environment(cr, SUPERUSER_ID, {})
            arm(child_env)
            body(child_env)
            cr.commit()
    finally:
        os._exit(1)


def before_commit(child_env):
    # After all that is to be committed, the signal included.
    class Connection:
        def __init__(self, real):
            self.real = real

        def __getattr__(self, name):
            return getattr(self.real, name)

        commit = die

    child_env.cr._cnx = Connection(child_env.cr._cnx)


POINTS = {
    "before the write": lambda e: die_before(EndpointRouteSyncMixin, "write"),
    "between the flag and the rows": lambda e: die_before(
        EndpointRouteSyncMixin, "_handle_registry_sync"
    ),
    "before the rows": lambda e: die_before(registry.EndpointRegistry, "_insert"),
    "after the rows": lambda e: die_before(signaling, "rules_changed"),
    "after the write": lambda e: die_after(EndpointRouteSyncMixin, "write"),
    "before the commit": before_commit,
    "after the commit, before the signal": lambda e: die_before(
        signaling, "_announce"
    ),
    "after the signal": lambda e: die_after(signaling, "_announce"),
}
"""

#: point -> whether the change is committed at that point
POINTS = {
    "before the write": False,
    "between the flag and the rows": False,
    "before the rows": False,
    "after the rows": False,
    "after the write": False,
    "before the commit": False,
    "after the commit, before the signal": True,
    "after the signal": True,
}
#: not reached when archiving, which only hides rows
POINTS_OF_A_SYNC = ("between the flag and the rows", "before the rows")


def change(shell, point, record_id, values):
    """Write values to an endpoint in a process that is killed at a given point.

    :return: the exit code of the process, -9 if it was killed
    """
    return shell.run(
        f"answer = in_child(POINTS[{point!r}], lambda e: "
        f"e['endpoint.endpoint'].browse({record_id}).write({values!r}))"
    )
