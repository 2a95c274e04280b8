"""A rate-limited endpoint compared with an unlimited one, for each counter storage."""

from devenv import redis
from devenv.steps import step

from .client import Request
from .compare import WARM_UP, take_turns
from .report import Figure, Reading, Spread

ADDON = "endpoint_rate_limit"
_SNIPPET = 'result = {"payload": {"hello": "world"}}'
_ROUTES = {"hello": "/bench/unlimited", "limited": "/bench/limited"}


def definitions():
    """:return: list of dict: the definitions for `in_shell.define`"""
    return [
        {
            "name": name,
            "route": route,
            "request_method": "GET",
            "exec_as_user_id": "base.public_user",
            "code_snippet": _SNIPPET,
            "rate_limit": "1000000000/day" if name == "limited" else False,
        }
        for name, route in _ROUTES.items()
    ]


def measure(site, rounds, count):
    """
    :param site: sites.Site with the addon, not running
    :param rounds: int
    :param count: requests per case and round
    :return: list of report.Figure
    """
    grown = site.clone()
    try:
        grown.shell("define", definitions=definitions())
        figures = [_measure(grown, "postgresql", rounds, count)]
        with redis.Redis() as running:
            grown.shell("set_param", key=f"{ADDON}.storage", value=running.uri)
            figures.append(_measure(grown, "redis", rounds, count))
    finally:
        grown.drop()
    return figures


def _measure(site, storage, rounds, count):
    with step(f"limits in {storage}"), site:
        jobs = {}
        for name, route in _ROUTES.items():
            site.cpu_per_request(Request(route), WARM_UP)
            jobs[name] = lambda route=route: (
                1000 * site.cpu_per_request(Request(route), count)
            )
        cpu = take_turns(jobs, rounds)
    ratios = [a / b for a, b in zip(cpu["limited"], cpu["hello"], strict=True)]
    title = f"hello, counted in {storage}"
    figure = Figure("limits", storage, title, "limits", Spread.of(cpu["hello"]).median)
    limited = Spread.of(cpu["limited"]).median
    figure.readings["ours"] = Reading(limited, Spread.of(ratios))
    return figure
