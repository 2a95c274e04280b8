"""A damaged registry or removed addons do not stop other routes.

Each test has a separate database and server.
"""

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
    """Relations, triggers and functions whose names are like ``pattern``, set."""
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
    with pytest.raises(RpcError, match="endpoint_route_handler"):
        session.call(MODEL, "write", [unsynced.id], {"registry_sync": True})
    # Neither a start nor a sync creates them: they would return during an uninstall.
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
