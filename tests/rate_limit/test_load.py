"""Rate limits under load, on several servers, and with a failing storage."""

import itertools
import os
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from devenv import database, redis
from devenv.steps import SetupError
from openapi_spec_validator import validate
from redis import Redis as Client

pytestmark = pytest.mark.alone

_AT_ONCE = 8
_LIMIT = 100
# Defined by the addon: seconds for which a failed Redis is not used.
_PAUSE = 5
_NAMES = ("fixed", "sliding", "pair", "dies", "closes", "hangs", "proxy")
_SHELL = """
env["ir.config_parameter"].set_param("endpoint_rate_limit.storage", {storage!r})
env["ir.config_parameter"].set_param("endpoint_openapi.audience", "public")
env["endpoint.endpoint"].create([
    {{
        "name": name,
        "route": f"/limited/{{name}}",
        "request_method": "GET",
        "auth_type": "public",
        "exec_as_user_id": env.ref("base.public_user").id,
        "exec_mode": "code",
        "code_snippet": "result = {{}}",
        "registry_sync": True,
        "rate_limit": "{limit}/hour" if name != "proxy" else "1/hour",
        "rate_limit_strategy":
            "sliding-window-counter" if name == "sliding" else "fixed-window",
    }}
    for name in {names!r}
])
env.cr.commit()
"""


@pytest.fixture(scope="module")
def running_redis():
    try:
        started = redis.Redis()
    except SetupError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no Redis: {error.cause}")
    with started:
        yield started


def _start(make_server, storage):
    """Two servers on a new database: one with two processes, one with threads."""
    first = make_server(workers=2)
    first.shell(_SHELL.format(storage=storage, limit=_LIMIT, names=_NAMES))
    return [first, make_server(db=first.db, args=["--proxy-mode"])]


@pytest.fixture(scope="module")
def on_postgresql(make_server):
    return _start(make_server, "postgresql")


@pytest.fixture(scope="module")
def on_redis(make_server, running_redis):
    return _start(make_server, running_redis.uri)


@pytest.fixture(params=["on_postgresql", "on_redis"])
def servers(request):
    return request.getfixturevalue(request.param)


def _get(server, name, headers=None):
    return requests.get(f"{server.url}/limited/{name}", headers=headers, timeout=60)


def _load(servers, name, count):
    """Send requests over 8 concurrent connections. :return: Counter of the statuses"""
    turns = itertools.islice(itertools.cycle(servers), count)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda server: _get(server, name).status_code, turns)
        return Counter(answers)


@pytest.mark.parametrize("name", ["fixed", "sliding"])
def test_exactly_the_limit_passes(servers, name):
    found = _load(servers[:1], name, 3 * _LIMIT)
    assert found == {200: _LIMIT, 429: 2 * _LIMIT}


def test_two_servers_share_the_limit(servers):
    assert _load(servers, "pair", 2 * _LIMIT) == {200: _LIMIT, 429: _LIMIT}


def test_connections_to_postgresql_that_die(on_postgresql, odoo_env):
    server = on_postgresql[0]
    assert _load([server], "dies", _LIMIT // 2) == {200: _LIMIT // 2}
    sql = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
              WHERE datname = %s AND query LIKE '%%endpoint_rate_limit_counter%%'"""
    assert database.query(odoo_env, sql, [server.db])[0][0] > 0
    assert _load([server], "dies", _LIMIT) == {200: _LIMIT // 2, 429: _LIMIT // 2}


def test_connections_that_redis_closes(on_redis, running_redis):
    assert _load(on_redis, "closes", _LIMIT // 2) == {200: _LIMIT // 2}
    with Client.from_url(running_redis.uri) as client:
        assert client.client_kill_filter(_type="normal", skipme=True) > 0
    assert _load(on_redis, "closes", _LIMIT) == {200: _LIMIT // 2, 429: _LIMIT // 2}


def test_a_redis_that_crashes_and_returns(on_redis, running_redis):
    assert _load(on_redis, "dies", _LIMIT // 2) == {200: _LIMIT // 2}
    running_redis.kill()
    try:
        assert _load(on_redis, "dies", 2 * _LIMIT) == {200: 2 * _LIMIT}
    finally:
        running_redis.start()
    time.sleep(_PAUSE)
    # While one thread detects that Redis is back, the others do not count.
    _get(on_redis[1], "fixed")
    assert _load(on_redis, "dies", 2 * _LIMIT) == {200: _LIMIT, 429: _LIMIT}


def test_a_redis_that_hangs(on_redis, running_redis):
    server = on_redis[1]
    assert _get(server, "hangs").headers["RateLimit"]
    seconds = []
    running_redis.hang()
    try:
        end = time.monotonic() + _PAUSE - 1
        while time.monotonic() < end:
            begin = time.monotonic()
            assert _get(server, "hangs").status_code == 200
            seconds.append(time.monotonic() - begin)
    finally:
        running_redis.resume()
    # One request waits for 100 ms. Others may be slow on a busy machine.
    slow = [each for each in seconds if each > 0.095]
    assert 1 <= len(slow) <= 3 < len(seconds) / 5, slow
    time.sleep(1.5)
    assert _get(server, "hangs").headers["RateLimit"]


def test_behind_a_proxy_each_address_counts(on_postgresql):
    """The last address is the one added by the proxy."""
    found = []
    for forwarded in ("192.0.2.1", "192.0.2.2", "192.0.2.9, 192.0.2.1", "2001:db8::1"):
        headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Host": "localhost"}
        found.append(_get(on_postgresql[1], "proxy", headers).status_code)
    assert found == [200, 200, 429, 200]


def test_the_document_has_limits_and_429(on_postgresql):
    url = f"{on_postgresql[0].url}/endpoint/openapi.json"
    document = requests.get(url, timeout=60).json()
    validate(document)
    responses = document["paths"]["/limited/fixed"]["get"]["responses"]
    assert f"{_LIMIT}/hour" in responses["429"]["description"]
    assert {"RateLimit", "RateLimit-Policy"} <= set(responses["200"]["headers"])


def test_a_refused_body_is_not_read(on_postgresql):
    server = on_postgresql[1]
    address = {"X-Forwarded-For": "192.0.2.77", "X-Forwarded-Host": "localhost"}
    assert _get(server, "proxy", address).status_code == 200
    lines = ["GET /limited/proxy HTTP/1.1", "Host: localhost", "Content-Length: 999999"]
    lines += [f"{name}: {value}" for name, value in address.items()]
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        assert b" 429 " in connection.recv(1000).partition(b"\r\n")[0]
