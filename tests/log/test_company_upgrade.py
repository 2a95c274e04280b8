"""Calls and refusals of an earlier version get the company of their endpoint."""

from devenv import database, server, templates

_MODULES = ("endpoint_log", "endpoint_rate_limit")
_TABLES = ("endpoint_log", "endpoint_rate_limit_refusal")
_MAKE = """
company = env["res.company"].create({"name": "Theirs"})
values = {"name": "x", "auth_type": "bearer", "code_snippet": "result = {}"}
for route, owner in {"/a": company, "/b": env["res.company"]}.items():
    endpoint = env["endpoint.endpoint"].create(
        {**values, "route": route, "company_id": owner.id}
    )
    env.cr.execute(
        "INSERT INTO endpoint_log (time, res_model, res_id, path, status, duration)"
        " VALUES (now(), 'endpoint.endpoint', %s, %s, 200, 1)", [endpoint.id, route]
    )
    env["endpoint.rate.limit.refusal"].create({
        "key": f"endpoint.endpoint:{endpoint.id}/all", "rate_limit": "1/hour",
        "refused_until": "2099-01-01",
    })
env.cr.commit()
"""
_SEE = """
admin = env["res.users"].create({
    "name": "x", "login": "other", "group_ids": env.ref("base.group_system").ids,
})
calls = env["endpoint.log"].with_user(admin).search([("path", "in", ["/a", "/b"])])
refusals = env["endpoint.rate.limit.refusal"].with_user(admin).search([])
print("seen:", calls.mapped("path"), len(refusals))
"""


def test_admins_of_other_companies_do_not_see_them(make_database, odoo_env):
    name, addons = make_database(), templates.all_addons()
    odoo = server.OdooServer(odoo_env, name, addons=addons)
    odoo.shell(_MAKE)
    for table in _TABLES:
        sql = f"ALTER TABLE {table} DROP COLUMN company_id"
        database.query(odoo_env, sql, db=name)
    version = "UPDATE ir_module_module SET latest_version = %s WHERE name = %s"
    for module in _MODULES:
        database.query(odoo_env, version, ("19.0.1.1.0", module), name)
    database.update(odoo_env, name, upgrade=_MODULES, addons=addons)
    assert "seen: ['/b'] 1\n" in odoo.shell(_SEE)
