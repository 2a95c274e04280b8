"""The workbench is installed on a database with endpoints, and uninstalled."""

import pytest
import requests
from devenv import database, templates

_NAME = "endpoint_workbench"
_INSTALL = f"""
module = env["ir.module.module"].search([("name", "=", "{_NAME}")])
module.button_immediate_install()
"""
_UNINSTALL = _INSTALL.replace("_install()", "_uninstall()")
_MAKE = """
for name in ("plain", "draft", "gone"):
    env["endpoint.endpoint"].create({
        "name": name, "route": f"/install/{name}", "request_method": "GET",
        "auth_type": "public", "exec_as_user_id": env.ref("base.public_user").id,
        "code_snippet": "result = {'payload': 'old'}", "registry_sync": True,
    })
env.cr.commit()
"""
_VERSIONS = """
found = env["endpoint.endpoint"].search([("route", "=like", "/install/%")])
print("versions", found.mapped("version_id.number"), found.mapped("version_count"))
"""
_DRAFTS = """
found = env["endpoint.endpoint"].search([("route", "=like", "/install/%")], order="id")
new = {"code_snippet": "result = {'payload': 'new'}"}
found[0].write(new)
found[1].write({"version_approval": True, "route": "/install/new", **new})
user = env["res.users"].create({"name": "Gone", "login": "gone"})
found[2].exec_as_user_id = user
found[2].write({
    "version_approval": True, "exec_as_user_id": env.ref("base.public_user").id
})
env.cr.execute("DELETE FROM res_users WHERE id = %s", [user.id])
env.cr.commit()
"""
_LEFT = """
model = env["endpoint.endpoint"].with_context(active_test=False)
found = model.search([("route", "=like", "/install/%")], order="id")
print("left", found.mapped("route"), found.mapped("active"))
env.cr.execute("SELECT to_regclass('endpoint_version')")
print("table:", env.cr.fetchone())
"""


@pytest.fixture
def bare(odoo_env, make_server):
    """A server on a database with ``endpoint`` alone."""
    name = templates.scratch_name("workbench_install")
    addons = {k: v for k, v in templates.all_addons().items() if k != _NAME}
    database.create(odoo_env, name, ["endpoint"], addons=addons, demo=False)
    try:
        running = make_server(db=name)
        yield running
        running.stop()
    finally:
        database.drop(odoo_env, name)


def call(server, *names):
    """:return: what the endpoints answer: the payload, or the status of an error"""
    answers = [
        requests.get(f"{server.url}/install/{name}", timeout=60) for name in names
    ]
    return [each.json() if each.ok else each.status_code for each in answers]


def test_install_and_uninstall(bare):
    bare.shell(_MAKE)
    bare.shell(_INSTALL)
    assert "versions [1, 1, 1] [1, 1, 1]" in bare.shell(_VERSIONS)
    bare.shell(_DRAFTS)
    assert call(bare, "plain", "draft", "new") == ["new", "old", 404]
    bare.shell(_UNINSTALL)
    assert call(bare, "plain", "draft", "new", "gone") == ["new", "old", 404, 404]
    left = bare.shell(_LEFT)
    assert "'/install/draft', '/install/gone'] [True, True, False]" in left
    assert "table: (None,)" in left
