"""Endpoints are exported in a browser and installed on a new database, where they give
the same answers, pass their own tests, and are exported as the same file.
"""

import base64
import hashlib
import hmac
import io
import zipfile

import api_key
import jwt
import pytest
import requests
from devenv import addons, browser, database, odoo_log, server, templates
from playwright.sync_api import expect
from web_form import search

_MAKE = '''
Endpoint = env["endpoint.endpoint"]
public = env.ref("base.public_user").id
common = {"registry_sync": True, "route_group": "ship"}

def make(name, example=None, **values):
    values = {"name": name, "route": f"/ship/{name}", **common, **values}
    record = Endpoint.create(values)
    common_call = {"path": record.route, "method": record.request_method}
    for case, call in (example or {}).items():
        record.example_ids = [(0, 0, {"name": case, **common_call, **call})]

make("orders", request_method="POST", request_content_type="application/json",
     auth_type="public", exec_as_user_id=public,
     request_content_schema="""# An order
type: object
required: [qty]
properties:
  qty: {type: integer, minimum: 1}
""",
     query_parameters="- {name: double, type: boolean, default: false}",
     code_snippet="""
# ]]> and <&>: kept
factor = 2 if request.params["double"] else 1
result = {"payload": {"total": body["qty"] * factor, "text": "é <&>"}}
""",
     example={"No quantity": {"body": "{}", "status": 400}, "A new order": {
         "headers": "X-Shop: Zürich €",
         "query": "double=true", "body": '{"qty": 2}', "status": 200}})
make("tags", exec_mode="crud", auth_type="bearer",
     crud_model_id=env["ir.model"]._get_id("res.partner.category"),
     crud_domain=str([("create_uid", "=", env.ref("base.user_admin").id)]),
     exec_as_user_id=env.ref("base.user_admin").id,
     crud_read_fields="name, color", crud_write_fields="name, color",
     crud_can_create=True, crud_can_update=True, crud_can_delete=True,
     example={"All": {"status": 200}, "New": {
         "method": "POST", "body": '{"name": "Fresh"}', "status": 201,
         "headers": "Content-Type: application/json"}})
make("signed", request_method="POST", request_content_type="application/json",
     auth_type="signature", exec_as_user_id=public, signature_scheme="github",
     signature_secret="s3cret", code_snippet="result = {'payload': 'called'}",
     example={"A push": {"body": "{}", "status": 200}})
make("members", auth_type="bearer", allow_rpc_keys=True,
     group_ids=env.ref("base.group_erp_manager").ids,
     code_snippet="result = {'payload': caller.login}",
     example={"A member": {"status": 200}, "Nobody": {"status": 401},
              "A stranger": {"status": 403}})
issuer = env["endpoint.jwt.issuer"].create({
    "name": "Shop", "issuer": "https://shop.example", "audience": "odoo",
    "algorithms": "HS256", "public_key": "s3cret" * 6, "user_source": "fixed",
    "user_id": env.ref("base.user_admin").id})
make("tokens", auth_type="jwt", jwt_issuer_ids=issuer.ids,
     code_snippet="result = {'payload': 'called'}")
make("xml", request_method="POST", request_content_type="application/xml",
     auth_type="public", exec_as_user_id=public,
     request_content_schema="""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="qty" type="xs:int"/>
</xs:schema>""",
     code_snippet="result = {'payload': {'qty': int(body.text)}}",
     example={"Seven": {"body": "<qty>7</qty>", "status": 200}})
make("session", auth_type="user_endpoint",
     code_snippet="result = {'payload': user._name}",
     example={"Logged in": {"status": 200}})
env.cr.commit()
'''
_USER = """
env["res.users"].create({"name": "Plain", "login": "plain", "group_ids": [
    (6, 0, env.ref("base.group_user").ids)]})
env["ir.model.data"].create({"module": "base", "name": "ship_plain", "model":
    "res.users", "res_id": env["res.users"].search([("login", "=", "plain")]).id})
env.cr.commit()
"""
_SECRET = """
found = env["endpoint.endpoint"].search([("route", "=", "/ship/signed")])
found.signature_secret = "s3cret"
env.cr.commit()
"""
_EXPORT = """
import base64
found = env["endpoint.endpoint"].search([("route_group", "=", "ship")])
name, content = found._export_module({arguments})
print("exported", name, base64.b64encode(content).decode())
"""


def export(site, arguments=""):
    """:return: (name of the file, bytes) of an export in `odoo shell`"""
    printed = site.shell(_EXPORT.format(arguments=arguments))
    name, content = printed.rpartition("exported ")[2].split()[:2]
    return name, base64.b64decode(content)


def texts(file):
    """:return: path -> text of the files in an archive"""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def call(site, name, method="GET", **options):
    """:return: (status, JSON)"""
    response = requests.request(
        method, f"{site.url}/ship/{name}", timeout=60, **options
    )
    return response.status_code, response.json() if response.content else None


def signature(body):
    digest = hmac.new(b"s3cret", body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}"}


def answers(site):
    """:return: the responses that must be the same everywhere"""
    keys = {
        user: {"Authorization": f"Bearer {api_key.make(site.shell, user)}"}
        for user in ("base.user_admin", "base.ship_plain")
    }
    admin, plain = keys.values()
    status, tag = call(
        *(site, "tags", "POST"), json={"name": "A tag", "color": 3}, headers=admin
    )
    tag_id = tag.pop("id")
    path = f"tags/{tag_id}"
    return [
        call(site, "orders", "POST", json={"qty": 2}),
        call(site, "orders?double=true", "POST", json={"qty": 2}),
        call(site, "orders?double=perhaps", "POST", json={"qty": 2}),
        call(site, "orders", "POST", json={"qty": 0}),
        call(site, "orders", "POST", data="qty=2"),
        (status, tag),
        call(site, path, "PATCH", json={"color": 4}, headers=admin)[0],
        call(site, path, headers=admin)[1]["color"],
        call(site, path, "DELETE", headers=admin),
        call(site, "tags")[0],
        call(site, "members", headers=admin),
        call(site, "members", headers=plain)[0],
        call(site, "xml", "POST", data="<qty>7</qty>", headers=_XML),
        call(site, "xml", "POST", data="<qty>x</qty>", headers=_XML)[0],
        call(site, "session")[0],
    ]


_XML = {"Content-Type": "application/xml"}


@pytest.fixture(scope="module")
def source(make_server):
    """A server with the endpoints to export."""
    site = make_server()
    site.shell(_MAKE)
    site.shell(_USER)
    return site


@pytest.fixture(scope="module")
def shipped(source, odoo_env, tmp_path_factory):
    """A server on a new database with the exported addon, but without the workbench."""
    _name, content = export(source, '"shipped_api", "The shipped API"')
    folder = tmp_path_factory.mktemp("shipped")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    db = templates.scratch_name("shipped")
    found = {**templates.all_addons(), **addons.find(folder)}
    database.create(odoo_env, db, ["shipped_api"], addons=found, demo=False)
    site = server.OdooServer(odoo_env, db, addons=found)
    try:
        site.start()
        site.shell(_USER)
        yield site
    finally:
        site.kill()
        database.drop(odoo_env, db)


def test_the_endpoints_give_the_same_answers(source, shipped):
    expected = answers(source)
    assert expected[0] == (200, {"total": 2, "text": "é <&>"})
    assert [status for status, _body in expected[1:6]] == [200, 400, 400, 415, 201]
    assert expected[6:10] == [200, 4, (204, None), 401]
    assert expected[10:] == [(200, "admin"), 403, (200, {"qty": 7}), 400, 401]
    assert answers(shipped) == expected


def test_a_secret_does_not_leave(source, shipped):
    def signed(site):
        headers = {**signature(b"{}"), "Content-Type": "application/json"}
        return call(site, "signed", "POST", data=b"{}", headers=headers)[0]

    assert (signed(source), signed(shipped)) == (200, 401)
    claims = {"iss": "https://shop.example", "aud": "odoo", "exp": 4_000_000_000}
    token = jwt.encode(claims, "s3cret" * 6, "HS256")
    headers = {"Authorization": f"Bearer {token}"}
    assert call(source, "tokens", headers=headers) == (200, "called")
    assert call(shipped, "tokens", headers=headers)[0] == 401
    assert b"s3cret" not in export(source)[1]
    shipped.shell(_SECRET)
    assert signed(shipped) == 200


def test_the_exported_tests_pass(shipped, odoo_env):
    options = ["--stop-after-init", "-u", "shipped_api"]
    options += ["--test-tags", "/shipped_api"]
    copy = f"{shipped.db}_tests"
    shipped.stop()  # PostgreSQL copies no database in use
    try:
        database.clone(odoo_env, shipped.db, copy)
        code, log = database.run_odoo(odoo_env, copy, options, shipped.addons)
    finally:
        database.drop(odoo_env, copy)
        shipped.start()
    good, passed, *_ = odoo_log.report(code, log)
    assert good, log.read_text()[-5000:]
    assert passed == 10


def test_the_installed_addon_exports_the_same_file(source, shipped, odoo_env):
    shipped.stop()
    database.update(
        odoo_env, shipped.db, ["endpoint_workbench"], addons=shipped.addons, demo=False
    )
    shipped.start()
    expected = export(source, '"shipped_api", "The shipped API"')
    assert export(shipped) == expected


_OTHER_MODEL = """
import io, zipfile
record = env["test.endpoint"].create({
    "name": "Other", "route": "/ship/other", "auth_type": "bearer",
    "code_snippet": "result = {'payload': 1}"})
name, content = record._export_module()
archive = zipfile.ZipFile(io.BytesIO(content))
for path in ("__manifest__.py", "data/endpoint.xml"):
    print(archive.read(f"other_endpoints/{path}").decode())
for model in ("test.endpoint", "res.partner"):
    found = env["ir.actions.actions"].get_bindings(model).get("action", ())
    print(model, "Export as module" in [action["name"] for action in found])
"""


def test_another_model_of_endpoints(source):
    printed = source.shell(_OTHER_MODEL)
    assert '"depends": [\n        "endpoint",\n        "test_endpoint",' in printed
    assert 'id="endpoint_ship_other_get" model="test.endpoint"' in printed
    assert "test.endpoint True" in printed
    assert "res.partner False" in printed


@pytest.fixture
def admin(source, browser_page):
    """The list of the endpoints, opened as admin."""
    page = browser_page
    browser.log_in(page, source.url, "/odoo/endpoints?debug=1")
    page.wait_for_selector(".o_list_view", timeout=60_000)
    search(page, "/ship/")
    return page


def open_dialog(page, shown):
    page.click(".o_cp_action_menus button")
    page.click(".o-dropdown-item:has-text('Export as module')")
    page.wait_for_selector(f".modal [name=endpoint_list]:has-text('{shown}')")


def test_an_admin_downloads_the_module(source, admin):
    admin.click(".o_list_record_selector input >> nth=0")
    admin.wait_for_selector(".o_selection_box:has-text('7')")
    open_dialog(admin, "GET /ship/members")
    for field, text in (("title", "The shipped API"), ("name", "shipped_api")):
        box = admin.locator(f".modal .o_field_widget[name={field}] input")
        box.fill(text)
        expect(box).to_have_value(text)
    with admin.expect_download() as download:
        admin.click(".modal button[name=action_download]")
    expected = export(source, '"shipped_api", "The shipped API"')
    assert download.value.suggested_filename == expected[0]
    path = download.value.path()
    assert texts(path) == texts(io.BytesIO(expected[1]))
    assert path.read_bytes() == expected[1]


def test_the_dialog_shows_what_stays(admin):
    admin.click(".o_data_row td:has-text('/ship/signed')")
    admin.wait_for_selector(".o_form_view")
    open_dialog(admin, "POST /ship/signed")
    notes = admin.locator(".modal .o_field_widget[name=notes]")
    expect(notes).to_contain_text("401 until you set its secret")
    admin.fill(".modal .o_field_widget[name=name] input", "No name")
    admin.click(".modal button[name=action_download]")
    expect(admin.get_by_text("is not a technical name")).to_be_visible()
