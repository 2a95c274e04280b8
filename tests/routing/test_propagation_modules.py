"""A module with an endpoint is installed, upgraded and uninstalled by different
processes. After each step, the next request to every process is correct.
"""

import pytest
from devenv import database
from routing_support.client import Session, fetch_all

PATH = "/routing_data/shipped"
_REQUESTS = 4  # concurrent requests to each server, so that all workers take part


@pytest.fixture
def session(pair):
    return Session(pair[0])


def statuses(pair, path):
    """:return: set of the responses of all processes"""
    asked = [(server, path) for server in pair for _ in range(_REQUESTS)]
    return {answer.status for answer in fetch_all(asked)}


def press(session, button):
    [module] = session.call(
        "ir.module.module", "search", [("name", "=", "routing_data")]
    )
    session.button("ir.module.module", button, [module])


def test_install_upgrade_uninstall(pair, session, odoo_env, found_addons):
    session.call("ir.module.module", "update_list")
    assert statuses(pair, PATH) == {404}
    press(session, "button_immediate_install")
    assert statuses(pair, PATH) == {200}

    [record] = session.call("endpoint.endpoint", "search", [("route", "=", PATH)])
    values = {"route": "/routing_data/moved", "registry_sync": True}
    session.call("endpoint.endpoint", "write", [record], values)
    assert statuses(pair, PATH) == {404}
    upgrade = ["routing_data"]
    database.update(odoo_env, pair[0].db, upgrade=upgrade, addons=found_addons)
    assert statuses(pair, PATH) == {200}
    assert statuses(pair, "/routing_data/moved") == {404}

    press(Session(pair[1]), "button_immediate_uninstall")
    assert statuses(pair, PATH) == {404}
