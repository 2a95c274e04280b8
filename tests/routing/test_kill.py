"""After kill -9 at any point of a change, the flag, registry and routing agree."""

import random
import threading
import time

import pytest
from routing_support import killing
from routing_support.alternating import Alternating
from routing_support.client import RpcError, Session, fetch
from routing_support.consistency import disagreements, misserved

MODEL = "endpoint.endpoint"


@pytest.fixture
def beside(pair):
    """A server that keeps running while other processes are killed."""
    return pair[0]


def create(session, name):
    endpoint = Alternating(name)
    [endpoint.id] = session.call(MODEL, "create", [endpoint.create_values(session)])
    return endpoint


def look(server, endpoint, number, served=True):
    """:return: list of str: the problems of both routes on the server"""
    paths = [endpoint.path(0), endpoint.path(1)] * 2  # two workers
    wrong = [endpoint.wrong(p, number, fetch(server, p), served) for p in paths]
    return [error for error in wrong if error]


def test_each_point(beside, start, odoo_env, own_shell, rounds):
    session = Session(beside)
    own_shell.run(killing.SETUP)
    expected, wrong = {}, []
    for turn in rounds(2):
        archive = turn % 2 == 1
        for point, committed in killing.POINTS.items():
            if archive and point in killing.POINTS_OF_A_SYNC:
                continue
            endpoint = create(session, f"kill-{len(expected)}")
            wrong += look(beside, endpoint, 0)
            values = {"active": False} if archive else endpoint.values(1)
            assert killing.change(own_shell, point, endpoint.id, values) == -9, point
            state = (0, not committed) if archive else (int(committed), True)
            expected[endpoint] = state
            wrong += [f"{point}: {error}" for error in look(beside, endpoint, *state)]
    wrong += disagreements(odoo_env, beside.db)
    restarted = start(db=beside.db)
    for endpoint, state in expected.items():
        wrong += look(restarted, endpoint, *state)
    print(f"\n{len(expected)} processes killed, {len(wrong)} wrong")
    assert wrong == []


def change_until_it_dies(server, endpoint, session):
    number = 0
    try:
        while True:
            number += 1
            session.call(MODEL, "write", [endpoint.id], endpoint.values(number))
    except (OSError, RpcError, ValueError):
        return


def test_a_server_at_any_moment(beside, start, odoo_env, rounds):
    """Kill all workers of a server while they handle requests."""
    session = Session(beside)
    endpoints = [create(session, f"busy-{number}") for number in range(3)]
    asked, wrong = 0, []
    for _kill in rounds(1):
        doomed = start(db=beside.db, workers=2)
        threads = [
            threading.Thread(
                target=change_until_it_dies, args=(doomed, each, Session(doomed))
            )
            for each in endpoints
        ]
        for thread in threads:
            thread.start()
        time.sleep(random.uniform(0.5, 1.5))
        doomed.kill()
        for thread in threads:
            thread.join()
        # PostgreSQL may still be committing for the killed processes.
        time.sleep(0.5)
        wrong += disagreements(odoo_env, beside.db)
        for _worker in range(2):
            count, seen = misserved(odoo_env, beside)
            asked += count
            wrong += seen
    count, seen = misserved(odoo_env, start(db=beside.db))
    print(f"\n{asked + count} routes asked for, {len(wrong + seen)} wrong")
    assert wrong + seen == []
