"""axe-core checks the pages of the workbench, as it runs in a browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from devenv import browser
from web_form import search

_SHELL = """
endpoint = env["endpoint.endpoint"].create({
    "name": "Checked", "route": "/axe/checked/<int:id>", "request_method": "POST",
    "request_content_type": "application/json", "auth_type": "public",
    "exec_as_user_id": env.ref("base.public_user").id, "registry_sync": True,
    "code_snippet": "log('called')\\nresult = {'payload': caller.name}",
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
#: rule -> selector of the elements of Odoo's own web client that break it
_OF_ODOO = {
    "html-has-lang": "html",  # its page has no lang attribute
    "accesskeys": ".o_searchview_input",  # in the page and in the dialog above it
    "aria-allowed-attr": ".o_searchview, .o_searchview *, .o-dropdown",
    "aria-dialog-name": ".modal",  # its title is not linked
    "aria-required-children": ".o_menu_systray",
    # no tablist around the tabs of a notebook, no list around the facets of a search
    "aria-required-parent": ".o_notebook .nav-link, .o_searchview_facet",
    "autocomplete-valid": ".o_select_menu_toggler",  # not a value of HTML
    # icons without a text
    "button-name": ".o_optional_columns_dropdown *, .o_clipboard_button, "
    ".o_back_button, .o_button_more",
    "role-img-alt": ".o_searchview_icon",
    # muted text has a contrast of 4.33:1; badges, labels on small screens, diffs
    "color-contrast": ".text-muted, .o_field_badge *, .o_form_label, .diff_header",
    "link-name": ".o_menu_toggle",  # an icon on small screens
    # check boxes of lists, Odoo's own code editor
    "label": ".o_list_renderer .form-check-input, .o_field_code textarea",
}


@pytest.fixture(scope="module")
def endpoint(server):
    """The address of a form: a draft of an endpoint in service, with an example."""
    number = server.shell(_SHELL).rpartition("id: ")[2].strip()
    return f"{server.url}/odoo/endpoints/{number}"


@pytest.fixture
def admin(server, endpoint, browser_page):
    page = browser_page
    browser.log_in(page, server.url, "/odoo/endpoints")
    page.wait_for_selector(".o_list_view .o_data_row", timeout=60_000)
    return page


def serious(page):
    """:return: what axe-core calls serious or critical: (rule, place, HTML)"""
    page.wait_for_timeout(500)  # a dialog that fades in has no contrast
    return [
        (rule["id"], node["target"][-1], node["html"][:300])
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not is_of_odoo(page, rule["id"], node["target"][-1])
    ]


def is_of_odoo(page, rule, place):
    matches = "(element, selector) => element.matches(selector)"
    selector = _OF_ODOO.get(rule)
    return bool(selector) and page.locator(place).first.evaluate(matches, selector)


def open_form(page, endpoint):
    page.goto(endpoint)
    page.wait_for_selector(".o_form_view .ace_content")


def test_a_picture_without_a_text_is_found(admin):
    admin.evaluate("document.querySelector('.o_action').append(new Image())")
    assert [rule for rule, *_place in serious(admin)] == ["image-alt"]


def test_the_list(admin):
    assert serious(admin) == []


def test_the_empty_list(admin):
    search(admin, "no such endpoint")
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
def test_the_form_and_the_panel_try_it(admin, endpoint, width):
    """At 400 pixels, the panel is a dialog, and its button in a menu."""
    admin.set_viewport_size({"width": width, "height": 800})
    open_form(admin, endpoint)
    problems = {"form": serious(admin)}
    button = admin.locator(".o_endpoint_try_it_button")
    if not button.is_visible():
        admin.click(".o_statusbar_buttons button[title=More]")
    button.click()
    admin.wait_for_selector(".o_endpoint_try_it")
    problems["request"] = serious(admin)
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
    admin.locator(".o_data_row button[name=action_compare]").first.click()
    admin.wait_for_selector(".modal .o_field_widget[name=diff] h4")
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
