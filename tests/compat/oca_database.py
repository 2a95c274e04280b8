"""A database full of OCA's endpoints: `fill` runs in `odoo shell` with their addons.

Does not import Odoo, so that pytest can read the data as well.
"""

_ECHO = """
body = request.httprequest.get_data(as_text=True)
result = {"payload": {"name": endpoint.name, "user": user.login, "body": body}}
"""
_CONTEXT = """
result = {"payload": {"user": env.user.login, "company": env.company.name}}
"""
_READY = """
result = {"response": Response("ready", status=201, headers={"X-Own": "1"})}
"""
_TEXT = """
text = request.httprequest.get_data(as_text=True).upper()
result = {"payload": text, "headers": {"Content-Type": "text/plain"}}
"""
_NUMBER = """
result = {"payload": request.params["number"] + 1}
"""
_SCHEMA = "type: object\nrequired: [qty]\nproperties: {qty: {type: integer}}\n"
_JSON = {"request_method": "POST", "request_content_type": "application/json"}
_JSON_UTF8 = {**_JSON, "request_content_type": "application/json; charset=utf-8"}

#: Name -> values that override `_values`. "user" and "company" are names from `fill`.
ENDPOINTS = {
    # First, so that their stale rules precede those that reuse the routes.
    "deleted": {"route": "/moved/again"},
    "left": {"route": "/moved/taken"},
    "plain": {},
    "parameter": {"route": "/moved/parameter/<int:number>", "code_snippet": _NUMBER},
    "slash": {"route": "/moved/slash/"},
    "grouped": {"route_group": "shop", "cors": False},
    "ready": {"code_snippet": _READY},
    "text": {
        "request_method": "PUT",
        "request_content_type": "text/plain",
        "code_snippet": _TEXT,
    },
    "json_type": {**_JSON, "route_type": "json"},
    "json_utf8": _JSON_UTF8,
    "schema": {**_JSON_UTF8, "request_content_schema": _SCHEMA},
    "bot": {"user": "bot", "code_snippet": _CONTEXT},
    "company": {"user": "branch", "company": "Branch", "code_snippet": _CONTEXT},
    "stranger": {"company": "Branch", "code_snippet": _CONTEXT},
    "logged_in": {"user": None, "auth_type": "user_endpoint"},
    "bearer": {"user": None, "auth_type": "bearer"},
    "no_types": {},
    "no_row": {},
    "archived": {},
    "edited": {},
    "never_synced": {},
    "again": {"route": "/moved/later"},
    "taken": {"route": "/moved/later_too"},
}
_UNSYNCED = {"never_synced", "again", "taken"}


def fill(env):
    """Create endpoints in the states that a long history leaves behind."""
    env.company.name = "Main"
    branch = env["res.company"].create({"name": "Branch"})
    users = {
        "api": _user(env, "api", env.company),
        "branch": _user(env, "branch", env.company + branch),
        "bot": env.ref("base.user_root"),
    }
    records = {}
    for name, given in ENDPOINTS.items():
        values = _values(name, dict(given), users, branch)
        records[name] = env["endpoint.endpoint"].create(values)
    for name in records.keys() - _UNSYNCED:
        records[name].registry_sync = True
    env["fastapi.endpoint"]._load_demo_data()
    env["fastapi.endpoint"].search([]).registry_sync = True
    # OCA's addon writes the rows after the commit.
    env.cr.commit()
    records["archived"].active = False
    records["edited"].write(
        {"route": "/moved/edited_later", "request_method": "DELETE"}
    )
    records["left"].route = "/moved/left"
    env.cr.commit()
    _spoil(env.cr)
    env.cr.commit()


def _user(env, login, companies):
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "password": login,
            "company_id": env.company.id,
            "company_ids": companies.ids,
        }
    )


def _values(name, given, users, branch):
    user = given.pop("user", "api")
    company = given.pop("company", None)
    return {
        "name": name,
        "route": f"/moved/{name}",
        "request_method": "GET",
        "auth_type": "public",
        "exec_mode": "code",
        "exec_as_user_id": user and users[user].id,
        "company_id": company and branch.id,
        "code_snippet": _ECHO,
        **given,
    }


def _spoil(cr):
    """Add the damage that crashes, manual SQL and older versions leave behind."""
    key = "(SELECT 'endpoint.endpoint:' || id FROM endpoint_endpoint WHERE name = %s)"
    cr.execute(f"DELETE FROM endpoint_route WHERE key = {key}", ["no_row"])
    cr.execute(
        "UPDATE endpoint_endpoint SET route_type = NULL, auth_type = NULL "
        "WHERE name = 'no_types'"
    )
    cr.execute("DELETE FROM endpoint_endpoint WHERE name = 'deleted'")
    cr.execute(
        "UPDATE endpoint_endpoint SET route = '/moved/' || name, registry_sync = true "
        "WHERE name IN ('again', 'taken')"
    )
    cr.execute(
        "INSERT INTO endpoint_route (key, route, opts, routing, endpoint_hash) "
        "VALUES ('junk', '/moved/junk', 'junk', 'junk', 'junk')"
    )
