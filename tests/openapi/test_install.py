"""The addon is installed on a database with endpoints, and uninstalled."""

import pytest
import requests
from devenv import database, templates

MAKE = """
env["endpoint.endpoint"].create({
    "name": "Mine", "route": "/endpoint/docs", "request_method": "GET",
    "auth_type": "public", "exec_as_user_id": env.ref("base.public_user").id,
    "exec_mode": "code", "code_snippet": "result = {'payload': 'mine'}",
    "registry_sync": True,
})
env.cr.commit()
"""
INSTALL = """
module = env["ir.module.module"].search([("name", "=", "endpoint_openapi")])
module.button_immediate_install()
env["ir.config_parameter"].set_param("endpoint_openapi.audience", "public")
env.cr.commit()
"""
UNINSTALL = """
module = env["ir.module.module"].search([("name", "=", "endpoint_openapi")])
module.button_immediate_uninstall()
print("left", env["ir.config_parameter"].search_count(
    [("key", "=like", "endpoint_openapi.%")]))
"""


@pytest.fixture(scope="module")
def bare(odoo_env, make_server):
    """A server on a database without the addon, with an endpoint below its prefix."""
    name = templates.scratch_name("openapi_install")
    addons = {
        k: v for k, v in templates.all_addons().items() if k != "endpoint_openapi"
    }
    database.create(odoo_env, name, ["endpoint"], addons=addons, demo=False)
    try:
        running = make_server(db=name)
        running.shell(MAKE)
        yield running
        running.stop()
    finally:
        database.drop(odoo_env, name)


def test_existing_endpoints_stay_and_are_shown(bare):
    def get(path):
        return requests.get(bare.url + path, timeout=60)

    assert get("/endpoint/docs").json() == "mine"
    bare.shell(INSTALL)
    assert get("/endpoint/docs").json() == "mine"
    assert get("/endpoint/openapi.json").status_code == 404
    assert "/endpoint/docs" in get("/endpoint-docs/openapi.json").json()["paths"]
    assert get("/endpoint-docs/docs").headers["Content-Type"].startswith("text/html")
    assert "left 0" in bare.shell(UNINSTALL)
    assert get("/endpoint/docs").json() == "mine"
    assert get("/endpoint-docs/openapi.json").status_code == 404
