"""A database of an earlier version of our addons is upgraded with `-u`."""

import os

import api_key
import pytest
import requests
from devenv import addons, database, odoo_log, server, templates

MODULES = ["endpoint_openapi", "endpoint_crud_openapi"]

#: name -> values that override those of `FILL`
ENDPOINTS = {
    "query": {
        "query_parameters": "- {name: page, type: integer, minimum: 1}",
        "query_strict": True,
    },
    "deprecated": {
        "deprecated": True,
        "deprecated_since": "2030-01-01",
        "sunset_date": "2031-01-01",
    },
    "booleans": {"query_parameters": "- {name: page, required: yes}  # comment"},
    "key": {"auth_type": "bearer", "exec_as_user_id": False},
    "draft": {
        "request_method": "POST",
        "request_content_type": "application/json",
        "request_content_schema": "$schema: http://json-schema.org/draft-07/schema#\n"
        "type: object",
    },
}
FILL = f"""
for name, values in {ENDPOINTS!r}.items():
    env["endpoint.endpoint"].create({{
        "name": name, "route": f"/old/{{name}}", "request_method": "GET",
        "auth_type": "public", "exec_as_user_id": env.ref("base.public_user").id,
        "exec_mode": "code", "code_snippet": "result = {{'payload': 'served'}}",
        "registry_sync": True, **values,
    }})
env.cr.commit()
"""


@pytest.fixture(scope="module")
def upgraded(odoo_env, previous_addons):
    """A server with the current addons on a database that earlier ones filled."""
    name = templates.name(f"upgrade_{os.getpid()}")
    database.clone(odoo_env, templates.core(odoo_env), name)
    try:
        database.update(odoo_env, name, MODULES, demo=False, addons=previous_addons)
        options = server.common_options(odoo_env, name, previous_addons)
        server.run_shell(odoo_env, ["shell", *options, "--no-http"], FILL)
        today = addons.find()
        options = [
            *("-u", "endpoint_route_handler,endpoint"),
            *("--stop-after-init", "--no-http"),
        ]
        code, log = database.run_odoo(odoo_env, name, options, today)
        assert (code, odoo_log.alarms(log.read_text())) == (0, []), log
        with server.OdooServer(odoo_env, name, addons=today) as running:
            yield running
    finally:
        database.drop(odoo_env, name)


@pytest.mark.parametrize("name", sorted(ENDPOINTS.keys() - {"booleans"}))
def test_no_value_is_lost(upgraded, name):
    for field, value in ENDPOINTS[name].items():
        sql = f"SELECT {field}::text FROM endpoint_endpoint WHERE name = %s"
        ((stored,),) = database.query(upgraded.env, sql, [name], db=upgraded.db)
        assert stored == (str(value).lower() if value is True else value or None)


def test_the_query_is_validated(upgraded):
    url = f"{upgraded.url}/old/query"
    assert requests.get(url, {"page": "1"}, timeout=60).status_code == 200
    assert requests.get(url, {"page": "0"}, timeout=60).status_code == 400
    assert requests.get(url, {"other": "0"}, timeout=60).status_code == 400


def test_keys_of_users_are_accepted_as_before(upgraded):
    sql = "SELECT DISTINCT allow_rpc_keys, allow_key_basic FROM endpoint_endpoint"
    assert database.query(upgraded.env, sql, db=upgraded.db) == [(True, None)]
    key = api_key.make(upgraded.shell, "base.user_admin")
    headers = {"Authorization": f"Bearer {key}"}
    answer = requests.get(f"{upgraded.url}/old/key", headers=headers, timeout=60)
    assert answer.status_code == 200


def test_booleans_of_yaml_1_1_are_rewritten(upgraded):
    sql = "SELECT query_parameters FROM endpoint_endpoint WHERE name = 'booleans'"
    rows = database.query(upgraded.env, sql, db=upgraded.db)
    assert rows == [("- {name: page, required: true}  # comment",)]
    assert requests.get(f"{upgraded.url}/old/booleans", timeout=60).status_code == 400


def test_deprecation_is_announced(upgraded):
    answer = requests.get(f"{upgraded.url}/old/deprecated", timeout=60)
    assert answer.headers["Deprecation"] == "@1893456000"
    assert answer.headers["Sunset"] == "Wed, 01 Jan 2031 00:00:00 GMT"


def test_a_schema_of_another_draft_stays_in_use(upgraded):
    url = f"{upgraded.url}/old/draft"
    assert requests.post(url, json={}, timeout=60).status_code == 200
    assert requests.post(url, json=[], timeout=60).status_code == 400


def test_the_fields_belong_to_endpoint(upgraded):
    sql = """
        SELECT DISTINCT data.module
          FROM ir_model_data data
          JOIN ir_model_fields field ON field.id = data.res_id
         WHERE data.model = 'ir.model.fields'
           AND field.name IN ('query_parameters', 'query_strict', 'deprecated',
                              'deprecated_since', 'sunset_date')
           AND data.module IN ('endpoint', 'endpoint_openapi')"""
    assert database.query(upgraded.env, sql, db=upgraded.db) == [("endpoint",)]
