"""axe-core checks the pages of the workbench, as it runs in a browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

_SHELL = """
endpoint = env["endpoint.endpoint"].create({
    "name": "Checked", "route": "/axe/checked/<int:id>", "request_method": "POST",
    "request_content_type": "application/json", "auth_type": "public",
    "exec_as_user_id": env.ref("base.public_user").id, "registry_sync": True,
    "code_snippet": "log('called')\\nresult = {'payload': env['res.country'].search([]).ids}",
    "request_content_schema": "type: object",
    "query_parameters": "- {name: page, type: integer, default: 1}",
    "example_ids": [(0, 0, {
        "name": "A call", "method": "POST", "path": "/axe/checked/7",
        "headers": "X-Shop: Paris", "body": "{}", "status": 200,
    })],
})
env.cr.commit()
endpoint.write({"code_snippet": "result = {'payload': 2}", "version_approval": True})
endpoint.write({"code_snippet": "result = {'payload': rows}"})
env.cr.commit()
print("id:", endpoint.id)
"""
#: Elements of Odoo's web client that axe-core objects to. They are on every form.
_OF_ODOO = [
    ".o_main_navbar",
]


@pytest.fixture(scope="module")
def endpoint(server):
    """The address of a form: a draft of an endpoint in service, with an example."""
    number = server.shell(_SHELL).rpartition("id: ")[2].strip()
    return f"{server.url}/odoo/endpoints/{number}"


@pytest.fixture
def admin(server, endpoint, browser_page):
    page = browser_page
    page.goto(f"{server.url}/web/login?redirect=/odoo/endpoints")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", "admin")
    page.click("button[type=submit]")
    page.wait_for_selector(".o_list_view .o_data_row", timeout=60_000)
    return page


def serious(page):
    """:return: what axe-core calls serious or critical: (rule, HTML of the element)"""
    page.wait_for_timeout(500)  # fading dialogs have no contrast
    results = Axe().run(page, {"exclude": [[selector] for selector in _OF_ODOO]})
    return [
        (rule["id"], node["target"], node["html"][:300])
        for rule in results.response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def open_form(page, endpoint):
    page.goto(endpoint)
    page.wait_for_selector(".o_form_view .ace_content")


def test_a_picture_without_a_text_is_found(admin):
    admin.evaluate("document.querySelector('.o_action').append(new Image())")
    assert [rule for rule, *_place in serious(admin)] == ["image-alt"]


def test_the_list(admin):
    assert serious(admin) == []


def test_the_empty_list(admin):
    admin.fill(".o_searchview_input", "no such endpoint")
    admin.keyboard.press("Enter")
    admin.wait_for_selector(".o_view_nocontent")
    assert serious(admin) == []


def test_each_page_of_the_form(admin, endpoint):
    open_form(admin, endpoint)
    problems = {}
    for tab in admin.locator(".o_form_view .o_notebook .nav-link").all():
        tab.click()
        problems[tab.inner_text()] = serious(admin)
    assert len(problems) > 4
    assert not any(problems.values()), problems


@pytest.mark.parametrize("width", [1280, 400])
def test_the_panel_try_it(admin, endpoint, width):
    """At 400 pixels, it is a dialog."""
    open_form(admin, endpoint)
    admin.set_viewport_size({"width": width, "height": 800})
    admin.keyboard.press("Alt+t")
    admin.wait_for_selector(".o_endpoint_try_it")
    problems = {"request": serious(admin)}
    admin.click(".o_endpoint_dry_run")
    admin.wait_for_selector(".o_endpoint_status")
    problems["response"] = serious(admin)
    admin.click(".o_endpoint_try_it .nav-link[name=code]")
    problems["code"] = serious(admin)
    assert not any(problems.values()), problems


def test_history_and_comparison(admin, endpoint):
    open_form(admin, endpoint)
    admin.click("button[name=action_history]")
    admin.wait_for_selector(".o_list_view .o_data_row")
    problems = {"history": serious(admin)}
    admin.locator(".o_data_row button[name=action_compare]").last.click()
    admin.wait_for_selector(".modal .o_field_widget[name=diff] table")
    problems["comparison"] = serious(admin)
    assert not any(problems.values()), problems


def test_the_export(admin, endpoint):
    open_form(admin, endpoint)
    admin.click(".o_cp_action_menus button")
    admin.click(".o-dropdown-item:has-text('Export as module')")
    admin.wait_for_selector(".modal [name=title]")
    assert serious(admin) == []


def test_the_import(admin):
    admin.click(".o_cp_action_menus button")
    admin.click(".o-dropdown-item:has-text('Import from OpenAPI')")
    admin.wait_for_selector(".modal [name=text] textarea")
    assert serious(admin) == []


def test_the_templates(admin):
    admin.click("button[name=action_new_from_template]")
    admin.wait_for_selector(".modal .o_kanban_record:has-text('Health check')")
    assert serious(admin) == []
