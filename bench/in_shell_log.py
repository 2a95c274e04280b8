"""Code for `odoo shell`, like `in_shell`: measures endpoint_log."""

import time


def log_soak(env):
    """:return: dict of operations to their seconds, or to a number per second"""
    from odoo.addons.endpoint_log import tables
    from odoo.addons.endpoint_log.entry import Facts

    calls = env["endpoint.log"]
    day = [("time", ">", "-24H")]
    percentiles = [f"duration_p{n}:avg" for n in (50, 95, 99)]
    one = [("res_model", "=", "endpoint.endpoint"), ("res_id", "=", 7)]
    facts = dict.fromkeys(Facts._fields)
    facts.update(
        time=time.time(),
        **{"duration": 0.1, "rule_key": "m:7", "routes": ["/r"], "method": "GET"},
        **{"path": "/r", "query": b"a=1", "status": 200, "query_time": 0.1},
        **{"error": ("", ""), "request_id": "x", "key_id": None, "name": "x"},
    )
    batch = [Facts(**facts)] * 2000

    purged = {}

    def retention():
        env["ir.config_parameter"].set_param("endpoint_log.retention_days", "27")
        before = calls.search_count([])
        begin = time.perf_counter()
        calls._purge()
        purged["seconds"] = time.perf_counter() - begin
        purged["rows"] = before - calls.search_count([])

    def spec(domain):
        return calls.web_search_read(domain, {"path": {}}, limit=80, count_limit=10001)

    seconds = {}
    for what, function in {
        "insert of 100,000 rows, s": lambda: [
            (tables.insert(env.cr, batch), env.cr.commit()) for _ in range(50)
        ],
        "list, s": lambda: spec([]),
        "list of the last day, s": lambda: spec(day),
        "list of an endpoint, s": lambda: spec(one),
        "list of a request id, s": lambda: spec([("request_id", "=", "x1")]),
        "graph of the last day, s": lambda: calls._read_group(
            day, ["time:hour", "status"], ["__count"]
        ),
        "percentiles of the last day, s": lambda: calls._read_group(
            day, ["name"], percentiles
        ),
        "retention of three days, s": retention,
    }.items():
        begin = time.perf_counter()
        function()
        seconds[what] = time.perf_counter() - begin
        env.invalidate_all()
    seconds["retention of three days, s"] = purged["seconds"]
    seconds["rows deleted by it"] = purged["rows"]
    return seconds
