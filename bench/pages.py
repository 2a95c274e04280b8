"""Pages by cursor among a million rows: a deep page compared with the first one."""

import json

from devenv.steps import SetupError, step

from .client import Request
from .compare import take_turns
from .report import Figure, Reading, Spread
from .resources import ROUTE

ROWS = 1_000_000
PAGE = 10_000
_SIZE = 80
_COUNT = 10
_PLACE = PAGE * _SIZE - _SIZE
# order -> the query for the last row before that page: by id, or by name, which ten
# rows share.
_ORDERS = {
    "id": f"id__gte={_PLACE}&limit=1",
    "name": f"name=Title {_PLACE // 10 - 1:08}&limit=9".replace(" ", "%20"),
}
_WHAT = {"cpu": "server CPU", "wall": "wall time"}


def measure(site, rounds):
    """
    :param site: sites.Site with the resource of `resources`, not running
    :param rounds: only half of them are run
    :return: list of report.Figure
    """
    figures = []
    grown = site.clone()
    try:
        with step(f"{ROWS:,} rows"):
            grown.shell("fill", rows=ROWS)
        with grown:
            for order, place in _ORDERS.items():
                with step(f"pages by {order}"):
                    figures += _measure_order(grown, order, place, rounds)
    finally:
        grown.drop()
    return figures


def _measure_order(site, order, place, rounds):
    path = f"{ROUTE}?order={order}&after="
    cursor = _get(site, f"{path}&{place}")["pagination"]["next"]
    requests = {"first": Request(path), "deep": Request(f"{path}{cursor}")}
    for request in requests.values():
        if len(_get(site, request.path)["data"]) != _SIZE:
            raise SetupError(f"{request.path} is not a full page")
    jobs = {
        name: lambda request=request: site.timed(request, _COUNT)
        for name, request in requests.items()
    }
    take_turns(jobs, 2)
    results = take_turns(jobs, (rounds + 1) // 2)
    return [
        _figure(order, what, [[1000 * row[n] for row in results[k]] for k in requests])
        for n, what in enumerate(_WHAT)
    ]


def _get(site, path):
    answer = site.fetch(Request(path))
    if answer.status != 200:
        raise SetupError(f"{path}: {answer}")
    return json.loads(answer.body)


def _figure(order, what, times):
    first, deep = times
    figure = Figure("pages", f"{order} {what}", f"by {order}, {_WHAT[what]}", "pages")
    ratios = [mine / base for mine, base in zip(deep, first, strict=True)]
    figure.readings["ours"] = Reading(Spread.of(deep).median, Spread.of(ratios))
    return figure
