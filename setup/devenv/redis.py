"""A Redis for the tests and benchmarks."""

import os
import signal
import socket
import time
from typing import Any

from . import programs, server
from .steps import SetupError, kill_group, spawn

_PROGRAM = "redis-server"
# Nothing is written to disk.
_OPTIONS = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no")


def find() -> str:
    """The path of a Redis server; see `programs.find`."""
    return programs.find([_PROGRAM], _PROGRAM)


class Redis:
    """A running server without data, as a context manager."""

    def __init__(self) -> None:
        self._program = find()
        self.port = server.free_port()
        self.uri = f"redis://127.0.0.1:{self.port}/0"
        self._process = None

    def start(self) -> None:
        """:raise SetupError: it does not listen"""
        command = [self._program, "--port", self.port, *_OPTIONS]
        with open(os.devnull, "w") as output:
            self._process = spawn(command, output)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.05)
        raise SetupError("Redis does not listen", f"start {_PROGRAM} by hand")

    def kill(self) -> None:
        """Like a crash: all data is lost."""
        kill_group(self._process.pid)
        self._process.wait()

    def hang(self) -> None:
        """Accept connections, but do not respond until `resume`."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.killpg(self._process.pid, signal.SIGCONT)

    def __enter__(self) -> "Redis":
        self.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.kill()
