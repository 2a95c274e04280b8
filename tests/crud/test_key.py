"""``PUT`` by the key of a resource, with concurrent requests and processes."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from devenv import database

pytestmark = pytest.mark.alone

_AT_ONCE = 20
_SHELL = """
env["endpoint.endpoint"].create({
    "name": "partners", "route": "/key/partners", "exec_mode": "crud",
    "auth_type": "public", "exec_as_user_id": env.ref("base.user_admin").id,
    "registry_sync": True, "crud_key_field": "ref",
    "crud_model_id": env["ir.model"]._get_id("res.partner"),
    "crud_read_fields": "name, ref", "crud_write_fields": "name, ref",
    "crud_can_create": True, "crud_can_update": True,
})
env.cr.commit()
"""


@pytest.fixture(scope="module")
def servers(make_server):
    """A server with two processes and one with threads, on the same database."""
    first = make_server(workers=2)
    first.shell(_SHELL)
    return first, make_server(db=first.db)


def put(server, key, name):
    url = f"{server.url}/key/partners/by/ref/{key}"
    return requests.put(url, json={"name": name}, timeout=120)


def put_at_once(servers, keys):
    """:return: list of the responses, to requests sent concurrently"""
    ready = threading.Barrier(len(keys))

    def one(number):
        ready.wait()
        return put(servers[number % len(servers)], keys[number], f"name {number}")

    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(one, range(len(keys))))


def made(odoo_env, server, key):
    sql = "SELECT count(*) FROM res_partner WHERE ref = %s"
    return database.query(odoo_env, sql, [key], db=server.db)[0][0]


@pytest.mark.parametrize("number", range(5))
def test_the_same_key_many_times_at_once(odoo_env, servers, number):
    key = f"C-{number}"
    responses = put_at_once(servers, [key] * _AT_ONCE)
    statuses = Counter(each.status_code for each in responses)
    assert statuses == {201: 1, 200: _AT_ONCE - 1}, [r.text for r in responses]
    assert made(odoo_env, servers[0], key) == 1
    assert len({each.json()["id"] for each in responses}) == 1


def test_other_keys_at_once(odoo_env, servers):
    keys = [f"K-{number}" for number in range(_AT_ONCE)]
    responses = put_at_once(servers, keys)
    assert {each.status_code for each in responses} == {201}
    assert [made(odoo_env, servers[0], key) for key in keys] == [1] * _AT_ONCE
