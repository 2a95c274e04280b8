"""Commits of unusual transactions also reach every process."""

import pytest
from routing_support.alternating import Alternating, Watch
from routing_support.client import Session

MODEL = "endpoint.endpoint"
PROCESSES = 3


@pytest.fixture
def session(pair):
    return Session(pair[0])


@pytest.fixture
def make(request, session):
    """``make(name)`` creates an :class:`Alternating`, deleted after the test."""
    made = []

    def create(name):
        endpoint = Alternating(f"{request.node.name}-{name}".replace("_", "-"))
        [endpoint.id] = session.call(MODEL, "create", [endpoint.create_values(session)])
        made.append(endpoint.id)
        return endpoint

    yield create
    session.call(MODEL, "unlink", made)


def writing(endpoint, number):
    return f"env[{MODEL!r}].browse({endpoint.id}).write({endpoint.values(number)})"


def test_signal_overtaken_by_a_later_one(pair, session, make, shell, rounds):
    """Signals are numbered in one order and committed in a different one."""
    slow, quick = make("slow"), make("quick")
    watches = [Watch(pair, slow, PROCESSES), Watch(pair, quick, PROCESSES)]
    for number in rounds(5):
        shell.run(f"{writing(slow, number)}; env.cr.flush()")
        session.call(MODEL, "write", [quick.id], quick.values(number))
        watches[1].look(number)
        shell.run("env.cr.commit()")
        watches[0].look(number)
    assert watches[0].wrong + watches[1].wrong == []


def test_other_caches_cleared_in_the_same_transaction(pair, make, shell, rounds):
    endpoint = make("caches")
    watch = Watch(pair, endpoint, PROCESSES)
    for number in rounds(5):
        shell.run("env.registry.clear_cache('default', 'stable')")
        shell.run(f"{writing(endpoint, number)}; env.cr.commit()")
        watch.look(number)
    assert watch.wrong == []


_SAVEPOINTS = """
class Undo(Exception):
    pass
{kept}
try:
    with env.cr.savepoint():
        {undone}
        with env.cr.savepoint():
            {undone}
        raise Undo
except Undo:
    pass
env.cr.commit()
"""


def test_savepoints(pair, make, shell, rounds):
    kept, undone = make("kept"), make("undone")
    watches = [Watch(pair, kept, PROCESSES), Watch(pair, undone, PROCESSES)]
    for number in rounds(5):
        code = {"kept": writing(kept, number), "undone": writing(undone, number + 1)}
        shell.run(_SAVEPOINTS.format(**code))
        watches[0].look(number)
        watches[1].look(0)
    assert watches[0].wrong + watches[1].wrong == []


def test_rolled_back(pair, make, shell, rounds):
    endpoint = make("rolled-back")
    watch = Watch(pair, endpoint, PROCESSES)
    for number in rounds(5):
        shell.run(f"{writing(endpoint, number + 1)}; env.cr.flush()")
        watch.look(0)
        shell.run("env.cr.rollback()")
        watch.look(0)
    assert watch.wrong == []


def test_several_commits_in_a_row(pair, make, shell, rounds):
    """For example, a long action that commits its progress."""
    endpoint = make("several")
    watch = Watch(pair, endpoint, PROCESSES)
    for number in rounds(5):
        for step in (number + 2, number + 1, number):
            shell.run(f"{writing(endpoint, step)}; env.cr.commit()")
        watch.look(number)
    assert watch.wrong == []
