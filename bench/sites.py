"""Databases and their servers: plain Odoo, ours, a peer."""

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

PORT, _PORTS = 8970, 20
CONTROLLERS = {"bench_controllers": cases.ADDONS / "bench_controllers"}
# A worker must live for the whole run.
OPTIONS = ("--limit-request", "1000000000", "--limit-time-cpu", "600")
OPTIONS += ("--limit-time-real", "1200")
# Installed if the addons folder contains them.
ADDONS = ("endpoint", "endpoint_crud", "endpoint_rate_limit", "endpoint_signature")
_IN_SHELL = ("in_shell.py", "in_shell_books.py", "in_shell_log.py")
_MARK = "BENCH "
# With endpoint_log, the request id precedes the queries.
_LOGGED = re.compile(
    r'^\S+ \S+ (\d+) INFO \S+ werkzeug: .*?"\S+ (\S+) HTTP/\S+" \d+ \S+ '
    r"(?:\[\S+\] )?(\d+) ",
    re.M,
)
_numbers = itertools.count(1)


class Site:
    """A database with addons. As a context manager it also runs a server.

    :param env: environment.Env with a database
    :param name: "plain", "ours", "peer"
    :param found: dict of the addons on the path, as returned by `addons.find`
    :param db: name of the database
    """

    def __init__(self, env, name, found, db):
        self.env = env
        self.name = name
        self.found = found
        self.db = db
        self.server = self.worker = None

    def clone(self):
        """:return: a new Site on a copy of this database"""
        db = templates.scratch_name(f"bench_{self.name}_{next(_numbers)}")
        database.clone(self.env, self.db, db)
        return Site(self.env, self.name, self.found, db)

    def drop(self):
        database.drop(self.env, self.db)

    def __enter__(self):
        port = server.free_port(PORT, _PORTS)
        self.server = server.OdooServer(
            self.env, self.db, 1, port, args=OPTIONS, addons=self.found
        ).start()
        try:
            pid, _ = self._logged(client.Request("/bench/controller/hello"))
            self.worker = process.Process(pid)
        except BaseException:
            self.server.stop()
            raise
        return self

    def __exit__(self, *_):
        self.server.stop()

    def fetch(self, request):
        """:return: client.Answer to a client.Request"""
        return client.fetch(self.server.port, request)

    def cpu_per_request(self, request, count, with_database=False):
        """:return: CPU seconds per client.Request, out of `count`, see `timed`"""
        return self.timed(request, count, with_database)[0]

    def timed(self, request, count, with_database=False):
        """Send a client.Request `count` times in a row.

        :param with_database: whether to add PostgreSQL's CPU time to the worker's
        :return: (CPU seconds per request, median of the wall time)
        """
        port = self.server.port
        raw = client.compose(port, request)
        for _ in range(2):
            client.send(port, raw)
        counted = [self.worker, *(self.backends() if with_database else ())]
        begin, seconds = _cpu_at_rest(counted), []
        for _ in range(count):
            sent = time.perf_counter()
            client.send(port, raw)
            seconds.append(time.perf_counter() - sent)
        cpu = _cpu_at_rest(counted) - begin
        return cpu / count, statistics.median(seconds)

    def backends(self):
        """:return: list of Process: PostgreSQL's, of the connections to the database"""
        sql = (
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type = 'client backend'"
        )
        pids = [pid for (pid,) in database.query(self.env, sql, (self.db,))]
        if not all(Path(f"/proc/{pid}").exists() for pid in pids):
            raise SetupError("PostgreSQL runs on another machine: unset PGHOST")
        return [process.Process(pid) for pid in pids]

    def queries(self, request):
        """:return: SQL queries of a client.Request from Odoo's log, median of five"""
        return statistics.median_low([self._logged(request)[1] for _ in range(5)])

    def _logged(self, request):
        """Send a client.Request. :return: (pid of the worker, SQL queries)"""
        with open(self.server.log_path, errors="replace") as log:
            log.seek(0, 2)
            self.fetch(request)
            text, deadline = "", time.monotonic() + 10
            while time.monotonic() < deadline:
                text += log.read()
                for pid, logged, queries in _LOGGED.findall(text):
                    if logged == request.path:
                        return int(pid), int(queries)
                time.sleep(0.002)
        raise SetupError(f"{request.path} is not in the log", str(self.server.log_path))

    def shell(self, function, **arguments):
        """Call a function of _IN_SHELL in `odoo shell` on this database.

        :param function: its name
        :param arguments: JSON values
        :return: the function's result, as JSON
        """
        call = f"{function}(env, **json.loads({json.dumps(arguments)!r}))"
        code = "import json\n"
        for name in _IN_SHELL:
            code += f"{Path(__file__).with_name(name).read_text()}\n"
        code += f"print({_MARK!r} + json.dumps({call}))\n"
        options = ["shell", *server.common_options(self.env, self.db, self.found)]
        try:
            printed = server.run_shell(self.env, [*options, "--no-http"], code)
        except SetupError as error:
            cause = f"{function} on {self.name}: {error.cause}"
            raise SetupError(cause) from error  # its hint contains the whole code
        found = [line for line in printed.splitlines() if line.startswith(_MARK)]
        if not found:
            raise SetupError(f"{function} failed on {self.name}", printed[-1500:])
        return json.loads(found[-1].removeprefix(_MARK))


def _cpu_at_rest(processes):
    """:return: the CPU time so far, after the worker finished its last request"""
    time.sleep(0.003)
    return sum(each.cpu() for each in processes)


def make(env, peer=None):
    """Create the Sites of the comparisons, not running.

    :param peer: Path of a folder with other addons with the same names, or None
    :return: context manager, as of `create`
    """
    found = {"plain": {}, "ours": addons.find()}
    if peer:
        found["peer"] = addons.find(peer)
    installed = {
        name: [addon for addon in ADDONS if addon in own] for name, own in found.items()
    }
    return create({name: (env, found[name], installed[name]) for name in found})


@contextlib.contextmanager
def create(kinds):
    """Create Sites, not running. Their databases are dropped at the end.

    :param kinds: dict of name to (environment.Env, addons on the path as returned by
        `addons.find`, addons to install)
    :return: dict of name to Site
    """
    made = {}
    try:
        for name, (env, found, installed) in kinds.items():
            db = templates.scratch_name(f"bench_{name}")
            site = made[name] = Site(env, name, {**found, **CONTROLLERS}, db)
            modules, core = [*CONTROLLERS, *installed], templates.core(env)
            with step(f"database {name}"):
                database.create(env, db, modules, addons=site.found, source=core)
        yield made
    finally:
        for site in made.values():
            site.drop()
