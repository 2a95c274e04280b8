"""Endpoint keys on a live server: processes, real transactions, locks."""

import contextlib
import time

import pytest
import requests
from devenv import database

_SHELL = """
from datetime import timedelta
values = {
    "request_method": "GET", "auth_type": "bearer", "registry_sync": True,
    "readonly": True, "code_snippet": "result = {'payload': user.login}",
}
for name in ("open", "closed"):
    route = f"/keys/{name}"
    env["endpoint.endpoint"].create({**values, "name": name, "route": route})
opened = env["endpoint.endpoint"].search([("route", "=", "/keys/open")])
keys = env["res.users.apikeys"]
for name in ("used", "refused", "locked", "revoked", "twice"):
    key = keys._generate_endpoint_key(env.ref("base.user_demo"), name, opened)
    print(f"{name}={key}")
env.cr.commit()
"""
_LAST_USE = """
SELECT bound.last_use_date, bound.last_use_address, bound.xmin::text
  FROM endpoint_key bound JOIN res_users_apikeys apikey ON apikey.id = apikey_id
 WHERE apikey.name = %s
"""
_ID = "SELECT id FROM res_users_apikeys WHERE name = %s"


class Site:
    def __init__(self, server, env):
        self.server = server
        self.env = env
        lines = (line.partition("=") for line in server.shell(_SHELL).splitlines())
        self.keys = {name.split()[-1]: key for name, sign, key in lines if sign}

    def get(self, name, path="/keys/open"):
        headers = {"Authorization": f"Bearer {self.keys[name]}"}
        return requests.get(self.server.url + path, headers=headers, timeout=60)

    def query(self, sql, *values):
        return database.query(self.env, sql, values, self.server.db)

    def last_use(self, name):
        """:return: (date, address, transaction that wrote the row)"""
        return self.query(_LAST_USE, name)[0]


@pytest.fixture(scope="module")
def site(make_server, odoo_env):
    """A server with two processes."""
    return Site(make_server(workers=2), odoo_env)


def test_a_readonly_endpoint_notes_the_last_use(site):
    assert site.last_use("used")[:2] == (None, None)
    assert site.get("used").json() == "demo"
    date, address, _xmin = site.last_use("used")
    assert date and address == "127.0.0.1"


def test_once_an_hour(site):
    for _number in range(5):
        assert site.get("twice").status_code == 200
    first = site.last_use("twice")
    assert site.get("twice").status_code == 200
    assert site.last_use("twice") == first
    site.query(
        "UPDATE endpoint_key SET last_use_date = last_use_date - interval '61 minutes'"
    )
    assert site.get("twice").status_code == 200
    assert site.last_use("twice")[0] > first[0]


def test_a_refused_request_is_no_use(site):
    assert site.get("refused", "/keys/closed").status_code == 403
    assert site.last_use("refused")[0] is None


def test_a_locked_row_makes_nobody_wait(site):
    connection = database.connect(site.env, site.server.db)
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT FROM endpoint_key FOR UPDATE")
        begin = time.monotonic()
        assert site.get("locked").status_code == 200
        assert time.monotonic() - begin < 2
        assert site.last_use("locked")[0] is None
    assert site.get("locked").status_code == 200
    assert site.last_use("locked")[0]


def test_a_lock_on_the_table_delays_at_most_a_moment(site):
    connection = database.connect(site.env, site.server.db)
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("LOCK endpoint_key IN SHARE MODE")
        site.query("SELECT 1")
        begin = time.monotonic()
        assert site.get("refused").status_code == 200
        assert time.monotonic() - begin < 2
        assert site.last_use("refused")[0] is None


def test_a_revoked_key_is_refused_by_every_process(site):
    assert {site.get("revoked").status_code for _number in range(4)} == {200}
    [(key_id,)] = site.query(_ID, "revoked")
    site.server.shell(
        f"env['res.users.apikeys'].browse({key_id})._remove(); env.cr.commit()"
    )
    assert {site.get("revoked").status_code for _number in range(4)} == {401}
    assert site.query(_LAST_USE, "revoked") == []


def test_json_2_refuses_the_key(site):
    headers = {"Authorization": f"Bearer {site.keys['used']}"}
    url = f"{site.server.url}/json/2/res.users/search_count"
    response = requests.post(url, json={"domain": []}, headers=headers, timeout=60)
    assert response.status_code == 401
