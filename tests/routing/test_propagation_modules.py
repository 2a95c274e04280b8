"""A module that ships an endpoint: installed, upgraded and uninstalled while others
serve. The next request to every process is right.
"""

import pytest
from devenv import database
from routing_support.client import Session, fetch_all

PATH = "/routing_data/shipped"
_REQUESTS = 4  # at once to each server, so that all its workers take part


@pytest.fixture
def session(pair):
    return Session(pair[0])


def statuses(pair, path):
    """:return: the different answers of all processes, set"""
    asked = [(server, path) for server in pair for _ in range(_REQUESTS)]
    return {answer.status for answer in fetch_all(asked)}


def press(session, button):
    [module] = session.call(
        "ir.module.module", "search", [("name", "=", "routing_data")]
    )
    session.button("ir.module.module", button, [module])


def test_install_and_uninstall_by_hand(pair, session):
    session.call("ir.module.module", "update_list")
    assert statuses(pair, PATH) == {404}
    press(session, "button_immediate_install")
    assert statuses(pair, PATH) == {200}
    press(Session(pair[1]), "button_immediate_uninstall")
    assert statuses(pair, PATH) == {404}


def test_install_and_upgrade_by_command(pair, odoo_env, found_addons):
    db = pair[0].db
    database.update(odoo_env, db, install=["routing_data"], addons=found_addons)
    assert statuses(pair, PATH) == {200}
    session = Session(pair[0])
    [record] = session.call("endpoint.endpoint", "search", [("route", "=", PATH)])
    values = {"route": "/routing_data/moved", "registry_sync": True}
    session.call("endpoint.endpoint", "write", [record], values)
    assert statuses(pair, PATH) == {404}
    database.update(odoo_env, db, upgrade=["routing_data"], addons=found_addons)
    assert statuses(pair, PATH) == {200}
    assert statuses(pair, "/routing_data/moved") == {404}
