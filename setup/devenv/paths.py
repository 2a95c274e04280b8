"""Paths of the checkout, its data and the shared cache; lock files."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from .steps import say

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "setup"


def cache_dir() -> Path:
    """The folder that all checkouts share."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return _made(Path(base).resolve() / "odoo-endpoint")


def data_dir(name: str) -> Path:
    """This checkout's git-ignored folder for `name` ("run", "test")."""
    return _made(ROOT / ".data" / name)


def _made(folder):
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`. The kernel releases it if this process dies."""
    with open(path, "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another process that holds {path}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build_once(target: Path, builder: Callable[[Path], object]) -> None:
    """Let `builder(target)` fill the folder `target`, unless it is complete.

    The file .whole marks a complete folder. A temporary name does not work for a venv,
    whose console scripts contain its absolute path.
    """
    mark = target / ".whole"
    with locked(target.with_name(f"{target.name}.lock")):
        if not mark.exists():
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            builder(target)
            mark.touch()
