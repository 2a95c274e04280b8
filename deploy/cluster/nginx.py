"""nginx as a child process."""

import contextlib
import getpass
import signal
import socket
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from devenv import programs
from devenv.steps import SetupError, spawn, stop

from . import configuration

STOP_SECONDS = 10
WAIT_SECONDS = 30


def find() -> str:
    """The path of nginx; see `programs.find`."""
    return programs.find(["nginx"], "nginx")


class Nginx:
    """nginx with `deploy/nginx.conf`, as a context manager.

    :param hosts: addresses of the hosts for requests
    :param events: addresses of the hosts for the bus
    :param prefix: path prefix under which the hosts are published a second time
    """

    def __init__(
        self,
        folder: Path,
        port: int,
        hosts: Sequence[str],
        events: Sequence[str],
        prefix: str,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self._program = find()
        self._port = port
        self._process = None
        self._addresses = (hosts, events)
        self._values = {
            "USER": getpass.getuser(),
            "RUN_DIR": folder,
            "LISTEN": f"127.0.0.1:{port}",
            "SERVER_NAME": "localhost",
            "PREFIX": prefix,
            "MAX_BODY": "128m",
        }

    def start(self) -> None:
        """Start nginx and wait until it listens. :raise SetupError: it does not"""
        path, log = self._configure(()), self.folder / "output.log"
        command = [self._program, "-p", self.folder, "-c", path, "-g", "daemon off;"]
        with open(log, "a") as output:
            self._process = spawn(command, output)
        deadline = time.monotonic() + WAIT_SECONDS
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise SetupError("nginx does not start", f"see {log}")
            time.sleep(0.05)

    def _listens(self):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self._port), 1).close()
            return True
        return False

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
        """Stop sending requests to these hosts, given by index. Wait for requests in
        progress. All other hosts stay in service.
        """
        self._configure(set(down))
        old = self._workers()
        self._process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + WAIT_SECONDS
        # nginx first starts new workers. The old ones finish their requests and exit.
        while old & self._workers() or not self._workers():
            if time.monotonic() > deadline:
                raise SetupError("nginx did not reload", f"see {self.folder}")
            time.sleep(0.05)

    def _workers(self):
        pid = self._process.pid
        return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())

    def __enter__(self) -> "Nginx":
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        if self._process:
            stop(self._process, signal.SIGTERM, STOP_SECONDS)
