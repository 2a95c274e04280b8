"""`setup/cluster`: runs the cluster with this checkout's addons until interrupted."""

import argparse
import contextlib
import sys
import time

from devenv import addons, environment, odoo_log, paths, postgres, run_command
from devenv.steps import SetupError, say, step

from . import cluster

_HELP = """\
Run on one machine what usually takes several: nginx, two Odoo servers with two
workers each, PostgreSQL with a streaming replica, and Redis. Data is in .data/cluster.
"""


def run() -> int:
    """Run the cluster until a signal ends it. :raise SetupError: an Odoo ended"""
    given = _parse(sys.argv[1:])
    env = environment.enter(sys.argv[0], sys.argv[1:])
    by_name = addons.find()
    with contextlib.ExitStack() as stack:
        postgresql = stack.enter_context(postgres.Cluster("cluster"))
        if postgresql.external:
            raise SetupError("PGHOST is set: cannot replicate that server", "unset it")
        stack.enter_context(paths.locked(postgresql.folder / "cluster.lock"))
        env = env.using(postgresql)
        state = postgresql.folder / "state.json"
        names = list(by_name)
        key = run_command.bring_up_to_date(env, given, by_name, names, state)
        with step("nginx, Redis, a PostgreSQL replica, two Odoo servers"):
            folder = postgresql.folder / "run"
            options = (env, given.db, by_name, folder, given.port)
            running = stack.enter_context(cluster.running(*options))
        _say_ready(running, key)
        _watch(running.hosts, stack)
    return 0


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="setup/cluster", description=_HELP)
    text = "port of nginx; default: any free one"
    parser.add_argument("--port", type=int, default=0, help=text)
    text = "create a new database"
    parser.add_argument("--reset", action="store_true", help=text)
    parser.set_defaults(db="cluster")
    return parser.parse_args(arguments)


def _say_ready(running, key):
    run_command.say_ready(running.hosts[0], running.url, key)
    say(f"With a path prefix  {running.url}{cluster.PREFIX}/")
    for index, host in enumerate(running.hosts):
        say(f"Odoo {index + 1}  {host.url}, process {host.pid}, log {host.log_path}")
    say(f"Redis   {running.redis.uri}")
    say(f"nginx   configuration and logs in {running.nginx.folder}")
    say(f"PostgreSQL  PGHOST={running.env.variables['PGHOST']}")
    say(f"Replica     PGHOST={running.standby.socket}")


def _watch(hosts, stack):
    """Show alarms of the hosts until all of them have ended."""
    logs = [stack.enter_context(open(h.log_path, errors="replace")) for h in hosts]
    while any(host.poll() is None for host in hosts):
        for log in logs:
            for alarm in odoo_log.alarms(log.read()):
                say(alarm)
        time.sleep(0.5)
    raise SetupError("all Odoo servers ended", f"see {hosts[0].log_path}")
