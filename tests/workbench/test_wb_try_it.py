"""The panel Try it of the form, in a browser."""

import re

import api_key
import pytest
import requests
from devenv import browser
from playwright.sync_api import expect
from web_form import write_code

_SHELL = """
values = {
    "request_method": "GET", "auth_type": "public", "registry_sync": True,
    "exec_as_user_id": env.ref("base.public_user").id,
}
login = {"code_snippet": "result = {'payload': user.login}", "exec_as_user_id": False}
for auth in ("user_endpoint", "bearer"):
    login.update(name=auth, route=f"/try/{auth}", auth_type=auth)
    env["endpoint.endpoint"].create({**values, **login})
for name, code in %r.items():
    env["endpoint.endpoint"].create(
        {**values, "name": name, "route": f"/try/{name}", "code_snippet": code}
    )
env.cr.commit()
"""
_CODE = {
    # Odoo saves a form when its page is closed: one endpoint for each test that edits.
    "hello": "result = {'payload': 'old'}",
    "edited": "result = {'payload': 'old'}",
    "failing": "result = {'payload': 'old'}",
    "invalid": "result = {'payload': 'old'}",
    "posted": "result = {'payload': 'old'}",
    "count": "log('counting')\n"
    "count = env['ir.config_parameter'].sudo()\n"
    "number = int(count.get_param('try.count', '0')) + 1\n"
    "count.set_param('try.count', str(number))\n"
    "result = {'payload': number}",
    "large": "result = {'payload': [{'id': n} for n in range(400_000)]}",
    "slow": "time.sleep(5)\nresult = {'payload': 'late'}",
}


@pytest.fixture(scope="module")
def server(make_server):
    """With a new database, whose list has all endpoints on the first page."""
    return make_server()


@pytest.fixture(scope="module")
def endpoints(server):
    server.shell(_SHELL % _CODE)
    return server.url


@pytest.fixture
def admin(endpoints, browser_page):
    browser.log_in(browser_page, endpoints, "/odoo/endpoints")
    browser_page.wait_for_selector(".o_list_view", timeout=60_000)
    return browser_page


def open_panel(page, name):
    page.click(f".o_data_row:has-text('/try/{name}')")
    page.click(".o_endpoint_try_it_button")
    page.wait_for_selector(".o_endpoint_try_it")


def dry_run(page):
    """:return: the status line and the body"""
    return after(page, "web_dry_run", lambda: page.click(".o_endpoint_dry_run"))


def send(page, path, button=".o_endpoint_send"):
    """:return: the status line and the body"""
    return after(page, path, lambda: page.click(button))


def press_control_enter(page):
    """:return: the status line and the body"""
    return after(page, "web_dry_run", lambda: page.keyboard.press("Control+Enter"))


def after(page, path, action):
    """Do what sends a request to that path. :return: the status line and the body"""
    with page.expect_response(f"**{path}"):
        action()
    page.wait_for_selector(".o_endpoint_try_it[aria-busy=false]")
    body = page.locator(".o_endpoint_text")
    text = body.first.text_content() if body.count() else ""
    return page.inner_text(".o_endpoint_status"), text


def test_unsaved_code_is_tried_while_the_old_one_is_served(endpoints, admin):
    open_panel(admin, "edited")
    write_code(admin, "code_snippet", "result = {'payload': 'new'}")
    assert dry_run(admin) == ("200 OK", '"new"')
    assert requests.get(f"{endpoints}/try/edited", timeout=60).json() == "old"
    expect(admin.locator(".o_form_button_save")).to_be_visible()  # not saved
    expect(admin.locator(".o_endpoint_hint")).to_contain_text("synced version")


def test_an_error_is_marked_in_the_code(admin):
    open_panel(admin, "failing")
    write_code(admin, "code_snippet", "rows = []\nresult = {'payload': rows[1]}")
    status, _body = dry_run(admin)
    assert status == "500 Internal Server Error"
    expect(admin.locator(".o_endpoint_line pre")).to_have_text(re.compile(r"rows\[1\]"))
    cause = admin.locator(".o_endpoint_cause")
    expect(cause).to_have_text("IndexError: list index out of range")
    marked = admin.locator(".ace_gutter-cell.o_endpoint_error_line")
    expect(marked).to_have_text("2")
    admin.click(".o_form_view .o_notebook .nav-link[name=code_help]")
    admin.click(".o_endpoint_line button")
    expect(marked).to_have_text("2")
    expect(admin.locator("[name=code_snippet] textarea.ace_text-input")).to_be_focused()


def test_a_form_that_cannot_be_saved_says_why_in_the_panel(admin):
    open_panel(admin, "invalid")
    write_code(admin, "code_snippet", "result = (")
    admin.click(".o_endpoint_dry_run")
    expect(admin.locator(".o_endpoint_failure")).to_contain_text("line 1")
    expect(admin.locator(".modal")).to_have_count(0)
    write_code(admin, "code_snippet", "result = {'payload': 1}")
    assert dry_run(admin) == ("200 OK", "1")
    expect(admin.locator(".o_endpoint_failure")).to_have_count(0)


def test_a_dry_run_changes_nothing_and_send_does(admin):
    open_panel(admin, "count")
    assert [dry_run(admin)[1] for _again in range(2)] == ["1", "1"]
    expect(admin.locator(".o_endpoint_log")).to_contain_text("counting")
    expect(admin.locator("summary:has-text('SQL queries')")).to_be_visible()
    assert [send(admin, "/try/count")[1] for _again in range(2)] == ["1", "2"]
    expect(admin.locator("text=This call was sent for real.")).to_be_visible()
    assert dry_run(admin)[1] == "3"


def test_a_call_that_may_write_is_confirmed(admin):
    open_panel(admin, "posted")
    admin.click(".o_field_widget[name=request_method] input")
    admin.click(".o_select_menu_item:has-text('POST')")
    admin.click(".o_form_button_save")
    admin.click("button[name=action_sync_registry]")
    expect(admin.locator(".o_endpoint_method")).to_have_value("POST")
    admin.click(".o_endpoint_send")
    button = ".modal-footer button:has-text('Send')"
    assert send(admin, "/try/posted", button) == ("200 OK", '"old"')


def call_as(page, kind):
    page.click(".o_endpoint_tabs [name=request]")
    page.click(f"input[name=endpoint_caller][value={kind}]")


def test_send_uses_the_session_or_no_credentials(admin):
    open_panel(admin, "user_endpoint")
    assert dry_run(admin) == ("200 OK", '"admin"')
    assert send(admin, "/try/user_endpoint") == ("200 OK", '"admin"')
    call_as(admin, "nobody")
    assert dry_run(admin)[0] == "401 Unauthorized"
    assert send(admin, "/try/user_endpoint")[0] == "401 Unauthorized"
    refused = admin.console_errors.pop()
    assert "401" in refused  # Chromium's line for each refused fetch


def test_a_key_is_needed_where_no_session_counts(server, admin):
    open_panel(admin, "bearer")
    assert dry_run(admin) == ("200 OK", '"admin"')
    expect(admin.locator(".o_endpoint_blocked")).to_contain_text("choose “A key”")
    call_as(admin, "key")
    admin.fill(".o_endpoint_key", api_key.make(server.shell))
    assert dry_run(admin) == ("200 OK", '"demo"')
    assert send(admin, "/try/bearer") == ("200 OK", '"demo"')


def test_another_user_is_chosen_for_a_dry_run(admin):
    open_panel(admin, "user_endpoint")
    admin.fill(".o_endpoint_caller .o-autocomplete input", "Marc Demo")
    admin.click(".o-autocomplete--dropdown-item:has-text('Marc Demo')")
    assert dry_run(admin) == ("200 OK", '"demo"')
    expect(admin.locator(".o_endpoint_send")).to_be_disabled()
    expect(admin.locator(".o_endpoint_blocked")).to_contain_text("another user")


def test_a_new_endpoint_is_tried_before_it_is_saved(admin):
    admin.click(".o_list_button_add")
    admin.fill(".o_field_widget[name=name] input", "Draft")
    admin.fill(".o_field_widget[name=route] input", "/try/draft/<int:id>")
    admin.click(".o_endpoint_try_it_button")
    admin.fill(".o_endpoint_try_it input[name=path_id]", "7")
    assert dry_run(admin) == ("200 OK", '{\n  "hello": "world"\n}')
    expect(admin.locator(".o_endpoint_blocked")).to_contain_text("Save and sync")
    admin.click(".o_form_button_cancel")
    admin.wait_for_selector(".o_list_view")
    expect(admin.locator("td:has-text('/try/draft')")).to_have_count(0)


def test_five_megabytes_do_not_freeze_the_page(admin):
    open_panel(admin, "large")
    status, body = send(admin, "/try/large")
    assert status == "200 OK"
    assert len(body) <= 20_000
    admin.click(".o_endpoint_try_it button:has-text('Show more')")
    expect(admin.locator("text=only its beginning")).to_be_visible()


def test_a_slow_run_is_cancelled(admin):
    open_panel(admin, "slow")
    admin.click(".o_endpoint_dry_run")
    expect(admin.locator(".o_endpoint_dry_run")).to_be_disabled()
    admin.click(".o_endpoint_cancel")
    expect(admin.locator(".o_endpoint_dry_run")).to_be_enabled()
    expect(admin.locator(".o_endpoint_failure")).to_have_count(0)


def test_a_saved_example_is_offered_again(admin):
    open_panel(admin, "hello")
    admin.click(".o_endpoint_try_it button:has-text('Add a parameter')")
    admin.fill(".o_endpoint_rows input[placeholder=Name]", "page")
    admin.fill(".o_endpoint_rows input[aria-label=Value]", "2")
    admin.fill("input[aria-label='Name of the example']", "Page two")
    admin.click(".o_endpoint_save_example")
    admin.click(".o_notebook .nav-link[name=examples]")
    admin.wait_for_selector(".o_field_widget[name=example_ids] td:has-text('Page two')")
    admin.click(".o_pager_next")
    admin.click(".o_pager_previous")
    admin.select_option(".o_endpoint_example", label="Page two")
    expect(admin.locator(".o_endpoint_target")).to_have_text("/try/hello?page=2")


def test_the_keyboard_suffices(admin):
    admin.click(".o_data_row:has-text('/try/hello')")
    admin.wait_for_selector(".o_endpoint_try_it_button")
    admin.keyboard.press("Alt+t")
    expect(admin.locator(".o_endpoint_method")).to_be_focused()
    assert press_control_enter(admin)[0] == "200 OK"
    for _field in range(3):
        admin.keyboard.press("Shift+Tab")
    admin.keyboard.press("Alt+t")
    expect(admin.locator(".o_endpoint_try_it")).to_have_count(0)
    expect(admin.locator(".o_endpoint_try_it_button")).to_be_focused()


def test_a_small_screen_has_a_dialog(admin):
    admin.set_viewport_size({"width": 400, "height": 800})
    admin.click(".o_kanban_record:has-text('/try/hello'), td:has-text('/try/hello')")
    admin.wait_for_selector(".o_form_view")
    button = admin.locator(".o_endpoint_try_it_button")
    if not button.is_visible():
        admin.click(".o_statusbar_buttons button[title=More]")
    button.click()
    admin.wait_for_selector("[role=dialog] .o_endpoint_try_it")
    assert press_control_enter(admin)[0] == "200 OK"
    admin.keyboard.press("Escape")
    expect(admin.locator(".o_endpoint_try_it")).to_have_count(0)
