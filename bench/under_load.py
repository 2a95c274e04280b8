"""`bench/run --peers`: contenders and settings under load, in rounds."""

import contextlib
import itertools

from devenv import addons, database, oca, server
from devenv.steps import step

from . import limits, load, peers, peers_oca, peers_rst, resources, settings, sites

WORKERS = 2
CONNECTIONS = (1, 8, 64)
# Without --db-filter: `settings` measures what it costs.
OPTIONS = (*sites.OPTIONS, "--db-filter=")


def run(env, seconds, rounds):
    """Measure everything, and write the figures to docs/benchmarks.rst.

    :param seconds: int, of each measurement
    """
    meter = load.Meter(env)
    theirs = oca.fetch(env)
    with sites.create(_kinds(env, theirs)) as made, contextlib.ExitStack() as stack:
        _define(made)
        running = {name: stack.enter_context(_serve(made[name])) for name in made}
        for contender in peers.CONTENDERS:
            with step(f"check of {contender.title}"):
                site = made[contender.site]
                peers.check(contender, site, running[contender.site].port)
        compared = _compare(meter, made, running, seconds, rounds)
        costs = _costs(meter, made["ours"], running, seconds, rounds)
        facts = peers_rst.facts(env, made, theirs, meter)
    peers_rst.write(compared, costs, facts, seconds, rounds)


def _kinds(env, theirs):
    """For `sites.create`"""
    found = addons.find()
    ours = [name for name in sites.ADDONS if name in found]
    installed = ["endpoint", "bench_fastapi"]
    return {
        "plain": (env, {}, []),
        "ours": (env, found, ours),
        "oca": (theirs.environment(env), theirs.addons, installed),
        "log": (env, found, [*ours, "endpoint_log"]),
    }


def _define(made):
    for site in made.values():
        site.shell("books", key=resources.KEY, count=peers.ROWS, lent=0)
        database.query(site.env, "VACUUM ANALYZE", db=site.db)
    made["oca"].shell("define", definitions=peers_oca.definitions())
    made["log"].shell("define", definitions=limits.definitions())
    both = [*peers.definitions(), *limits.definitions()]
    made["ours"].shell("define", definitions=both)


def _serve(site, *options):
    """:return: server.OdooServer, a context manager"""
    args = (*OPTIONS, *options)
    return server.OdooServer(site.env, site.db, WORKERS, args=args, addons=site.found)


def _compare(meter, made, running, seconds, rounds):
    """:return: dict of (task, title of a contender, connections) to list of Load"""

    def measure(task, contender, connections, seconds):
        name, request = contender.site, contender.requests[task]
        measured = meter.measure(running[name], request, connections, seconds)
        if task == "create":
            peers.clear(made[name])
        return measured

    with step("warm-up"):
        for task, contender in itertools.product(peers.TASKS, peers.CONTENDERS):
            measure(task, contender, peers.BUSY, 1)
    found = {}
    order = list(peers.CONTENDERS)
    for number in range(rounds):
        with step(f"round {number + 1} of {rounds}"):
            for case in itertools.product(peers.TASKS, CONNECTIONS, order):
                task, connections, contender = case
                measured = measure(task, contender, connections, seconds)
                key = (task, contender.title, connections)
                found.setdefault(key, []).append(measured)
        order.append(order.pop(0))
    return found


def _costs(meter, site, running, seconds, rounds):
    """:return: dict of settings.Setting to list of load.Load"""
    found = {setting: [] for setting in settings.of(site.db)}
    with contextlib.ExitStack() as stack, step("settings"):
        for name, options in settings.options(site.db).items():
            running[name] = stack.enter_context(_serve(site, *options))
        for setting in found:
            meter.measure(running[setting.server], setting.request, peers.BUSY, 1)
        for _, setting in itertools.product(range(rounds), found):
            measured = meter.measure(
                running[setting.server], setting.request, peers.BUSY, seconds
            )
            found[setting].append(measured)
    return found
