"""A hot standby of the tests' PostgreSQL, by streaming replication."""

import contextlib
import os
import pwd
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg2
from devenv import postgres

PORT = "5432"


class Replica:
    """A running standby.

    :param primary: dict of the PG* variables of the primary
    :param folder: Path for its data and socket, empty
    """

    def __init__(self, primary, folder):
        self._primary = primary
        self.socket = folder / "socket"
        self._data = folder / "data"
        for each in (folder, self.socket, self._data):
            each.mkdir(mode=0o700, exist_ok=True)
            if os.geteuid() == 0:  # as postgres.privileges() has it
                os.chown(each, pwd.getpwnam("nobody").pw_uid, -1)

    def start(self):
        programs, privileges = postgres.programs(), postgres.privileges()
        host, user = self._primary["PGHOST"], self._primary["PGUSER"]
        copy = [programs / "pg_basebackup", "-h", host, "-U", user, "-D", self._data]
        copy += ["--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        subprocess.run([*privileges, *copy], check=True, capture_output=True)
        options = ["-c", f"unix_socket_directories={self.socket}", "-c", "fsync=off"]
        self._process = subprocess.Popen(
            [*privileges, programs / "postgres", "-D", self._data, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait(lambda: self._ask(self._variables(), "SELECT 1"))

    def stop(self):
        self._process.send_signal(signal.SIGINT)
        self._process.wait(30)

    def wait(self):
        """Wait until it has replayed all commits of the primary so far."""
        # Of the insert: tests commit without waiting for the write.
        written = self._ask(self._primary, "SELECT pg_current_wal_insert_lsn()")
        query = f"SELECT pg_last_wal_replay_lsn() >= '{written}'"
        self._wait(lambda: self._ask(self._variables(), query))

    def _variables(self):
        return {**self._primary, "PGHOST": str(self.socket), "PGPORT": PORT}

    def _ask(self, variables, query):
        connection = psycopg2.connect(
            host=variables["PGHOST"],
            port=variables["PGPORT"],
            user=variables["PGUSER"],
            dbname="postgres",
        )
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]

    def _wait(self, is_reached, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(psycopg2.OperationalError):
                if is_reached():
                    return
            time.sleep(0.01)
        raise TimeoutError("the replica does not follow")


@contextlib.contextmanager
def running(primary):
    """A new Replica, removed at the end."""
    # A short path: sockets allow no long one.
    with tempfile.TemporaryDirectory(prefix="replica-") as folder:
        replica = Replica(primary, Path(folder))
        replica.start()
        try:
            yield replica
        finally:
            replica.stop()
