"""A database in which `endpoint_crud` provided Idempotency-Key is upgraded to the addon
`endpoint_idempotency` with `-u endpoint_route_handler`, which all addons depend on.

This needs no migration script. Odoo installs the new dependency first. At the end
of the upgrade, it keeps records that another module has also loaded, and removes only
the external ids of the former module (`ir.model.data._process_end`).
"""

from typing import NamedTuple

import pytest
import requests
from devenv import database, odoo_log, server, templates

_KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
_FILL = """
values = {
    "request_method": "POST", "request_content_type": "application/json",
    "auth_type": "public", "exec_as_user_id": env.ref("base.user_admin").id,
    "registry_sync": True,
}
code = {"exec_mode": "code", "code_snippet": "result = {'payload': 1}"}
crud = {"exec_mode": "crud", "crud_can_create": True, "crud_read_fields": "name",
        "crud_write_fields": "name",
        "crud_model_id": env["ir.model"]._get_id("res.partner")}
env["endpoint.endpoint"].create([
    {**values, **code, "name": "code_on", "route": "/code", "idempotency": True},
    {**values, **code, "name": "code_off", "route": "/code_off"},
    {**values, **crud, "name": "crud_on", "route": "/crud"},
    {**values, **crud, "name": "crud_off", "route": "/off", "idempotency": False},
])
env.cr.commit()
"""
_PATHS = ("code", "crud")
_IDS = """
    SELECT 'model', id FROM ir_model WHERE model = 'endpoint.idempotency.key'
     UNION ALL
    SELECT model, id FROM ir_model_fields
     WHERE model = 'endpoint.idempotency.key' OR name = 'idempotency'
     ORDER BY id"""


class OldDatabase(NamedTuple):
    name: str
    answers: dict  # path to the response to its first request
    ids: list  # as `_IDS` selects them


def post(running, path):
    return requests.post(
        f"{running.url}/{path}",
        json={"name": "Once"},
        headers={"Idempotency-Key": _KEY},
        timeout=60,
    )


@pytest.fixture(scope="module")
def old_database(odoo_env, previous_addons):
    name = templates.scratch_name("old_idempotency")
    database.create(
        *(odoo_env, name, ["endpoint_crud"]),
        demo=False,
        addons=previous_addons,
        source=templates.core(odoo_env),
    )
    with server.OdooServer(odoo_env, name, addons=previous_addons) as running:
        running.shell(_FILL)
        answers = {path: post(running, path) for path in _PATHS}
    yield OldDatabase(name, answers, database.query(odoo_env, _IDS, db=name))
    database.drop(odoo_env, name)


@pytest.fixture(scope="module")
def moved(odoo_env, old_database):
    """A server with the current addons on that database, after the upgrade."""
    name = old_database.name
    options = ["-u", "endpoint_route_handler", "--stop-after-init", "--no-http"]
    code, log = database.run_odoo(odoo_env, name, options)
    assert (code, odoo_log.alarms(log.read_text())) == (0, []), log
    with server.OdooServer(odoo_env, name) as running:
        yield running


def query(moved, sql):
    return database.query(moved.env, sql, db=moved.db)


def test_settings_are_kept(moved):
    sql = """
        SELECT name, idempotency FROM endpoint_endpoint
         WHERE name ~ '^(code|crud)_'"""
    found = dict(query(moved, sql))
    expected = {"code_on": True, "code_off": False, "crud_on": True, "crud_off": False}
    assert found == expected


@pytest.mark.parametrize("path", _PATHS)
def test_first_response_is_replayed(moved, old_database, path):
    first = old_database.answers[path]
    assert first.ok, first.text
    again = post(moved, path)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (again.status_code, again.text) == (first.status_code, first.text)


def test_external_ids_belong_to_the_new_addon(moved):
    sql = """
        SELECT DISTINCT module FROM ir_model_data
         WHERE name ~ '^(model|field|access|constraint)_.*idempotency(_key.*)?$'"""
    assert query(moved, sql) == [("endpoint_idempotency",)]


def test_records_keep_their_ids(moved, old_database):
    assert set(old_database.ids) <= set(query(moved, _IDS))


def test_only_the_index_of_large_responses_is_dropped(moved):
    sql = "SELECT indexname FROM pg_indexes WHERE tablename = %s"
    table = "endpoint_idempotency_key"
    found = {name for (name,) in database.query(moved.env, sql, [table], db=moved.db)}
    assert f"{table}_scope_uniq" in found
    assert f"{table}_large" not in found


def test_uninstalling_endpoint_crud_keeps_the_keys(moved):
    moved.shell(
        "env['ir.module.module'].search([('name', '=', 'endpoint_crud')])"
        ".button_immediate_uninstall()"
    )
    assert query(moved, "SELECT count(*) FROM endpoint_idempotency_key") == [(2,)]
