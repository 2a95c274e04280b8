"""After the response to a change, every process serves it.

The tests use a server with two workers and a second server on the same database.
Changes come from every place that Odoo offers. In a soak (see ``conftest.py``), each
test runs for ``ENDPOINT_SOAK`` seconds.
"""

import dataclasses
import datetime
import time

import pytest
from devenv import database
from routing_support.alternating import Alternating, Watch
from routing_support.client import Session

MODEL = "endpoint.endpoint"
PROCESSES = 3  # two workers and a second server


@pytest.fixture
def session(pair):
    return Session(pair[0])


@pytest.fixture
def endpoint(request, session):
    """An :class:`Alternating` for this test only, with ``id``."""
    made = Alternating("".join(c for c in request.node.name if c.isalnum()))
    [made.id] = session.call(MODEL, "create", [made.create_values(session)])
    yield made
    session.call(MODEL, "unlink", [made.id])


def run(watch, rounds, least, write):
    """Write and check, until every process was checked after ``least`` writes."""
    for number in rounds(least):
        write(number)
        watch.look(number)
    while (asked := watch.count()) < least:
        number += 1
        assert number < 4 * least, f"processes asked: {watch.rounds}"
        write(number)
        watch.look(number)
    print(
        f"\n{number + 1} writes, {watch.requests} requests, {len(watch.wrong)} wrong;"
        f" each process was asked after at least {asked} writes"
    )
    assert watch.wrong == []


def test_web_client(pair, session, endpoint, rounds):
    def write(number):
        session.call(MODEL, "write", [endpoint.id], endpoint.values(number))

    run(Watch(pair, endpoint, PROCESSES), rounds, 200, write)


def test_button_after_a_change(pair, session, endpoint, rounds):
    def write(number):
        values = dict(endpoint.values(number), registry_sync=False)
        session.call(MODEL, "write", [endpoint.id], values)
        session.button(MODEL, "action_sync_registry", [endpoint.id])

    run(Watch(pair, endpoint, PROCESSES), rounds, 15, write)


def test_odoo_shell(pair, endpoint, rounds, shell):

    def write(number):
        values = endpoint.values(number)
        shell.run(f"env[{MODEL!r}].browse({endpoint.id}).write({values})")
        shell.run("env.cr.commit()")

    run(Watch(pair, endpoint, PROCESSES), rounds, 30, write)


def test_data_import(pair, session, endpoint, rounds):
    def write(number):
        values = endpoint.values(number)
        row = [str(endpoint.id), values["route"], values["code_snippet"], "True"]
        done = session.call(
            MODEL, "load", [".id", "route", "code_snippet", "registry_sync"], [row]
        )
        assert done["ids"], done

    run(Watch(pair, endpoint, PROCESSES), rounds, 15, write)


@pytest.fixture
def cron(session, endpoint):
    """The id of a scheduled action that is never due."""
    [model] = session.call("ir.model", "search", [("model", "=", MODEL)])
    values = {"name": "Sync", "model_id": model, "state": "code", "code": "pass"}
    values.update(interval_number=100, interval_type="months")
    values["nextcall"] = str(datetime.datetime(2100, 1, 1))
    [made] = session.call("ir.cron", "create", [values])
    yield made
    session.call("ir.cron", "unlink", [made])


def cron_code(endpoint, number):
    return f"model.browse({endpoint.id}).write({endpoint.values(number)})"


def test_cron_by_hand(pair, session, endpoint, rounds, cron):
    def write(number):
        session.call("ir.cron", "write", [cron], {"code": cron_code(endpoint, number)})
        session.call("ir.cron", "method_direct_trigger", [cron])

    run(Watch(pair, endpoint, PROCESSES), rounds, 20, write)


def test_cron_thread(pair, session, endpoint, rounds, cron, start, odoo_env):
    """A scheduled action on a third server has no response: the commit counts."""
    variables = {**odoo_env.variables, "ODOO_NOTIFY_CRON_CHANGES": "1"}
    env = dataclasses.replace(odoo_env, variables=variables)
    third = start(db=pair[0].db, env=env, args=("--max-cron-threads", "1"))
    due = Session(third)

    def write(number):
        values = {
            "code": cron_code(endpoint, number),
            "nextcall": "2020-01-01 00:00:00",
        }
        due.call("ir.cron", "write", [cron], values)
        wait_until_committed(odoo_env, third.db, endpoint, number)

    run(Watch([*pair, third], endpoint, PROCESSES + 1), rounds, 5, write)


def wait_until_committed(env, db, endpoint, number):
    sql = "SELECT 1 FROM endpoint_endpoint WHERE id = %s AND route = %s"
    deadline = time.monotonic() + 60
    while not database.query(env, sql, (endpoint.id, endpoint.path(number)), db):
        assert time.monotonic() < deadline, "the scheduled action did not run"
        time.sleep(0.01)


def test_archive_and_unarchive(pair, session, endpoint, rounds):
    watch = Watch(pair, endpoint, PROCESSES)
    for _round in rounds(12):
        session.call(MODEL, "action_archive", [endpoint.id])
        watch.look(0, served=False)
        session.call(MODEL, "action_unarchive", [endpoint.id])
        watch.look(0)
    print(f"\n{watch.requests} requests, {len(watch.wrong)} wrong")
    assert watch.wrong == []


def test_create_and_unlink(pair, session, rounds):
    endpoint = Alternating("short-lived")
    watch = Watch(pair, endpoint, PROCESSES)
    for number in rounds(12):
        values = endpoint.create_values(session, number)
        [made] = session.call(MODEL, "create", [values])
        watch.look(number)
        session.call(MODEL, "unlink", [made])
        watch.look(number, served=False)
    print(f"\n{watch.requests} requests, {len(watch.wrong)} wrong")
    assert watch.wrong == []
