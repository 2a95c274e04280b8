"""In the steady state, routing sends no queries.

The counts come from Odoo's own log lines.
"""

import pytest
from devenv import database, templates
from routing_support.alternating import Alternating
from routing_support.client import Session, fetch
from routing_support.log import RequestLog

# Routes of Odoo itself and of a module without endpoints.
ELSEWHERE = ["/web/health", "/web/login", "/routing_plain/hello", "/routing_plain/user"]


@pytest.fixture(scope="module")
def counting(start, make_database, odoo_env):
    """{"with": server, "without": server}: Odoo with and without the addons."""
    without = templates.name("queries_core")
    database.clone(odoo_env, templates.core(odoo_env), without)
    servers = {}
    for name, db in (("with", make_database()), ("without", without)):
        servers[name] = start(db=db, args=("-i", "routing_plain"))
    yield servers
    servers["without"].stop()
    database.drop(odoo_env, without)


def queries(server, path):
    """:return: smallest and largest number of queries of five requests"""
    for _ in range(3):
        fetch(server, path)
    log = RequestLog(server)
    found = []
    for number in range(5):
        asked = f"{path}?n={number}"
        assert fetch(server, asked).status == 200, path
        found.append(log.wait_for(asked).queries)
    return min(found), max(found)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_other_routes_have_no_additional_queries(counting, path):
    found = {name: queries(server, path) for name, server in counting.items()}
    print(f"\n{path}: {found}")
    assert found["with"] == found["without"]


def test_endpoint_against_a_controller(counting):
    server = counting["with"]
    session = Session(server)
    endpoint = Alternating("queries")
    values = endpoint.create_values(session)
    session.call("endpoint.endpoint", "create", [values])
    found = queries(server, endpoint.path(0)), queries(server, "/routing_plain/user")
    print(f"\nendpoint {found[0]}, controller {found[1]}")
    assert found[0] <= found[1]
