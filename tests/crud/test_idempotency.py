"""``Idempotency-Key`` with concurrent requests, processes and transactions."""

import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from devenv import database

pytestmark = pytest.mark.alone

_AT_ONCE = 8
_ROUNDS = 12
_REPLAYED = "Idempotent-Replayed"
_MAKE = """
shelf = json.loads(request.httprequest.get_data())
made = env["res.partner"].create({"name": shelf["name"]})
time.sleep(shelf.get("sleep", 0))
result = {"payload": {"id": made.id}, "status_code": 201}
"""
_COUNT = """
env.cr.execute("UPDATE res_partner SET color = color + 1 WHERE id = %s", [env.user.id])
time.sleep(0.2)
result = {"payload": {}}
"""
_SHELL = f"""
values = {{
    "request_method": "POST", "request_content_type": "application/json",
    "auth_type": "public", "exec_as_user_id": env.ref("base.user_admin").id,
    "registry_sync": True, "idempotency": True,
}}
env["endpoint.endpoint"].create([
    {{**values, "name": "make", "route": "/idem/make", "exec_mode": "code",
     "code_snippet": {_MAKE!r}}},
    {{**values, "name": "count", "route": "/idem/count", "exec_mode": "code",
     "code_snippet": {_COUNT!r}}},
    {{**values, "name": "partners", "route": "/idem/partners", "exec_mode": "crud",
     "crud_model_id": env["ir.model"]._get_id("res.partner"),
     "crud_read_fields": "name", "crud_write_fields": "name",
     "crud_can_create": True}},
])
env.cr.commit()
"""


@pytest.fixture(scope="module")
def first(make_server):
    """A server with two processes."""
    server = make_server(workers=2)
    server.shell(_SHELL)
    return server


@pytest.fixture(scope="module")
def second(make_server, first):
    """A server with threads, on the same database."""
    return make_server(db=first.db)


@pytest.fixture(scope="module")
def made(odoo_env, first):
    """made(name) -> number of records with that name"""

    def made(name):
        sql = "SELECT count(*) FROM res_partner WHERE name = %s"
        return database.query(odoo_env, sql, [name], db=first.db)[0][0]

    return made


def post(server, path, key, body, timeout=60):
    headers = {"Idempotency-Key": key}
    return requests.post(
        f"{server.url}/idem/{path}", json=body, headers=headers, timeout=timeout
    )


def post_at_once(servers, path, key, body):
    """:return: list of the responses to the same request, sent concurrently"""
    ready = threading.Barrier(_AT_ONCE)

    def one(number):
        ready.wait()
        return post(servers[number % len(servers)], path, key, body)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(one, range(_AT_ONCE)))


def outcome(response):
    return response.status_code, response.headers.get(_REPLAYED)


@pytest.mark.parametrize("path", ["make", "partners"])
def test_the_same_request_many_times_at_once(first, second, made, path):
    outcomes = Counter()
    for _round in range(_ROUNDS):
        key = name = str(uuid.uuid4())
        said = post_at_once([first, second], path, key, {"name": name})
        seen = Counter(map(outcome, said))
        assert seen.pop((201, None)) == 1, seen
        assert set(seen) <= {(201, "true"), (409, None)}, seen
        assert len({each.text for each in said if each.status_code == 201}) == 1
        assert made(name) == 1
        outcomes += seen
    print(f"\n{_ROUNDS} rounds of {_AT_ONCE}, beside the first: {outcomes}")


def test_while_the_first_is_still_running(first, second, made):
    key = name = str(uuid.uuid4())
    body = {"name": name, "sleep": 1.5}
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(post, first, "make", key, body)
        time.sleep(0.7)
        refused = post(second, "make", key, body)
        assert refused.status_code == 409
        assert refused.headers["Retry-After"] == "1"
        assert refused.json()["code"] == "idempotency_running"
        assert outcome(running.result()) == (201, None)
    assert outcome(post(second, "make", key, body)) == (201, "true")
    assert made(name) == 1


def test_a_caller_that_gave_up_retries_until_it_gets_the_response(first, made):
    key = name = str(uuid.uuid4())
    body = {"name": name, "sleep": 1}
    with pytest.raises(requests.Timeout):
        post(first, "make", key, body, timeout=0.5)
    end = time.monotonic() + 20
    while (said := post(first, "make", key, body)).status_code == 409:
        assert time.monotonic() < end
        time.sleep(int(said.headers["Retry-After"]) / 4)
    assert outcome(said) == (201, "true")
    assert made(name) == 1


def test_many_get_the_response_at_once(first, second):
    key = str(uuid.uuid4())
    post(first, "make", key, {"name": key})
    said = post_at_once([first, second], "make", key, {"name": key})
    assert Counter(map(outcome, said)) == {(201, "true"): _AT_ONCE}


def test_other_keys_do_not_wait(first, second, made):
    name = str(uuid.uuid4())
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(post, first, "make", "a" + name, {"name": name, "sleep": 2})
        time.sleep(0.5)
        assert outcome(post(second, "make", "b" + name, {"name": name})) == (201, None)
        assert not slow.done()
    assert made(name) == 2


def test_a_conflict_between_the_effects_is_retried(odoo_env, second):
    sql = "SELECT sum(color) FROM res_partner"
    before = database.query(odoo_env, sql, db=second.db)[0][0] or 0
    keys = [str(uuid.uuid4()) for _number in range(3)]
    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(lambda key: post(second, "count", key, {}), keys))
    assert {outcome(each) for each in said} == {(200, None)}
    assert database.query(odoo_env, sql, db=second.db)[0][0] == before + 3


def test_a_killed_process_leaves_nothing_behind(make_server, first, made):
    key = name = str(uuid.uuid4())
    body = {"name": name, "sleep": 0}
    doomed = make_server(db=first.db)
    with ThreadPoolExecutor(1) as pool:
        lost = pool.submit(post, doomed, "make", key, {"name": name, "sleep": 3})
        time.sleep(1)
        doomed.kill()
        assert isinstance(lost.exception(), requests.ConnectionError)
    assert made(name) == 0
    end = time.monotonic() + 20
    # PostgreSQL notices the end of the connection a moment later.
    while (said := post(first, "make", key, body)).status_code == 409:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert outcome(said) == (201, None)
    assert made(name) == 1
