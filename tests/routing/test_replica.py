"""With a read replica, a change is served once the replica has replayed it."""

import pytest
from routing_support import replica
from routing_support.client import Session, fetch

pytestmark = pytest.mark.alone

_PATHS = ("/test/replica/one", "/test/replica/two")
_VALUES = {
    "name": "Replica",
    "request_method": "GET",
    "readonly": True,
    "auth_type": "public",
    "exec_mode": "code",
    "code_snippet": "env.cr.execute('SELECT pg_is_in_recovery()')\n"
    "result = {'payload': env.cr.fetchone()[0]}",
    "registry_sync": True,
}


@pytest.fixture
def standby(cluster):
    if cluster.external:
        pytest.skip("PGHOST is set: a replica is made of our own PostgreSQL only")
    with replica.running(cluster.env()) as running:
        yield running


def test_a_sync_is_served_once_it_is_replayed(make_database, standby, start, rounds):
    db = make_database()
    standby.wait()
    options = ("--db_replica_host", str(standby.socket), "--db_replica_port", "5432")
    server = start(db=db, args=options)
    session = Session(server)
    values = {**_VALUES, "exec_as_user_id": session.uid, "route": _PATHS[0]}
    [record] = session.call("endpoint.endpoint", "create", [values])
    for number in rounds(20):
        served, gone = _PATHS[number % 2], _PATHS[(number + 1) % 2]
        change = {"route": served, "registry_sync": True}
        session.call("endpoint.endpoint", "write", [record], change)
        standby.wait()
        answer = fetch(server, served)
        assert (answer.status, answer.text) == (200, "true"), number
        assert fetch(server, gone).status == 404, number


def test_a_limit_is_counted_on_the_primary(make_database, standby, start):
    db = make_database()
    options = ("--db_replica_host", str(standby.socket), "--db_replica_port", "5432")
    server = start(db=db, args=options)
    session = Session(server)
    values = {**_VALUES, "exec_as_user_id": session.uid, "rate_limit": "1/hour"}
    session.call("endpoint.endpoint", "create", [{**values, "route": _PATHS[0]}])
    standby.wait()
    answers = [fetch(server, _PATHS[0]) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 429]
    assert answers[0].text == "true"
