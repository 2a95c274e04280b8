"""Exports from live servers: clients that leave or do not read, and the time limit."""

import contextlib
import json
import socket
import time

import pytest
import requests
from devenv import database

_SECONDS = 8
_SHELL = """
values = {
    "exec_mode": "crud", "auth_type": "public", "registry_sync": True,
    "exec_as_user_id": env.ref("base.user_admin").id,
    "crud_model_id": env["ir.model"]._get_id("test.crud.thing"),
    "crud_read_fields": "name, note",
}
for name, domain in (("slow", "[('is_slow', '=', True)]"), ("thing", "[]")):
    env["endpoint.endpoint"].create({
        **values, "name": name, "route": f"/export/{name}",
        "crud_domain": domain,
    })
env.cr.execute(
    "INSERT INTO test_crud_thing (name, note, active)"
    " SELECT n, repeat('x', 500), true FROM generate_series(1, 30000) AS n"
)
env.cr.commit()
"""
_RUNNING = """
SELECT state FROM pg_stat_activity
 WHERE datname = %s AND xact_start IS NOT NULL
"""


class Site:
    def __init__(self, server, env):
        self.server = server
        self._env = env

    def states(self):
        """:return: states of the exports' transactions"""
        rows = database.query(self._env, _RUNNING, [self.server.db])
        return [state for (state,) in rows]

    def wait_for(self, states, seconds=3.5):
        """Wait until the exports are in these states."""
        end = time.monotonic() + seconds
        while (found := self.states()) != states:
            assert time.monotonic() < end, found
            time.sleep(0.05)

    def wait_for_size(self, size):
        """Wait until the log has a response of this size."""
        sql = "SELECT 1 FROM endpoint_log WHERE response_size = %s"
        end = time.monotonic() + 10
        while not database.query(self._env, sql, [size], self.server.db):
            assert time.monotonic() < end
            time.sleep(0.2)

    @contextlib.contextmanager
    def asking(self, name):
        """Ask for an export, and read nothing.

        :return: the socket
        """
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect(("127.0.0.1", self.server.port))
            path = f"/export/{name}?format=ndjson"
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            yield client


@pytest.fixture(scope="module", params=[0, 2], ids=["threads", "processes"])
def site(request, make_server, odoo_env):
    """A server that ends requests after a few seconds."""
    args = ("--limit-time-real", str(_SECONDS))
    server = make_server(workers=request.param, args=args)
    server.shell(_SHELL)
    return Site(server, odoo_env)


def test_a_client_that_leaves_while_postgresql_computes(site):
    with site.asking("slow"):
        site.wait_for(["active"])
    site.wait_for([], seconds=1.5)  # the statement alone would take five seconds


def test_a_client_that_leaves_while_it_receives(site):
    with site.asking("thing") as client:
        client.recv(1000)
        site.wait_for(["idle in transaction"])
    site.wait_for([])


def test_a_client_that_does_not_read(site):
    with site.asking("thing") as client:
        client.recv(1000)
        site.wait_for(["idle in transaction"])
        site.wait_for([], seconds=_SECONDS + 2)


def test_an_export_that_takes_too_long(site):
    url = f"{site.server.url}/export/slow"
    lines = requests.get(f"{url}?format=ndjson", timeout=60).text.splitlines()
    last = json.loads(lines[-1])
    assert "took too long" in last["error"]["message"]
    assert site.states() == []


def test_many_records_one_after_another(site):
    """The server goes on after all that, with all records and the same connections."""
    url = f"{site.server.url}/export/thing?format=csv"
    for _round in range(2):
        with requests.get(url, timeout=60) as response:
            assert response.text.count("\r\n") == 30_001
    assert site.states() == []
    site.wait_for_size(len(response.content))
