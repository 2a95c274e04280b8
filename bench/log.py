"""The cost of endpoint_log per request, and the cost of many rows."""

import time

from devenv import database
from devenv.steps import SetupError, say, step

from . import cases, client
from .compare import take_turns
from .report import Figure, Reading, Spread

_COUNT = 300
_WARM_UP = 100
# The background thread writes rows after a second.
_WRITTEN_SECONDS = 1.4


def measure(site, rounds):
    """Compare the CPU time per request, including the background thread, with and
    without endpoint_log.

    :param site: sites.Site with the endpoints of `cases`, not running
    :return: list of report.Figure
    """
    logging = install(site)
    hello = cases.ENDPOINTS[0].to_endpoint
    try:
        with site, logging, step("log"):
            running = {"off": site, "on": logging}
            jobs = {
                name: lambda site=site: 1000 * _cpu(site, hello)
                for name, site in running.items()
            }
            for each in running.values():
                each.cpu_per_request(hello, _WARM_UP)
            results = take_turns(jobs, rounds)
        _check_rows(logging, len(results["on"]) * _COUNT)
    finally:
        logging.drop()
    ratios = [on / off for on, off in zip(results["on"], results["off"], strict=True)]
    figure = Figure("cpu", "log", "hello with endpoint_log : without", "log")
    off, on = (Spread.of(results[name]).median for name in running)
    figure.base = off
    figure.readings["ours"] = Reading(on, Spread.of(ratios))
    return [figure]


def install(site):
    """:return: a copy of the Site with endpoint_log"""
    copy = site.clone()
    with step("database with endpoint_log"):
        database.update(site.env, copy.db, install=["endpoint_log"], addons=site.found)
    return copy


def _check_rows(site, least):
    """:raise SetupError: calls are missing in the log"""
    [(rows,)] = database.query(
        site.env, "SELECT count(*) FROM endpoint_log", db=site.db
    )
    if rows < least:
        raise SetupError(f"{rows} rows in the log instead of {least}")


def _cpu(site, request):
    """:return: CPU seconds per request, measured once its row is written"""
    raw = client.compose(site.server.port, request)
    begin = site.worker.cpu()
    for _ in range(_COUNT):
        client.send(site.server.port, raw)
    time.sleep(_WRITTEN_SECONDS)
    return (site.worker.cpu() - begin) / _COUNT


def soak(site, rows):
    """Print how long it takes to write, read and delete a log with this many rows.

    :param site: sites.Site with endpoint_log
    """
    with step(f"{rows:,} rows"):
        database.query(site.env, _FILL, (rows,), site.db)
        database.query(site.env, "VACUUM ANALYZE endpoint_log", db=site.db)
    for what, seconds in site.shell("log_soak").items():
        say(f"  {what:<40} {seconds:>14,.3f}")


# A month of calls of 50 endpoints; ids are in chronological order.
_FILL = """
INSERT INTO endpoint_log (time, res_model, res_id, name, route, method, path, status,
                          duration, query_count, query_time, user_id, address,
                          request_size, response_size, request_id, company_id)
SELECT (now() AT TIME ZONE 'UTC') - interval '30 days' * (1 - n::float / total),
       'endpoint.endpoint', n %% 50, 'Endpoint ' || n %% 50, '/bench/' || n %% 50,
       'GET', '/bench/' || n %% 50, CASE WHEN n %% 20 = 0 THEN 500 ELSE 200 END,
       5 + n %% 97, 3, 2, 1 + n %% 7, '192.0.2.' || n %% 250, 0, 200,
       left(md5(n::text), 12), NULL
  FROM (SELECT %s AS total) AS t, generate_series(1, total) AS n
"""
