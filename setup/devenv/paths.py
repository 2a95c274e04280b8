"""Where things are: the checkout, its data, the cache that checkouts share."""

import contextlib
import fcntl
import os
import shutil
from pathlib import Path

from .steps import SetupError, say

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "setup"


def cache_dir():
    """The folder that all checkouts share; made when it is not there.

    :raise SetupError: it cannot be made
    """
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return _made(Path(base).resolve() / "odoo-endpoint", "XDG_CACHE_HOME")


def data_dir(name):
    """This checkout's git-ignored folder for `name` ("run", "test").

    :raise SetupError: it cannot be made
    """
    return _made(ROOT / ".data" / name, "")


def _made(path, variable):
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        mend = f"set {variable} to a folder that can be written" if variable else ""
        raise SetupError(f"cannot make {path}: {error.strerror}", mend) from error
    return path


@contextlib.contextmanager
def locked(path):
    """Hold the lock file `path`, over processes; waits for it and says so.

    The kernel drops the lock when its holder dies, however it dies.
    """
    with open(path, "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another process which holds {path}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build_once(target, builder):
    """Have `builder(target)` fill the folder `target`, once and whole.

    A mark is written when the builder has returned: a folder without it was
    left by an interruption and is built anew. (No temporary name and rename: the
    console scripts of a venv hold their own absolute path.) A lock keeps two
    checkouts from building the same folder at once.

    :param target: Path in the cache
    :param builder: callable; gets the empty folder
    """
    mark = target / ".whole"
    if mark.exists():
        return
    with locked(target.with_name(f"{target.name}.lock")):
        if mark.exists():
            return
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        builder(target)
        mark.touch()
