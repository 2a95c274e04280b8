"""A hot standby of a `postgres.Cluster`, by streaming replication."""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from . import database, postgres
from .environment import Env
from .steps import SetupError, run_quiet, spawn, stop

PORT = "5432"
STOP_SECONDS = 30


class Replica:
    """A running standby.

    :param primary: Env with the PG* variables of the primary
    :param data: data folder, empty
    :param socket: folder for the socket, with a short path
    """

    def __init__(self, primary: Env, data: Path, socket: Path) -> None:
        self._primary = primary
        self.socket = socket
        self._data = data
        address = {"PGHOST": str(self.socket), "PGPORT": PORT}
        self.env = replace(primary, variables={**primary.variables, **address})
        self._process = None
        for each in (socket, data):
            each.mkdir(mode=0o700, exist_ok=True)
            if os.geteuid() == 0:
                shutil.chown(each, postgres.USER_FOR_ROOT)

    def start(self) -> None:
        """Copy the primary and follow it."""
        programs, privileges = postgres.programs(), postgres.privileges()
        variables = self._primary.variables
        address = ["-h", variables["PGHOST"], "-U", variables["PGUSER"]]
        copy = [programs / "pg_basebackup", *address, "-D", self._data]
        copy += ["--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        run_quiet([*privileges, *copy], hint="is there room on the disk?")
        options = ["-c", f"unix_socket_directories={self.socket}", "-c", "fsync=off"]
        command = [*privileges, programs / "postgres", "-D", self._data, *options]
        with open(os.devnull, "w") as nowhere:
            self._process = spawn(command, nowhere)
        self._wait(lambda: self.query("SELECT 1"))

    def stop(self) -> None:
        """Stop the standby at once."""
        if self._process:
            stop(self._process, signal.SIGINT, STOP_SECONDS)

    def wait(self) -> None:
        """Wait until the standby has replayed all commits of the primary so far."""
        # Use the insert position: tests commit without waiting for the write.
        sql = "SELECT pg_current_wal_insert_lsn()"
        [(written,)] = database.query(self._primary, sql)
        query = f"SELECT pg_last_wal_replay_lsn() >= '{written}'"
        self._wait(lambda: self.query(query))

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Pause the replay during the block."""
        self.query("SELECT pg_wal_replay_pause()")
        state = "SELECT pg_get_wal_replay_pause_state()"
        self._wait(lambda: self.query(state) == "paused")
        try:
            yield
        finally:
            self.query("SELECT pg_wal_replay_resume()")

    def query(self, sql: str) -> object:
        """The first value of a query on the replica."""
        return database.query(self.env, sql)[0][0]

    def _wait(self, is_reached):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(SetupError):
                if is_reached():
                    return
            time.sleep(0.01)
        raise TimeoutError("the replica does not catch up")


@contextlib.contextmanager
def running(primary: Env, data: Path) -> Iterator[Replica]:
    """A new Replica in the folder `data`, which is removed at the end.

    Leftovers of another process in that folder are removed as well.
    """
    shutil.rmtree(data, ignore_errors=True)
    # The path of a socket is limited to 107 bytes.
    with tempfile.TemporaryDirectory(prefix="replica-") as socket:
        replica = Replica(primary, data, Path(socket))
        try:
            replica.start()
            yield replica
        finally:
            replica.stop()
            shutil.rmtree(data, ignore_errors=True)
