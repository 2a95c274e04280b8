"""What a snippet did outside of its variables, as Python's audit events tell."""

import contextlib
import os
import sys

_EVENTS = (
    *("import", "os.", "shutil.", "subprocess.", "socket.", "urllib.", "ctypes."),
    *("glob.", "pty.", "tempfile.", "code.", "cpython."),
)
# Odoo's own work during a snippet, of no effect outside: it looks for files of
# translations and templates, and asks for the time zone's.
_HARMLESS = ("os.listdir", "os.scandir", "socket.gethostname")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_seen = None
_secret = None
_installed = False


@contextlib.contextmanager
def watched(secret):
    """
    :param str secret: path of a file that nobody may open
    :return: list that fills with what happened
    """
    global _installed, _secret, _seen
    if not _installed:
        sys.addaudithook(_hook)  # stays for the life of the process, idle
        _installed = True
    _secret, _seen = secret, []
    try:
        yield _seen
    finally:
        _seen = None


def _hook(event, arguments):
    if _seen is None:
        return
    if event == "open":
        path, _mode, flags = arguments
        if flags & _WRITES or path == _secret:
            _seen.append((event, path))
    elif event == "import" and is_part_of_known(arguments[0]):
        pass
    elif event.startswith(_EVENTS) and event not in _HARMLESS:
        _seen.append((event, repr(arguments)[:100]))


def is_part_of_known(module):
    """:return: True for a part of a loaded package: Odoo loads some when needed"""
    package, dot, _ = module.partition(".")
    return bool(dot) and package in sys.modules
