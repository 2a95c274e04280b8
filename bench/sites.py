"""Databases, and the servers on them: plain Odoo, ours, a peer."""

import contextlib
import itertools
import json
import re
import statistics
import time
from pathlib import Path

from devenv import addons, database, server, templates
from devenv.steps import SetupError, step

from . import cases, client, process

PORT = 8970
CONTROLLERS = {"bench_controllers": cases.ADDONS / "bench_controllers"}
# A worker is to live as long as the run.
OPTIONS = ("--limit-request", "1000000000", "--limit-time-cpu", "600")
OPTIONS += ("--limit-time-real", "1200")
_IN_SHELL = Path(__file__).with_name("in_shell.py")
_MARK = "BENCH "
_LOGGED = re.compile(
    r'^\S+ \S+ (\d+) INFO \S+ werkzeug: .*?"\S+ (\S+) HTTP/\S+" \d+ \S+ (\d+) ', re.M
)
_numbers = itertools.count(1)


class Site:
    """A database with addons; as a context manager it also answers.

    :param env: environment.Env with a database
    :param name: "plain", "ours", "peer"
    :param found: dict of the addons on the path, as `addons.find` gives it
    :param db: name of the database
    """

    def __init__(self, env, name, found, db):
        self.env = env
        self.name = name
        self.found = found
        self.db = db
        self.server = self.worker = None

    def clone(self):
        """Another Site, on a copy of this database."""
        db = templates.scratch_name(f"bench_{self.name}_{next(_numbers)}")
        database.clone(self.env, self.db, db)
        return Site(self.env, self.name, self.found, db)

    def drop(self):
        database.drop(self.env, self.db)

    def __enter__(self):
        port = server.free_port(PORT)
        self.server = server.OdooServer(
            self.env, self.db, 1, port, args=OPTIONS, addons=self.found
        ).start()
        try:
            pid, _ = self._logged("/bench/controller/hello")
            self.worker = process.Process(pid)
        except BaseException:
            self.server.stop()
            raise
        return self

    def __exit__(self, *_):
        self.server.stop()

    def fetch(self, path, method="GET", body=b""):
        """:return: client.Answer"""
        return client.fetch(self.server.port, path, method, body)

    def cpu_per_request(self, case, path, count):
        """Seconds of the worker's CPU per request, of `count` in a row."""
        port = self.server.port
        request = client.compose(port, path, case.method, case.payload)
        for _ in range(2):
            client.send(port, request)
        begin = self._cpu_at_rest()
        for _ in range(count):
            client.send(port, request)
        return (self._cpu_at_rest() - begin) / count

    def _cpu_at_rest(self):
        """The CPU so far, when the worker is done with the last request."""
        time.sleep(0.003)
        return self.worker.cpu()

    def queries(self, case, path):
        """SQL queries of a request, by Odoo's log; the median of five."""
        counts = [self._logged(path, case.method, case.payload)[1] for _ in range(5)]
        return statistics.median_low(counts)

    def _logged(self, path, method="GET", body=b""):
        """Send a request. :return: (pid of the worker, SQL queries)"""
        with open(self.server.log_path, errors="replace") as log:
            log.seek(0, 2)
            self.fetch(path, method, body)
            text, deadline = "", time.monotonic() + 10
            while time.monotonic() < deadline:
                text += log.read()
                for pid, logged, queries in _LOGGED.findall(text):
                    if logged == path:
                        return int(pid), int(queries)
                time.sleep(0.002)
        raise SetupError(f"{path} is not in the log", str(self.server.log_path))

    def shell(self, function, **arguments):
        """Call a function of `in_shell` in `odoo shell` on this database.

        :param function: its name
        :param arguments: JSON
        :return: what it returns, JSON
        """
        call = f"{function}(env, **json.loads({json.dumps(arguments)!r}))"
        code = f"import json\n{_IN_SHELL.read_text()}\n"
        code += f"print({_MARK!r} + json.dumps({call}))\n"
        options = ["shell", *server.common_options(self.env, self.db, self.found)]
        try:
            printed = server.run_shell(self.env, [*options, "--no-http"], code)
        except SetupError as error:
            cause = f"{function} on {self.name}: {error.cause}"
            raise SetupError(cause) from error  # its mend has all of the code
        found = [line for line in printed.splitlines() if line.startswith(_MARK)]
        if not found:
            raise SetupError(f"{function} failed on {self.name}", printed[-1500:])
        return json.loads(found[-1].removeprefix(_MARK))


@contextlib.contextmanager
def make(env, peer=None):
    """The Sites, without servers; their databases are dropped at the end.

    :param peer: Path of a folder with other addons of the same names, or None
    :return: dict of name to Site
    """
    found = {"plain": {}, "ours": addons.find()}
    if peer:
        found["peer"] = addons.find(peer)
    core = templates.core(env)
    made = {}
    try:
        for name, own in found.items():
            db = templates.scratch_name(f"bench_{name}")
            site = made[name] = Site(env, name, {**own, **CONTROLLERS}, db)
            modules = [*CONTROLLERS, *(["endpoint"] if own else [])]
            with step(f"database {name}"):
                database.create(env, db, modules, addons=site.found, source=core)
        yield made
    finally:
        for site in made.values():
            site.drop()
