"""`bench/run`: the command line and the sequence of measurements."""

import argparse
import contextlib
import time
from pathlib import Path

from devenv import environment, postgres, templates
from devenv.steps import SetupError, say

import bench

from . import cases, resources

GROWTH = "growth"
LOG = "log"
PAGES = "pages"
LIMITS = "limits"
EXPORT = "export"
_SOAK_REQUESTS = 100_000
_SOAK_ROWS = 10_000_000
_CASES = [*cases.ENDPOINTS, *resources.CASES, *cases.OTHERS]


def run(script, arguments):
    """Run the measurements named on the command line.

    :param script: path of the command, to restart it in the venv
    :param arguments: list of str
    :return: exit code
    :raise SetupError: the setup failed
    """
    given = _parse(arguments)
    env = environment.enter(script, arguments)
    begin = time.monotonic()
    with postgres.Cluster("bench") as cluster:
        env = env.using(cluster)
        templates.sweep(env)
        if given.peers:
            from . import under_load  # it imports packages that only the venv has

            under_load.run(env, given.seconds, given.rounds)
            return 0
        if given.soak:
            _soak(env, given.soak)
        if given.log_rows:
            _soak_log(env, given.log_rows)
        if given.soak or given.log_rows:
            return 0
        figures = _measure(env, given)
    _print(figures, given, time.monotonic() - begin)
    return 0


def _parse(arguments):
    names = [*(case.name for case in _CASES), GROWTH, PAGES, EXPORT, LIMITS, LOG]
    parser = argparse.ArgumentParser(
        prog="bench/run",
        description=bench.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="few rounds, up to 1,000")
    parser.add_argument(
        "--only",
        action="append",
        choices=names,
        metavar="NAME",
        help=f"one of {', '.join(names)}; may be given several times",
    )
    parser.add_argument(
        "--rounds",
        type=int,
        help="rounds of each comparison, 25 if not given, 5 with --peers",
    )
    parser.add_argument(
        "--peer",
        type=Path,
        metavar="FOLDER",
        help="of other addons with the model endpoint.endpoint, to measure beside ours",
    )
    parser.add_argument(
        "--peers",
        action="store_true",
        help="only measure the alternatives under load, and write docs/benchmarks.rst",
    )
    parser.add_argument(
        "--seconds",
        type=int,
        default=3,
        help="seconds of each measurement of --peers, 3 if not given",
    )
    parser.add_argument(
        "--soak",
        type=int,
        nargs="?",
        const=0,
        metavar="N",
        help="only measure the memory of a worker over N requests; without N: over"
        f" {_SOAK_REQUESTS:,}, then the log as --log-rows {_SOAK_ROWS}",
    )
    parser.add_argument(
        "--log-rows",
        type=int,
        metavar="N",
        help="only measure writing, reading and deleting in a log of N rows",
    )
    given = parser.parse_args(arguments)
    if given.soak == 0:
        given.soak, given.log_rows = _SOAK_REQUESTS, given.log_rows or _SOAK_ROWS
    given.only = given.only or names
    given.rounds = given.rounds or (5 if given.quick or given.peers else 25)
    if given.rounds < 1 or given.seconds < 1:
        parser.error("--rounds, --seconds: at least 1")
    if given.peer and not (given.peer / "endpoint" / "__manifest__.py").exists():
        parser.error(f"the addon endpoint is not in {given.peer}")
    return given


def _measure(env, given):
    """:return: list of report.Figure"""
    # These modules import packages that only the venv has.
    from . import compare, export, growth, limits, log, pages, sites

    wanted = [case for case in _CASES if case.name in given.only]
    peer = given.peer and given.peer.resolve()
    figures = []
    with sites.make(env, peer) as made, contextlib.ExitStack() as running:
        plain = made["plain"]
        plain.shell("books", key=resources.KEY)
        for name in [name for name in made if name != "plain"]:
            _define(made[name])
        if GROWTH in given.only:
            with plain:
                figures += growth.measure(
                    {name: made[name] for name in made if name != "plain"},
                    plain,
                    growth.NUMBERS[: 2 if given.quick else None],
                    given.rounds,
                    40,
                )
        if PAGES in given.only:
            figures += pages.measure(made["ours"], given.rounds)
        if EXPORT in given.only:
            figures += export.measure(made["ours"], given.rounds)
        if LIMITS in given.only:
            figures += limits.measure(made["ours"], given.rounds, 40)
        if LOG in given.only:
            figures += log.measure(made["ours"], given.rounds)
        if wanted:
            for site in made.values():
                running.enter_context(site)
            figures += compare.measure(made, wanted, given.rounds, 40)
    return figures


def _soak(env, count):
    from . import sites, soak

    with sites.make(env) as made:
        _define(made["ours"])
        with made["ours"] as site:
            soak.run(site, count)


def _soak_log(env, rows):
    from . import log, sites

    with sites.make(env) as made:
        site = log.install(made["ours"])
        try:
            log.soak(site, rows)
        finally:
            site.drop()


def _define(site):
    """Create the endpoints of the cases. A peer may lack a required feature."""
    definitions = [case.definition() for case in cases.ENDPOINTS]
    is_ours = site.name == "ours"
    if is_ours:  # a peer has no resources
        site.shell("books", key=resources.KEY)
        definitions += resources.definitions()
    try:
        site.shell("define", definitions=definitions)
        if is_ours:
            bound = {"key": resources.ENDPOINT_KEY, "route": resources.HELLO_BY_KEY}
            site.shell("endpoint_key", **bound)
    except SetupError as error:
        if is_ours:
            raise
        say(f"{site.name}: {error.cause}")


def _print(figures, given, seconds):
    from . import report

    say("")
    for line in report.table(figures, bool(given.peer)):
        say(line)
    say(f"\n{seconds:.0f} s in total, {given.rounds} rounds at most\n")
    say(report.as_json(figures, seconds=round(seconds), rounds=given.rounds))
