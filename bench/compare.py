"""Server CPU and SQL queries per request, on servers that take turns."""

import time
from functools import partial

from devenv.steps import SetupError, say, step

from .report import Figure, Reading, Spread

WARM_UP = 30
# On a busy machine, run fewer rounds instead of running for hours.
SECONDS = 25
LEAST_ROUNDS = 5


def take_turns(jobs, rounds):
    """Run the jobs in turn, `rounds` times, each time starting with a different one.
    Stop early if this takes more than SECONDS.

    :param jobs: dict of name to callable
    :return: dict of name to list of results
    """
    results = {name: [] for name in jobs}
    order = list(jobs)
    begin = time.monotonic()
    for done in range(rounds):
        if done >= LEAST_ROUNDS and time.monotonic() - begin > SECONDS:
            break
        for name in order:
            results[name].append(jobs[name]())
        order.append(order.pop(0))
    return results


def measure(sites, found, rounds, count):
    """
    :param sites: dict of name to running Site; the others are compared with the
        first
    :param found: list of cases.Case
    :param rounds: int
    :param count: requests per case and round
    :return: list of report.Figure
    """
    figures = []
    for case in found:
        with step(f"{case.name}"):
            requests = _requests(sites, case)
            figures += _measure_case(case, requests, rounds, count)
    return figures


def _requests(sites, case):
    """The request for each Site whose response equals that of the first Site.

    :return: dict of name to (Site, client.Request)
    :raise SetupError: the response of ours differs
    """
    first = next(iter(sites))
    requests = {}
    for name, site in sites.items():
        request = case.to_controller if name == first else case.to_endpoint
        answer = site.fetch(request)
        if name == first:
            expected = answer
        elif not _same(case, answer, expected, strict=name == "ours"):
            cause = f"{case.name}: {name} responds with {answer}"
            if name == "ours":
                raise SetupError(f"{cause}; {first} {expected}")
            say(f"no figure: {cause[:200]}")
            continue
        requests[name] = (site, request)
    return requests


def _same(case, answer, expected, strict):
    if case.agree:
        return case.agree(answer, expected)
    if case.path:
        return answer.status == expected.status  # pages contain random tokens
    return answer.same_as(expected) if strict else answer.body == expected.body


def _measure_case(case, requests, rounds, count):
    """:return: the Figures for CPU and queries"""
    jobs = {}
    for name, (site, request) in requests.items():
        measure_cpu = partial(
            site.cpu_per_request, request, with_database=case.section == "lists"
        )
        measure_cpu(WARM_UP)
        jobs[name] = lambda measure_cpu=measure_cpu: 1000 * measure_cpu(count)
    cpu = take_turns(jobs, rounds)
    queries = {n: site.queries(request) for n, (site, request) in requests.items()}
    first, *others = requests
    by_cpu = Figure(case.section, case.name, case.title, case.budget)
    by_queries = Figure("queries", case.name, case.title, "queries")
    by_cpu.base = Spread.of(cpu[first]).median
    by_queries.base = queries[first]
    for name in others:
        ratios = [mine / base for mine, base in zip(cpu[name], cpu[first], strict=True)]
        by_cpu.readings[name] = Reading(Spread.of(cpu[name]).median, Spread.of(ratios))
        more = queries[name] - queries[first]
        by_queries.readings[name] = Reading(queries[name], Spread.of([more]))
    return [by_cpu, by_queries]
