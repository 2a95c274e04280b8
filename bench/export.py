"""Exports of a million rows: duration, memory of the worker, first byte."""

import socket
import time

from devenv.steps import SetupError, step

from . import client
from .pages import ROWS
from .report import Figure, Reading, Spread
from .resources import ROUTE

_FORMATS = ("ndjson", "csv")
_WARM_UP = 10_000
_ROUNDS = 3
#: what is measured -> its title
_WHAT = {
    "seconds": "seconds",
    "cpu": "CPU of Odoo and PostgreSQL, s",
    "memory": "growth of the worker, MiB",
    "first": "first byte, ms",
}


def measure(site, rounds):
    """
    :param site: sites.Site with the resource of `resources`, not running
    :param rounds: at most three are run
    :return: list of report.Figure
    """
    figures = []
    grown = site.clone()
    try:
        with step(f"{ROWS:,} rows"):
            grown.shell("fill", rows=ROWS)
        with grown:
            for name in _FORMATS:
                with step(f"export as {name}"):
                    figures += _measure_format(grown, name, min(rounds, _ROUNDS))
    finally:
        grown.drop()
    return figures


def _measure_format(site, name, rounds):
    path = f"{ROUTE}?format={name}"
    _export(site, f"{path}&limit={_WARM_UP}", _WARM_UP)
    results = [_export(site, path, ROWS) for _ in range(rounds)]
    figures = []
    for what, title in _WHAT.items():
        spread = Spread.of([result[what] for result in results])
        figure = Figure("export", f"{name} {what}", f"{name}: {title}", "export")
        figure.readings["ours"] = Reading(spread.median, spread)
        figures.append(figure)
    return figures


def _export(site, path, rows):
    """:return: dict of the keys of _WHAT to numbers"""
    request = client.compose(site.server.port, client.Request(path))
    memory = most = site.worker.rss()
    processes = [site.worker, *site.backends()]
    used = sum(process.cpu() for process in processes)
    first, lines, begin = None, 0, time.perf_counter()
    with socket.create_connection((client.HOST, site.server.port), 60) as connection:
        connection.sendall(request)
        while part := connection.recv(2**20):
            first = first or time.perf_counter() - begin
            lines += part.count(b"\n")
            most = max(most, site.worker.rss())
    seconds = time.perf_counter() - begin
    used = sum(process.cpu() for process in processes) - used
    # The lines of the head come on top.
    if not rows < lines < rows + 50:
        raise SetupError(f"{path}: {lines} lines instead of {rows}")
    growth = (most - memory) / 2**20
    return {"seconds": seconds, "cpu": used, "memory": growth, "first": 1000 * first}
