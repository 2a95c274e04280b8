"""Ten users change the same endpoints concurrently, on two servers.

Each change is committed, immediately or after Odoo's retry, or refused with a clear
error. The soak (see ``conftest.py``) runs for ``ENDPOINT_SOAK`` seconds.
"""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from routing_support.alternating import Alternating
from routing_support.client import RpcError, Session
from routing_support.consistency import ask, disagreements, misserved

MODEL = "endpoint.endpoint"
_PEOPLE = 10
_CLEAR = {
    f"odoo.exceptions.{name}"
    for name in ("ValidationError", "MissingError", "UserError")
}
_ROUTES = 6
# "edit" leaves the sync to another user.
_KINDS = ("sync", "edit", "move", "archive", "unarchive", "unlink", "create")


def values_for(session, number):
    """Values for a new endpoint on one of a few routes."""
    return Alternating(f"race-{number}").create_values(session)


def act(session, chance):
    """Change endpoints that other users also change."""
    ids = session.call(MODEL, "search", [("route", "like", "/race-")])
    some = chance.sample(ids, min(len(ids), 3))
    other = Alternating(f"race-{chance.randrange(_ROUTES)}")
    kind = chance.choice(_KINDS)
    if kind == "sync":
        session.call(MODEL, "write", some, {"registry_sync": True})
    elif kind == "edit":
        session.call(
            MODEL, "write", some[:1], {"route": other.path(chance.choice((0, 1)))}
        )
    elif kind == "move":
        session.call(MODEL, "write", some[:1], other.values(chance.choice((0, 1))))
    elif kind == "unlink":
        session.call(MODEL, "unlink", some[:2])
    elif kind == "create":
        session.call(MODEL, "create", [other.create_values(session)])
    else:
        session.call(MODEL, f"action_{kind}", some)


def person(session, seed, outcomes, over):
    chance = random.Random(seed)
    while not over.is_set():
        try:
            act(session, chance)
            outcomes.append("committed")
        except RpcError as error:
            clear = error.name in _CLEAR and error.message
            outcomes.append("refused" if clear else str(error))


def test_overlapping_changes(pair, odoo_env, rounds):
    people = [Session(pair[n % 2]) for n in range(_PEOPLE)]
    over = threading.Event()
    outcomes = []
    threads = [
        threading.Thread(target=person, args=(each, seed, outcomes, over))
        for seed, each in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for _round in rounds(8):
        over.wait(1)
    over.set()
    for thread in threads:
        thread.join()
    wrong = [said for said in outcomes if said not in ("committed", "refused")]
    print(f"\n{Counter(outcomes)}")
    assert wrong == []
    assert disagreements(odoo_env, pair[0].db) == []
    for server in [*pair, pair[0]]:
        assert misserved(odoo_env, server)[1] == []


def create_at_once(people, number):
    def create(session):
        try:
            return session.call(MODEL, "create", [values_for(session, number)])
        except RpcError as error:
            return error

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(create, people))


def test_one_wins_a_route(pair, rounds):
    people = [Session(pair[n % 2]) for n in range(4)]
    for number in rounds(3):
        said = create_at_once(people, f"claim-{number}")
        [[winner]] = [each for each in said if isinstance(each, list)]
        losers = [each for each in said if isinstance(each, RpcError)]
        assert {each.name for each in losers} == {"odoo.exceptions.ValidationError"}
        assert all(f"endpoint.endpoint:{winner}" in each.message for each in losers)


def create_beside(session, shell, values, end):
    """Create an endpoint while a transaction holds its route, then end the latter.

    :return: the error, or None if it was created
    """
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(session.call, MODEL, "create", [values])
        while not ask_waiting(shell):
            assert not waiting.done()
        shell.run(f"env.cr.{end}()")
        return waiting.exception()


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_claim_waits_for_an_open_transaction(pair, shell, end):
    session = Session(pair[1])
    values = values_for(session, f"waiting-{end}")
    shell.run(f"answer = env[{MODEL!r}].create({values!r}).id")
    error = create_beside(session, shell, values, end)
    if end == "rollback":
        assert error is None
    else:
        assert "is already served by “" in error.message


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_claim_waits_for_a_transaction_that_releases_it(pair, shell, end):
    session = Session(pair[1])
    values = values_for(session, f"leaving-{end}")
    [leaving] = session.call(MODEL, "create", [values])
    shell.run(f"env[{MODEL!r}].browse({leaving}).unlink()")
    error = create_beside(session, shell, values, end)
    if end == "commit":
        assert error is None
    else:
        assert f"endpoint.endpoint:{leaving}" in error.message


def ask_waiting(shell):
    """Whether a transaction is waiting for a lock."""
    return shell.run(
        "env.cr.execute('SELECT count(*) FROM pg_stat_activity WHERE "
        "datname = current_database() AND wait_event_type = %s', ['Lock'])\n"
        "answer = env.cr.fetchone()[0]"
    )


def test_the_database_enforces_unique_claims(pair, odoo_env):
    claim = ask(odoo_env, pair[0].db, "SELECT path, method FROM endpoint_route_claim")
    path, method = claim[0]
    with pytest.raises(Exception, match="endpoint_route_claim_pkey"):
        ask(
            odoo_env,
            pair[0].db,
            "INSERT INTO endpoint_route_claim (path, method, key) "
            f"VALUES ('{path}', '{method}', 'endpoint.endpoint:0')",
        )
