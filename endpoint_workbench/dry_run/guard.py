"""Stops what a rollback cannot undo: connections, threads, deleted files.

Python tells an audit hook of connections and files (PEP 578), whichever library asks.
It knows nothing of PostgreSQL, whose C library connects on its own, and nothing of
threads before Python 3.12.
"""

import functools
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from odoo.tools import config

from odoo.addons.endpoint_route_handler.exceptions import EndpointHTTPException

#: ``run``: the :class:`~.cursor.DryRun` of this thread, if it has one
_local = threading.local()
_install_lock = threading.Lock()
_NETWORK = "A dry run opens no connections to other servers. Send the request instead."
_THREAD = (
    "A dry run starts no threads, for example to ask another server. Send the request "
    "instead."
)
_FILE = "A dry run deletes no files of Odoo. Send the request instead."
_WITH_ADDRESS = ("socket.connect", "socket.sendto", "socket.sendmsg")
_MESSAGES = {
    "socket.connect": _NETWORK,
    "socket.getaddrinfo": _NETWORK,
    "socket.gethostbyname": _NETWORK,
    "socket.sendto": _NETWORK,
    "socket.sendmsg": _NETWORK,
    "os.fork": _THREAD,
    "os.remove": _FILE,
}


class DryRunStopped(EndpointHTTPException):
    """The code does something that a dry run cannot do, or waits for too long (503).

    An HTTP exception, because snippets and Odoo pass it on unchanged.
    """

    code = 503


def current() -> Any:
    """:return: the :class:`~.cursor.DryRun` that this thread is in; None if it is in
    none
    """
    return getattr(_local, "run", None)


@contextmanager
def active(run: Any) -> Iterator[None]:
    """Mark this thread as being in a dry run."""
    _install()
    _local.run = run
    try:
        yield
    finally:
        _local.run = None


def _install() -> None:
    """Once per process, at the first dry run: an audit hook cannot be removed."""
    with _install_lock:
        if hasattr(threading.Thread.start, "is_guarded"):
            return
        sys.addaudithook(_refuse)
        start = threading.Thread.start

        @functools.wraps(start)
        def start_unless_dry_run(thread):
            if current():
                raise DryRunStopped(_THREAD)
            return start(thread)

        start_unless_dry_run.is_guarded = True
        # Nothing else tells of a new thread, which would have cursors of its own.
        threading.Thread.start = start_unless_dry_run


def _refuse(event: str, args: tuple) -> None:
    message = _MESSAGES.get(event)
    if message and current() and not _is_harmless(event, args):
        raise DryRunStopped(message)


def _is_harmless(event, args):
    if event == "os.remove":  # temporary files may go
        return not _is_of_odoo(args[0])
    # The address of a local socket is a path. The system log uses one.
    return event in _WITH_ADDRESS and isinstance(args[1], str | bytes)


def _is_of_odoo(path):
    if not isinstance(path, str | os.PathLike):
        return False
    folder = os.path.realpath(config["data_dir"])
    return os.path.realpath(path).startswith(folder + os.sep)
