"""With a read replica, a change is served at once, however far the replica lags."""

import time

import pytest
from devenv import database, replica
from routing_support.client import Session, fetch

pytestmark = pytest.mark.alone

_PATHS = ("/test/replica/one", "/test/replica/two")
# The number of the write, and whether the server is a replica.
_READ = (
    "env.cr.execute('SELECT pg_is_in_recovery()')\n"
    "result = {{'payload': [{}, env.cr.fetchone()[0]]}}"
)


@pytest.fixture
def standby(cluster, odoo_env):
    if cluster.external:
        pytest.skip("PGHOST is set: a replica is made of our own PostgreSQL only")
    with replica.running(odoo_env, cluster.folder / "replica") as running:
        yield running


@pytest.fixture
def servers(make_database, standby, start, odoo_env):
    """Two servers that read from the replica."""
    db = make_database()
    # As in production; the tests' PostgreSQL disables it.
    database.query(odoo_env, f'ALTER DATABASE "{db}" SET synchronous_commit = on')
    standby.wait()
    options = ("--db_replica_host", str(standby.socket), "--db_replica_port", "5432")
    return [start(db=db, args=options) for _ in range(2)]


@pytest.fixture
def session(servers):
    return Session(servers[0])


@pytest.fixture
def endpoint(session):
    """The id of a readonly endpoint that reports which PostgreSQL server it reads."""
    values = {
        "name": "Replica",
        "route": _PATHS[0],
        "request_method": "GET",
        "readonly": True,
        "auth_type": "public",
        "exec_as_user_id": session.uid,
        "exec_mode": "code",
        "code_snippet": _READ.format(0),
        "registry_sync": True,
    }
    return session.call("endpoint.endpoint", "create", [values])[0]


def _is_soon(server, path, text):
    """Whether the response equals the text within a minute.

    PostgreSQL sends the WAL that reads produce after 15 seconds at the latest.
    """
    deadline = time.monotonic() + 60
    while (answer := fetch(server, path).text) != text:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return answer == text


def test_a_readonly_endpoint_reads_from_a_current_replica(servers, standby, endpoint):
    standby.wait()
    for server in servers:
        assert _is_soon(server, _PATHS[0], "[0, true]")


def test_a_sync_is_served_while_the_replica_is_paused(
    servers, session, standby, endpoint, rounds
):
    with standby.paused():
        for number in rounds(5):
            served, gone = _PATHS[number % 2], _PATHS[(number + 1) % 2]
            change = {"route": served, "registry_sync": True}
            session.call("endpoint.endpoint", "write", [endpoint], change)
            for server in servers:
                assert fetch(server, served).text == "[0, false]", number
                assert fetch(server, gone).status == 404, number


def test_new_code_is_served_while_the_replica_is_paused(
    servers, session, standby, endpoint
):
    with standby.paused():
        for number in range(1, 4):
            change = {"code_snippet": _READ.format(number)}
            session.call("endpoint.endpoint", "write", [endpoint], change)
            for server in servers:
                assert fetch(server, _PATHS[0]).text == f"[{number}, false]"
    assert _is_soon(servers[1], _PATHS[0], "[3, true]")


def test_new_data_is_read_while_the_replica_is_paused(
    servers, session, standby, endpoint
):
    count = "env['res.partner'].search_count([('ref', '=', 'new')])"
    change = {"code_snippet": f"result = {{'payload': {count}}}"}
    session.call("endpoint.endpoint", "write", [endpoint], change)
    standby.wait()
    with standby.paused():
        session.call("res.partner", "create", [{"name": "New", "ref": "new"}])
        assert [fetch(server, _PATHS[0]).text for server in servers] == ["1", "1"]


def test_a_limit_is_counted_on_the_primary(servers, session, standby, endpoint):
    session.call("endpoint.endpoint", "write", [endpoint], {"rate_limit": "1/hour"})
    standby.wait()
    answers = [fetch(server, _PATHS[0]) for server in servers]
    assert [answer.status for answer in answers] == [200, 429]


def test_a_call_that_the_replica_serves_is_captured(
    servers, session, standby, endpoint, odoo_env
):
    session.call("endpoint.endpoint", "action_listen", [endpoint])
    standby.wait()
    for server in servers:
        fetch(server, _PATHS[0])
    time.sleep(1)  # the server keeps the call after the response
    sql = "SELECT method, status FROM endpoint_captured_call"
    assert database.query(odoo_env, sql, (), servers[0].db) == [("GET", 200)]


def test_a_dry_run_tries_what_the_replica_does_not_have(session, standby, endpoint):
    with standby.paused():
        values = {"route": "/test/replica/form", "code_snippet": _READ.format(7)}
        session.call("endpoint.endpoint", "write", [endpoint], values)
        changes = {"code_snippet": _READ.format(8)}
        call = {"method": "GET", "path": values["route"]}
        args = [endpoint], changes, call
        answer = session.call("endpoint.endpoint", "web_dry_run", *args)
    assert (answer["status"], answer["body"]) == (200, "[8, false]")


def test_requests_use_the_primary_while_the_replica_is_down(servers, standby, endpoint):
    standby.stop()
    assert fetch(servers[0], _PATHS[0]).text == "[0, false]"
