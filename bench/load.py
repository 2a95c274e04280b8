"""Many requests at once, sent by wrk, and the CPU that they cost."""

import os
import re
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from devenv import database, programs
from devenv.steps import SetupError, run_quiet

from . import client, process

_SCRIPT = Path(__file__).with_name("load.lua")
_RESULT = re.compile(r"^LOAD (\d+) (\S+) (\S+) (\d+)$", re.M)
_PATIENCE = 60  # seconds that wrk waits for a response


class Load(NamedTuple):
    """
    :param rate: requests per second
    :param p99: seconds within which 99 % of the requests were answered
    :param odoo: CPU seconds per request of Odoo's processes
    :param postgres: those of PostgreSQL
    """

    rate: float
    p99: float
    odoo: float
    postgres: float


class Meter:
    """Sends requests to servers on one PostgreSQL, on this machine."""

    def __init__(self, env):
        self.load_before = os.getloadavg()[0]
        self._wrk = programs.find(["wrk"], "wrk")
        printed = subprocess.run([self._wrk, "-v"], capture_output=True, text=True)
        self.version = " ".join(printed.stdout.split()[:2])
        [(folder,)] = database.query(env, "SHOW data_directory")
        pid = (Path(folder) / "postmaster.pid").read_text().split()[0]
        self._postgres = process.Process(int(pid))

    def measure(self, server, request, connections, seconds):
        """
        :param server: running server.OdooServer
        :param request: client.Request
        :param seconds: int
        :return: Load
        :raise SetupError: a request failed
        """
        trees = [process.Process(server.pid), self._postgres]
        before = [tree.cpu_of_tree() for tree in trees]
        count, elapsed, p99, failed = self._send(server, request, connections, seconds)
        cpu = [tree.cpu_of_tree() for tree in trees]
        self._rest(trees, cpu)
        if failed or not count:
            cause = f"{failed} of {count} requests to {request.path} failed"
            raise SetupError(cause, f"see {server.log_path}")
        used = [(b - a) / count for a, b in zip(before, cpu, strict=True)]
        return Load(count / elapsed, p99, *used)

    def _send(self, server, request, connections, seconds):
        given = [request.method, request.body.decode()]
        given += [text for header in request.headers for text in header]
        if request.body:
            given += ["Content-Type", "application/json"]
        command = [self._wrk, "-t", connections, "-c", connections, "-d", seconds]
        command += ["--timeout", _PATIENCE, "-s", _SCRIPT]
        url = f"http://{client.HOST}:{server.port}{request.path}"
        printed = run_quiet([*command, url, "--", *given], hint="see man wrk")
        found = _RESULT.search(printed)
        if not found:
            raise SetupError("wrk printed no result", printed)
        count, elapsed, p99, failed = found.groups()
        return int(count), float(elapsed), float(p99), int(failed)

    def _rest(self, trees, before):
        """Wait until the servers have processed what wrk no longer waits for."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            time.sleep(0.05)
            now = [tree.cpu_of_tree() for tree in trees]
            if sum(now) - sum(before) < 0.002:
                return
            before = now
