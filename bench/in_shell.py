"""Code for `odoo shell`, which runs this text and then calls one of the functions.

It uses only public names of endpoints, so that any addon with the model
`endpoint.endpoint` can be measured.
"""

import glob
import http.client
import statistics
import time

SNIPPET = """\
# Endpoint number {number}
values = {{"number": {number}, "user": user.id}}
for name in sorted(request.params):
    values[name] = request.params[name]
result = {{"payload": values}}
"""
SIGNAL = "INSERT INTO orm_signaling_routing DEFAULT VALUES"


def route(number):
    """The route of endpoint `number`: every second one has a path parameter."""
    group = f"/bench/grown/{number // 20}"
    return f"{group}/<int:thing>/{number}" if number % 2 else f"{group}/{number}"


def path(number):
    """A path that the route of endpoint `number` matches."""
    return route(number).replace("<int:thing>", "7")


def define(env, definitions):
    """Create endpoints and sync them."""
    for values in definitions:
        if user := values.get("exec_as_user_id"):
            values["exec_as_user_id"] = env.ref(user).id
        if model := values.get("crud_model_id"):
            values["crud_model_id"] = env["ir.model"]._get_id(model)
        values.setdefault("auth_type", "public")
        values.setdefault("exec_mode", "code")
    records = env["endpoint.endpoint"].create(definitions)
    records.write({"registry_sync": True})
    env.cr.commit()
    return records.ids


def set_param(env, key, value):
    env["ir.config_parameter"].set_param(key, value)
    env.cr.commit()


def grow(env, first, last):
    """Create the endpoints `first` to `last` - 1 at once, and sync them.

    :return: dict of seconds
    """
    user = env.ref("base.public_user")
    values = [
        {
            "name": f"Endpoint {number}",
            "route": route(number),
            "request_method": "GET",
            "auth_type": "public",
            "exec_as_user_id": user.id,
            "exec_mode": "code",
            "code_snippet": SNIPPET.format(number=number),
        }
        for number in range(first, last)
    ]
    begin = time.perf_counter()
    records = env["endpoint.endpoint"].create(values)
    env.cr.commit()
    created = time.perf_counter()
    records.write({"registry_sync": True})
    env.cr.commit()
    return {"create": created - begin, "sync": time.perf_counter() - created}


def fetch(port, path):
    """:return: (HTTP status, seconds)"""
    begin = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", path, headers={"Connection": "close"})
    response = connection.getresponse()
    response.read()
    seconds = time.perf_counter() - begin
    connection.close()
    return response.status, seconds


def cpu(pid):
    """:return: CPU time of a process in seconds; 0 if the kernel does not report it"""
    tasks = glob.glob(f"/proc/{pid}/task/*/schedstat")
    return sum(int(open(task).read().split()[0]) for task in tasks) / 1e9


def timed(server, path):
    """:return: (HTTP status, seconds, seconds of the worker's CPU)"""
    port, pid = server
    before = cpu(pid)
    status, seconds = fetch(port, path)
    time.sleep(0.003)
    return status, seconds, cpu(pid) - before


def first_requests(env, server, plain, plain_db, rounds):
    """Time the first request to an endpoint after its route was changed and synced.
    Alternate with a controller of plain Odoo after its routing map was dropped.

    :param server: (port, process id of the worker)
    :param plain: the same for plain Odoo
    :return: list of [seconds, CPU, seconds on plain Odoo, its CPU]; None if a sync
        did not reach the server
    """
    from odoo.sql_db import db_connect

    record = env["endpoint.endpoint"].search([("route", "=", route(0))])
    seconds = []
    for number in range(rounds):
        for _ in range(3):
            fetch(server[0], path(1))
            fetch(plain[0], "/bench/controller/hello")
        moved = f"/bench/moved/{number}"
        record.write({"route": moved})
        record.write({"registry_sync": True})
        env.cr.commit()
        status, *ours = timed(server, moved)
        if status != 200:  # syncs from a shell do not reach the server in some addons
            env.cr.execute(SIGNAL)
            env.cr.commit()
            status, *ours = timed(server, moved)
        with db_connect(plain_db).cursor() as cr:
            cr.execute(SIGNAL)
        _, *theirs = timed(plain, "/bench/controller/hello")
        if status != 200:
            seconds = None
            break
        seconds.append([*ours, *theirs])
    record.write({"route": route(0)})
    record.write({"registry_sync": True})
    env.cr.commit()
    return seconds


def match_time(env, last, sample=50, rounds=15):
    """:return: seconds to match one path, out of `sample` paths matched before"""
    adapter = env["ir.http"].routing_map().bind("localhost")
    numbers = range(0, last, max(1, last // sample) | 1)  # odd: both kinds of routes
    paths = [path(number) for number in numbers]
    for each in paths:
        adapter.match(each, method="GET")
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        for each in paths:
            adapter.match(each, method="GET")
        times.append((time.perf_counter() - begin) / len(paths))
    return statistics.median(times)


def measure(env, last, rounds, **servers):
    """The figures for `last` endpoints that a shell can measure."""
    return {
        "first": first_requests(env, rounds=rounds, **servers),
        "match": match_time(env, last),
    }
