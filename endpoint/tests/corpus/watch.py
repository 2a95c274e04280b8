"""Side effects of a snippet, as reported by Python's audit events."""

import contextlib
import os
import sys

_EVENTS = (
    *("import", "os.", "shutil.", "subprocess.", "socket.", "urllib.", "ctypes."),
    *("glob.", "pty.", "tempfile.", "code.", "cpython."),
)
# Harmless work of Odoo itself during a snippet: it looks for translation, template and
# time zone files.
_HARMLESS = ("os.listdir", "os.scandir", "socket.gethostname")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_seen = None
_secret = None
_installed = False


@contextlib.contextmanager
def watched(secret):
    """
    :param str secret: path of a file that must not be opened
    :return: list to which events are added
    """
    global _installed, _secret, _seen
    if not _installed:
        sys.addaudithook(_hook)  # cannot be removed; inactive outside of the context
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
    """:return: True for a submodule of a loaded package: Odoo imports some lazily"""
    package, dot, _ = module.partition(".")
    return bool(dot) and package in sys.modules
