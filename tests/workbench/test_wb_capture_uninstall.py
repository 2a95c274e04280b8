"""The addon is uninstalled while an endpoint listens, and leaves nothing."""

import pytest
import requests
from devenv import database, templates

_MAKE = """
env["endpoint.endpoint"].create({
    "name": "Stays", "route": "/wb/stays", "request_method": "GET",
    "auth_type": "public", "exec_as_user_id": env.ref("base.public_user").id,
    "code_snippet": "result = {'payload': 'called'}", "registry_sync": True,
}).action_listen()
env.cr.commit()
"""
_LISTEN = """
env["endpoint.endpoint"].search([("route", "=", "/wb/stays")]).action_listen()
env.cr.commit()
"""
_UNINSTALL = """
modules = env["ir.module.module"].search([("name", "=", "endpoint_workbench")])
modules.button_immediate_uninstall()
"""
_LEFT = """
    SELECT table_name || '.' || column_name FROM information_schema.columns
     WHERE column_name LIKE '%%capture%%' OR table_name LIKE '%%captured%%'
        OR table_name = 'endpoint_example'
 UNION ALL
    SELECT model || '.' || name FROM ir_model_fields
     WHERE name LIKE '%%capture%%' OR model LIKE '%%captured%%'
        OR model = 'endpoint.example'
"""


@pytest.fixture
def bare(odoo_env, make_server):
    """A server on a database with this addon alone."""
    name = templates.scratch_name("wb_capture_uninstall")
    addons = templates.all_addons()
    database.create(odoo_env, name, ["endpoint_workbench"], addons=addons, demo=False)
    try:
        running = make_server(db=name)
        yield running
        running.stop()
    finally:
        database.drop(odoo_env, name)


def test_uninstall_leaves_nothing(bare, odoo_env):
    bare.shell(_MAKE)
    url = f"{bare.url}/wb/stays"
    assert requests.get(url, timeout=60).json() == "called"
    bare.shell(_LISTEN)
    assert database.query(odoo_env, _LEFT, (), bare.db)
    bare.shell(_UNINSTALL)
    assert requests.get(url, timeout=60).json() == "called"
    assert database.query(odoo_env, _LEFT, (), bare.db) == []
