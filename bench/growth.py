"""Costs of many endpoints in a growing database: create, sync, match, memory."""

from functools import partial

from devenv.steps import step

from . import in_shell
from .client import Request
from .compare import take_turns
from .report import Figure, Reading, Spread

NUMBERS = (10, 1_000, 5_000, 20_000)
# Up to this number, each endpoint is called once.
CALLED = 5_000
WARM_UP = 300


def measure(sites, plain, numbers, rounds, count):
    """
    :param sites: dict of name to Site, the ones with endpoints
    :param plain: running Site without endpoints
    :param numbers: numbers of endpoints, ascending
    :param rounds: syncs at each number; the last comparison has half as many rounds
    :param count: requests per round of the last comparison
    :return: list of report.Figure
    """
    figures = {}
    for name, site in sites.items():
        grown, few = site.clone(), None
        try:
            grown.shell("grow", first=0, last=numbers[0])
            few = grown.clone()
            base = _start(few, plain, name, numbers[0], rounds, figures)
            for first, last in zip(numbers, numbers[1:], strict=False):
                _grow(grown, name, first, last, figures)
                _more(grown, plain, name, last, rounds, base, numbers[0], figures)
            with step(f"{name}: {numbers[-1]} against {numbers[0]} endpoints"), few:
                with grown:
                    _against(few, grown, name, rounds, count, figures)
        finally:
            grown.drop()
            few and few.drop()
    return list(figures.values())


def _figure(figures, section, key, title, budget=None):
    name = f"{section} {key}"
    return figures.setdefault(name, Figure(section, str(key), title, budget))


def _start(few, plain, name, number, rounds, figures):
    """Measure with the first few endpoints. :return: memory of the worker, bytes"""
    with step(f"{name}: {number} endpoints"), few:
        _call(few, WARM_UP, number)
        memory = few.worker.rss()
        _in_shell(few, plain, name, number, rounds, figures)
    return memory


def _grow(grown, name, first, last, figures):
    with step(f"{name}: {last - first} more endpoints"):
        seconds = grown.shell("grow", first=first, last=last)
    for what, value in seconds.items():
        title = f"{what} {last - first:,} at once"
        value = 1000 * value / (last - first)
        figure = _figure(figures, what, last, title)
        figure.readings[name] = Reading(value)


def _more(grown, plain, name, last, rounds, base, few, figures):
    """Measure with `last` endpoints, in a new worker."""
    with step(f"{name}: {last} endpoints"), grown:
        if last <= CALLED:
            _call(grown, WARM_UP, few)
            _call(grown, last, last)
            memory = (grown.worker.rss() - base) / (last - few) / 1024
            figure = _figure(figures, "memory", last, f"at {last:,}", "memory")
            figure.readings[name] = Reading(memory, Spread.of([memory]))
        _in_shell(grown, plain, name, last, rounds, figures)


def _call(site, times, number):
    """Call the first `number` endpoints in turn, with `times` requests in total."""
    for each in range(times):
        answer = site.fetch(Request(in_shell.path(each % number)))
        if answer.status != 200:
            raise AssertionError(f"{in_shell.path(each % number)}: {answer}")


def _in_shell(site, plain, name, number, rounds, figures):
    servers = {
        "server": (site.server.port, site.worker.pid),
        "plain": (plain.server.port, plain.worker.pid),
    }
    got = site.shell(
        "measure", last=number, rounds=rounds, plain_db=plain.db, **servers
    )
    match = _figure(figures, "match", number, f"at {number:,}")
    match.readings[name] = Reading(got["match"] * 1e6)
    for section, column in (("first", 0), ("first_cpu", 1)) if got["first"] else ():
        own = [1000 * row[column] for row in got["first"]]
        core = [1000 * row[column + 2] for row in got["first"]]
        budget = "first" if section == "first" else None
        beyond = [mine - theirs for mine, theirs in zip(own, core, strict=True)]
        first = _figure(figures, section, number, f"at {number:,}", budget)
        if first.base is None:
            first.base = Spread.of(core).median
        first.readings[name] = Reading(Spread.of(own).median, Spread.of(beyond))


def _against(few, grown, name, rounds, count, figures):
    """Server CPU per request among many endpoints, compared with few."""
    for number, title in enumerate(["literal path", "path with a parameter"]):
        request = Request(in_shell.path(number))
        jobs = {
            number: partial(site.cpu_per_request, request, count)
            for number, site in (("few", few), ("many", grown))
        }
        take_turns(jobs, 2)
        cpu = take_turns(jobs, (rounds + 1) // 2)
        ratios = [a / b for a, b in zip(cpu["many"], cpu["few"], strict=True)]
        figure = _figure(figures, "many", title.split()[0], title)
        value = 1000 * Spread.of(cpu["many"]).median
        figure.readings[name] = Reading(value, Spread.of(ratios))
