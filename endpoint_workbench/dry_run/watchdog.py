"""Ends code that never ends, such as ``while True: pass``.

Statements check the time themselves, see :meth:`.transaction.DryRun.check`. Code
without statements would run until Odoo ends the process, with all of its requests.
"""

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from odoo.addons.endpoint.snippet.sandbox import is_of_snippet

from .guard import DryRunStopped

#: seconds between two attempts: code may catch the exception
_INTERVAL = 0.05


@contextmanager
def watch(seconds: float) -> Iterator[None]:
    """Raise :class:`DryRunStopped` in the snippet that this thread executes then.

    It cannot interrupt a single operation of Python's C code, such as ``9 ** 9 ** 9``.
    """
    ended, lock = threading.Event(), threading.Lock()
    args = (threading.get_ident(), seconds, ended, lock)
    threading.Thread(target=_watch, args=args, name="dry run", daemon=True).start()
    try:
        yield
    finally:
        with lock:  # not between the watcher's check and its exception
            ended.set()


def _watch(ident, seconds, ended, lock):
    text = f"The dry run takes more than {seconds:g} seconds."
    # Python creates the exception itself, without arguments.
    members = {"description": text, "__module__": DryRunStopped.__module__}
    error = type(DryRunStopped.__name__, (DryRunStopped,), members)
    delay = seconds
    while not ended.wait(delay):
        delay = _INTERVAL
        with lock:
            frame = sys._current_frames().get(ident)
            # Elsewhere, it could leave a lock of Odoo or of Python locked.
            if frame and is_of_snippet(frame.f_code) and not ended.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(ident), ctypes.py_object(error)
                )
