"""A database with OCA's addons is upgraded by `-u endpoint_route_handler,endpoint`."""

import json
import xmlrpc.client
from pathlib import Path

import oca_database
import pytest
import requests
from devenv import database, odoo_log, server

KEY_SCRIPT = """
user = env["res.users"].search([("login", "=", "api")])
keys = env["res.users.apikeys"].with_user(user).sudo()
print("KEY", keys._generate(None, "test", None))
env.cr.commit()
"""
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def oca_db(compat_env, their_addons, empty_database):
    """The name of a database with endpoints of OCA's addons."""
    name = empty_database()
    modules = ["endpoint", "fastapi"]
    database.update(compat_env, name, modules, demo=False, addons=their_addons)
    shell(compat_env, name, their_addons, "oca_database.fill(env)")
    return name


@pytest.fixture(scope="module")
def moved(compat_env, oca_db, our_addons):
    """A server with our addons on that database, after the upgrade."""
    options = [
        "-u",
        "endpoint_route_handler,endpoint",
        "--stop-after-init",
        "--no-http",
    ]
    code, log = database.run_odoo(compat_env, oca_db, options, our_addons)
    alarms = [text for text in odoo_log.alarms(log.read_text()) if "junk" not in text]
    assert (code, alarms) == (0, []), log
    with server.OdooServer(compat_env, oca_db, addons=our_addons) as running:
        yield running


def shell(env, db, addons, code):
    """Run `code` in Odoo's shell, with `oca_database` available."""
    folder = str(Path(__file__).parent)
    head = f"import sys; sys.path.append({folder!r}); import oca_database\n"
    options = ["shell", *server.common_options(env, db, addons), "--no-http"]
    return server.run_shell(env, options, f"{head}{code}\n")


def call(moved, path, method="GET", **kwargs):
    return requests.request(method, moved.url + path, timeout=60, **kwargs)


def state(moved, name):
    """(registry_sync, whether the row exists, whether it is active) of an endpoint."""
    sql = """
        SELECT registry_sync, row.key IS NOT NULL, row.active
          FROM endpoint_endpoint endpoint
          LEFT JOIN endpoint_route row ON row.key = 'endpoint.endpoint:' || endpoint.id
         WHERE name = %s"""
    return database.query(moved.env, sql, [name], db=moved.db)[0]


def test_no_record_is_lost(moved):
    sql = """
        SELECT name FROM endpoint_endpoint
         WHERE starts_with(route, '/moved/') ORDER BY id"""
    found = database.query(moved.env, sql, db=moved.db)
    assert [name for (name,) in found] == list(oca_database.ENDPOINTS)[1:]


@pytest.mark.parametrize(
    "name", ["plain", "slash", "grouped", "no_row", "edited", "again", "taken"]
)
def test_served_as_the_exec_user(moved, name):
    answer = call(moved, f"/moved/{name}")
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"name": name, "user": "api", "body": ""}


def test_path_parameter(moved):
    assert call(moved, "/moved/parameter/41").json() == 42


def test_ready_response(moved):
    answer = call(moved, "/moved/ready")
    assert (answer.status_code, answer.text) == (201, "ready")
    assert answer.headers["X-Own"] == "1"


def test_text(moved):
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    answer = call(moved, "/moved/text", "PUT", data="abc", headers=headers)
    assert (answer.status_code, answer.text) == (200, "ABC")


def test_route_type_json_responds_with_the_envelope(moved):
    body = {"jsonrpc": "2.0", "id": 7, "params": {"a": 1}}
    answer = call(moved, "/moved/json_type", "POST", json=body).json()
    assert (answer["id"], answer["result"]["name"]) == (7, "json_type")
    assert json.loads(answer["result"]["body"]) == body


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", ";charset=UTF-8"])
def test_content_type_with_charset_means_json(moved, charset):
    headers = {"Content-Type": f"application/json{charset}"}
    answer = call(moved, "/moved/json_utf8", "POST", data="{}", headers=headers)
    assert (answer.status_code, answer.json()["body"]) == (200, "{}")


@pytest.mark.parametrize(("body", "status"), [('{"qty": 1}', 200), ("{}", 400)])
def test_schema_is_kept_with_the_content_type(moved, body, status):
    answer = call(moved, "/moved/schema", "POST", data=body, headers=JSON)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("name", "user", "company"),
    [
        ("bot", "__system__", "Main"),
        ("company", "branch", "Branch"),
        # The user has no access to that company: requests still run in the user's own.
        ("stranger", "api", "Main"),
    ],
)
def test_user_and_company(moved, name, user, company):
    answer = call(moved, f"/moved/{name}")
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"user": user, "company": company}


def test_logged_in_user(moved):
    assert call(moved, "/moved/logged_in").status_code == 401
    with requests.Session() as session:
        params = {"db": moved.db, "login": "api", "password": "api"}
        url = f"{moved.url}/web/session/authenticate"
        session.post(url, json={"params": params}, timeout=60)
        answer = session.get(f"{moved.url}/moved/logged_in", timeout=60)
    assert (answer.status_code, answer.json()["user"]) == (200, "api")


def test_bearer(moved):
    assert call(moved, "/moved/bearer").status_code == 401
    key = moved.shell(KEY_SCRIPT).partition("KEY ")[2].split()[0]
    answer = call(moved, "/moved/bearer", headers={"Authorization": f"Bearer {key}"})
    assert (answer.status_code, answer.json()["user"]) == (200, "api")


def test_empty_types_have_the_defaults(moved):
    assert call(moved, "/moved/no_types").status_code == 401
    sql = "SELECT route_type, auth_type FROM endpoint_endpoint WHERE name = 'no_types'"
    types = database.query(moved.env, sql, db=moved.db)
    assert types == [("http", "user_endpoint")]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("plain", (True, True, True)),
        ("no_row", (True, True, True)),
        ("archived", (False, True, False)),
        ("edited", (False, True, True)),
        ("never_synced", (False, False, None)),
    ],
)
def test_sync_state(moved, name, wanted):
    assert state(moved, name) == wanted


@pytest.mark.parametrize("name", ["archived", "edited_later", "never_synced", "junk"])
def test_not_served(moved, name):
    assert call(moved, f"/moved/{name}").status_code == 404


def test_route_is_unique_by_method_only(moved):
    code = """
env["endpoint.endpoint"].search([("name", "=", "plain")]).copy({
    "name": "second", "route": "/moved/plain", "request_method": "DELETE",
    "registry_sync": True})
env.ref("endpoint.server_action_registry_sync").with_context(
    active_model="endpoint.endpoint",
    active_ids=env["endpoint.endpoint"].search([("name", "=", "never_synced")]).ids,
).run()
env.cr.commit()
"""
    moved.shell(code)
    assert call(moved, "/moved/plain", "DELETE").json()["name"] == "second"
    assert call(moved, "/moved/plain").json()["name"] == "plain"
    assert call(moved, "/moved/never_synced").status_code == 200


def test_apps_of_fastapi_are_served(moved):
    answer = call(moved, "/fastapi_demo/demo/")
    assert (answer.status_code, answer.json()) == (200, {"Hello": "World"})


def test_triggers_of_oca_are_dropped(moved):
    sql = """
        SELECT tgname FROM pg_trigger
         WHERE tgrelid = 'endpoint_route'::regclass AND NOT tgisinternal"""
    assert database.query(moved.env, sql, db=moved.db) == []


@pytest.mark.parametrize("service", ["xmlrpc", "jsonrpc"])
def test_rpc_helper_does_not_disturb(moved, service):
    sql = "SELECT state FROM ir_module_module WHERE name = 'rpc_helper'"
    assert database.query(moved.env, sql, db=moved.db) == [("installed",)]
    execute = {"xmlrpc": execute_xmlrpc, "jsonrpc": execute_jsonrpc}[service]
    assert execute(moved, "res.partner", "search_count", [[]]) > 0
    with pytest.raises(RPCError, match="cannot be used over RPC"):
        execute(moved, "endpoint.endpoint", "search_count", [[]])


class RPCError(Exception):
    """An error that the server returned."""


def execute_xmlrpc(moved, *what):
    proxy = xmlrpc.client.ServerProxy(f"{moved.url}/xmlrpc/2/object")
    try:
        return proxy.execute_kw(moved.db, 2, "admin", *what)
    except xmlrpc.client.Fault as fault:
        raise RPCError(fault.faultString) from fault


def execute_jsonrpc(moved, *what):
    params = {"service": "object", "method": "execute_kw"}
    params["args"] = [moved.db, 2, "admin", *what]
    answer = call(moved, "/jsonrpc", "POST", json={"params": params}).json()
    if "error" in answer:
        raise RPCError(answer["error"]["data"]["message"])
    return answer["result"]
