"""nginx and Redis as child processes."""

import contextlib
import getpass
import signal
import socket
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from devenv import programs
from devenv.steps import SetupError, kill_group, spawn, stop

from . import configuration

STOP_SECONDS = 10
WAIT_SECONDS = 30


class Daemon:
    """A program that listens on a local port, as a context manager."""

    names: tuple[str, str]  # of the program, and of its Debian package

    def __init__(self, folder: Path, port: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = port
        self.program = self.find()
        self._process = None

    @classmethod
    def find(cls) -> str:
        """The path of the program. :raise SetupError: not found, nor installable"""
        return programs.find(cls.names[:1], cls.names[1])

    def command(self) -> list:
        """The command that starts it in the foreground."""
        raise NotImplementedError

    def start(self) -> None:
        """Start it and wait until it listens. :raise SetupError: it does not"""
        log = self.folder / "output.log"
        with open(log, "a") as output:
            self._process = spawn(self.command(), output)
        deadline = time.monotonic() + WAIT_SECONDS
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise SetupError(f"{self.names[0]} does not start", f"see {log}")
            time.sleep(0.05)

    def _listens(self):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        return False

    def stop(self) -> None:
        """Let it end, then kill what is left."""
        if self._process:
            stop(self._process, signal.SIGTERM, STOP_SECONDS)

    def kill(self) -> None:
        """SIGKILL, like a crash."""
        kill_group(self._process.pid)
        self._process.wait()

    def __enter__(self) -> "Daemon":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()


class Redis(Daemon):
    """A Redis that keeps nothing on disk."""

    names = ("redis-server", "redis-server")

    @property
    def url(self) -> str:
        """The value of a system parameter that names a Redis."""
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list:
        options = ["--port", self.port, "--bind", "127.0.0.1", "--dir", self.folder]
        return [self.program, *options, "--save", "", "--appendonly", "no"]


class Nginx(Daemon):
    """nginx with `deploy/nginx.conf`.

    :param hosts: addresses of the hosts, for requests
    :param events: addresses of the hosts, for the bus
    :param prefix: path under which it publishes the hosts a second time
    """

    names = ("nginx", "nginx")

    def __init__(
        self,
        folder: Path,
        port: int,
        hosts: Sequence[str],
        events: Sequence[str],
        prefix: str,
    ) -> None:
        super().__init__(folder, port)
        self.url = f"http://127.0.0.1:{port}"
        self._addresses = (hosts, events)
        self._values = {
            "USER": getpass.getuser(),
            "RUN_DIR": folder,
            "LISTEN": f"127.0.0.1:{port}",
            "SERVER_NAME": "localhost",
            "PREFIX": prefix,
            "MAX_BODY": "128m",
        }

    def command(self) -> list:
        path = self._configure(())
        return [self.program, "-p", self.folder, "-c", path, "-g", "daemon off;"]

    def _configure(self, down):
        values = dict(self._values)
        for word, addresses in zip(("HOST", "EVENTS"), self._addresses, strict=True):
            for index, (letter, address) in enumerate(
                zip("AB", addresses, strict=True)
            ):
                out = " down" if index in down else ""
                values[f"{word}_{letter}"] = address + out
        return configuration.write("nginx.conf", self.folder, values)

    def drain(self, down: Iterable[int]) -> None:
        """Send no more requests to these hosts, by index, but to all others; wait for
        the requests in progress.
        """
        self._configure(set(down))
        old = self._workers()
        self._process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + WAIT_SECONDS
        # nginx starts new workers first. The old ones finish their requests and end.
        while old & self._workers() or not self._workers():
            if time.monotonic() > deadline:
                raise SetupError("nginx did not reload", f"see {self.folder}")
            time.sleep(0.05)

    def _workers(self):
        pid = self._process.pid
        return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
