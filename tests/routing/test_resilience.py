"""A damaged registry or removed addons do not affect other routes.

Each test has its own database and server.
"""

import contextlib
import json
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from devenv import database, odoo_log
from routing_support.alternating import Alternating
from routing_support.client import RpcError, Session, fetch
from routing_support.consistency import ask

MODEL = "endpoint.endpoint"
CORE = ["/web/health", "/web/login"]
TABLES = "endpoint_route", "endpoint_route_claim"


@pytest.fixture
def server(start):
    made = start()
    yield made
    made.stop()


def create(session, name):
    endpoint = Alternating(name)
    [endpoint.id] = session.call(MODEL, "create", [endpoint.create_values(session)])
    return endpoint


def status(server, path):
    return fetch(server, path).status


def assert_core_is_served(server):
    assert {path: status(server, path) for path in CORE} == dict.fromkeys(CORE, 200)


def leftovers(env, db, pattern):
    """The names of relations, triggers and functions that match ``pattern``, set."""
    catalogs = ("pg_class", "relname"), ("pg_trigger", "tgname"), ("pg_proc", "proname")
    return {
        row[0]
        for catalog, column in catalogs
        for row in database.query(
            env,
            f"SELECT {column} FROM {catalog} WHERE {column} LIKE %s",
            (pattern,),
            db,
        )
    }


_BAD_HANDLER = (
    "jsonb_set(opts::jsonb, '{handler,klass_dotted_path}', '\"no.such.Class\"')"
)
_BAD_CONVERTER = "jsonb_set(routing::jsonb, '{routes,0}', '\"%s/<nosuch:x>\"')"


def test_rows_that_cannot_be_served(server, odoo_env):
    session = Session(server)
    good, handler, converter = (create(session, name) for name in ("good", "h", "c"))
    for column, value, broken in (
        ("opts", _BAD_HANDLER, handler),
        ("routing", _BAD_CONVERTER % converter.path(0), converter),
    ):
        sql = f"UPDATE endpoint_route SET {column} = {value} WHERE key = %s"
        database.query(odoo_env, sql, (f"{MODEL}:{broken.id}",), server.db)
    for number in (1, 2):
        # Syncing another endpoint makes the server read the registry again.
        session.call(MODEL, "write", [good.id], good.values(number))
        assert status(server, good.path(number)) == 200
        assert status(server, handler.path(0)) == 404
        assert status(server, f"{converter.path(0)}/1") == 404
    assert_core_is_served(server)
    said = errors(server)
    for broken in (handler, converter):
        assert sum(f"{MODEL}:{broken.id} " in message for message in said) == 1
    assert len(said) == 2


def records(server):
    return list(odoo_log.records(server.log_path.read_text()))


def routing_warnings(server):
    return [
        text
        for level, name, text in records(server)
        if level == "WARNING" and name.endswith(".routing")
    ]


@contextlib.contextmanager
def locked(env, db, mode, tables=TABLES):
    with contextlib.closing(database.connect(env, db)) as connection:
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(tables)} IN {mode} MODE")
            yield


def make_read_again(env, db):
    database.query(env, "INSERT INTO orm_signaling_routing DEFAULT VALUES", (), db)


def problem_on_form(session, endpoint):
    [values] = session.call(MODEL, "read", [endpoint.id], ["route_problem"])
    return values["route_problem"] or ""


def test_a_locked_table(server, odoo_env):
    session = Session(server)
    endpoint = create(session, "served")
    assert status(server, endpoint.path(0)) == 200
    with locked(odoo_env, server.db, "ACCESS EXCLUSIVE"):
        make_read_again(odoo_env, server.db)
        begin = time.monotonic()
        for _attempt in range(5):
            assert_core_is_served(server)
            assert status(server, endpoint.path(0)) == 200
        assert time.monotonic() - begin < 3
        assert "Try again" in problem_on_form(session, endpoint)
        begin = time.monotonic()
        with pytest.raises(RpcError, match="Try again"):
            create(session, "refused")
        assert 2.5 < time.monotonic() - begin < 6
    assert problem_on_form(session, endpoint) == ""
    assert status(server, create(session, "later").path(0)) == 200
    assert len(routing_warnings(server)) == 1


@pytest.mark.parametrize("column", ["active", "opts"])
def test_a_table_of_an_older_version(server, start, odoo_env, found_addons, column):
    session = Session(server)
    endpoint = create(session, "served")
    assert status(server, endpoint.path(0)) == 200
    sql = f"ALTER TABLE endpoint_route DROP COLUMN {column}"
    database.query(odoo_env, sql, (), server.db)
    make_read_again(odoo_env, server.db)
    restarted = start(db=server.db)
    for _attempt in range(2):
        assert_core_is_served(server)
        assert_core_is_served(restarted)
        assert status(server, endpoint.path(0)) == 200
    assert "endpoint_route_handler" in problem_on_form(session, endpoint)
    assert len(routing_warnings(server)) == len(routing_warnings(restarted)) == 1
    assert errors(server) == []
    upgrade = ["endpoint_route_handler"]
    database.update(odoo_env, server.db, upgrade=upgrade, addons=found_addons)
    for each in (server, restarted):
        assert status(each, endpoint.path(0)) == 200


def test_deeply_nested_json(server, odoo_env):
    session = Session(server)
    good, bad = create(session, "good"), create(session, "bad")
    sql = "UPDATE endpoint_route SET routing = repeat('[', 100000) WHERE key = %s"
    database.query(odoo_env, sql, (f"{MODEL}:{bad.id}",), server.db)
    for _attempt in range(2):
        make_read_again(odoo_env, server.db)
        assert_core_is_served(server)
        assert status(server, good.path(0)) == 200
        assert status(server, bad.path(0)) == 404
    assert "Sync" in problem_on_form(session, bad)
    assert problem_on_form(session, good) == ""
    session.button(MODEL, "action_sync_registry", [bad.id])
    assert status(server, bad.path(0)) == 200
    assert len(routing_warnings(server)) == 1
    assert errors(server) == []


def test_upgrade_during_a_read(server, odoo_env, found_addons):
    server.stop()
    tables = *TABLES, "endpoint_endpoint"
    with locked(odoo_env, server.db, "ACCESS SHARE", tables):
        upgrade = ["endpoint_route_handler"]
        database.update(odoo_env, server.db, upgrade=upgrade, addons=found_addons)


def drop_tables(env, db):
    for table in TABLES:
        database.query(env, f"DROP TABLE {table} CASCADE", (), db)


def test_tables_dropped_by_a_clean_up_tool(server, start, odoo_env, found_addons):
    session = Session(server)
    served, unsynced = create(session, "served"), create(session, "unsynced")
    session.call(MODEL, "write", [unsynced.id], {"cors": False})
    drop_tables(odoo_env, server.db)
    restarted = start(db=server.db)
    for each in (server, restarted):
        assert_core_is_served(each)
    assert status(restarted, served.path(0)) == 404
    for values in ({"registry_sync": True}, {"route": "/moved"}):
        with pytest.raises(RpcError, match="endpoint_route_handler"):
            session.call(MODEL, "write", [unsynced.id], values)
    # The list and the form still open, and say what to do.
    assert "endpoint_route_handler" in problem_on_form(session, served)
    domain = [["route_problem", "!=", False]]
    assert served.id in session.call(MODEL, "search", domain)
    views = [[False, "list"], [False, "form"]]
    assert session.call(MODEL, "get_views", views)["views"]
    # Starts and syncs must not create them: that would undo a running uninstall.
    assert tables(odoo_env, server.db) == []
    upgrade = ["endpoint_route_handler"]
    database.update(odoo_env, server.db, upgrade=upgrade, addons=found_addons)
    for each in (server, restarted):
        assert status(each, served.path(0)) == 200
        assert status(each, unsynced.path(0)) == 404
    session = Session(server)
    with pytest.raises(RpcError, match="is already served by “served”"):
        create(session, "served")


def tables(env, db):
    return ask(env, db, f"SELECT relname FROM pg_class WHERE relname IN {TABLES}")


def test_uninstall_endpoint(server, odoo_env):
    session = Session(server)
    endpoint = create(session, "uninstalled")
    uninstall(session, "endpoint")
    assert status(server, endpoint.path(0)) == 404
    assert_core_is_served(server)
    for table in TABLES:
        assert ask(odoo_env, server.db, f"SELECT key FROM {table}") == []
    assert errors(server) == []


def test_uninstall_of_an_exec_mode(server, odoo_env):
    """Its endpoints are archived; the others and their rules stay."""
    session = Session(server)
    endpoint = create(session, "stays")
    name_search = session.call("ir.model", "search", [("model", "=", "res.country")])
    values = {"name": "Countries", "route": "/countries", "exec_mode": "crud"}
    values |= {"crud_model_id": name_search[0], "crud_read_fields": "name"}
    values |= {"auth_type": "public", "exec_as_user_id": session.uid}
    [made] = session.call(MODEL, "create", [{**values, "registry_sync": True}])
    assert status(server, "/countries/1") == status(server, endpoint.path(0)) == 200
    uninstall(session, "endpoint_crud")
    for path in ("/countries", "/countries/1"):
        assert status(server, path) == 404
    assert status(server, endpoint.path(0)) == 200
    sql = f"SELECT key FROM endpoint_route WHERE key LIKE '{MODEL}:{made}%%'"
    assert ask(odoo_env, server.db, sql) == []
    assert errors(server) == []


def test_uninstall_under_load(start, make_database):
    db = make_database()
    server = start(db=db, workers=2)
    session = Session(server)
    endpoint = create(session, "stays")
    stop = threading.Event()

    def load():
        answers = Counter()
        while not stop.is_set():
            answers[status(server, endpoint.path(0))] += 1
        return answers

    with ThreadPoolExecutor(4) as pool:
        loads = [pool.submit(load) for _client in range(4)]
        try:
            uninstall(session, "endpoint_crud")
            time.sleep(2)  # the other worker reloads its registry
        finally:
            stop.set()
        answers = sum((load.result() for load in loads), Counter())
    server.kill()
    assert answers.keys() == {200}, answers


def test_errors_get_a_response_when_the_connection_pool_is_full(start, odoo_env):
    server = start(args=("--db_maxconn", "2"))
    session = Session(server)
    slow, other = (create(session, name) for name in ("slow", "other"))
    code = "env.cr.execute('SELECT pg_sleep(2)')"
    session.call(MODEL, "write", [slow.id], {"code_snippet": code})
    assert status(server, "/web/login") == 200
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(status, server, slow.path(0))
        time.sleep(1)
        answer = fetch(server, other.path(0))
        waiting.result()
    assert (answer.status, json.loads(answer.text)["name"]) == (
        500,
        "builtins.Exception",
    )
    assert status(server, other.path(0)) == 200


def test_uninstall_all(server, start, odoo_env):
    other = start(db=server.db, workers=2)
    session = Session(server)
    endpoint = create(session, "uninstalled")
    assert status(other, endpoint.path(0)) == 200
    uninstall(session, "endpoint_route_handler")  # and its dependants
    for each in (server, other, other):
        assert status(each, endpoint.path(0)) == 404
        assert_core_is_served(each)
    assert leftovers(odoo_env, server.db, "%endpoint_%") == set()
    assert errors(server) == errors(other) == []


def errors(server):
    return [message for level, _, message in records(server) if level == "ERROR"]


def uninstall(session, name):
    [module] = session.call("ir.module.module", "search", [("name", "=", name)])
    session.button("ir.module.module", "button_immediate_uninstall", [module])
