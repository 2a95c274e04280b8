"""A logged call opens in the panel Try it."""

import api_key
import pytest
import requests
from devenv import browser, database
from playwright.sync_api import expect

_SHELL = """
env["endpoint.endpoint"].create({
    "name": "Orders", "route": "/logged/<int:id>", "request_method": "POST",
    "request_content_type": "application/json", "auth_type": "bearer",
    "log_headers": True, "log_bodies": True, "registry_sync": True,
    "query_parameters": "[{name: token, required: true}, {name: page}]",
    "code_snippet": "result = {'payload': {'login': user.login,"
    " 'qty': body['qty'], 'params': request.params}}",
})
env.cr.commit()
"""


@pytest.fixture(scope="module")
def site(make_server):
    server = make_server(workers=2)
    server.shell(_SHELL)
    return server


@pytest.fixture
def call(site, browser_page, odoo_env):
    """The form of a logged call."""
    headers = {"Authorization": f"Bearer {api_key.make(site.shell)}", "X-Shop": "Paris"}
    url = f"{site.url}/logged/42?page=2&token=S3C"
    answer = requests.post(url, json={"qty": 3}, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    browser_page.wait_for_timeout(1500)
    sql = "SELECT max(id) FROM endpoint_log WHERE path = '/logged/42'"
    [(row,)] = database.query(odoo_env, sql, db=site.db)
    browser.log_in(browser_page, site.url, f"/odoo/endpoint-calls/{row}")
    browser_page.wait_for_selector("button[name=action_try]", timeout=60_000)
    return browser_page


def test_a_call_opens_in_try_it(call):
    call.click("button[name=action_try]")
    panel = call.locator(".o_endpoint_try_it")
    expect(panel.locator(".o_endpoint_note")).to_contain_text("has no secrets")
    expect(panel.locator("input[name=path_id]")).to_have_value("42")
    token = panel.get_by_label("token")
    expect(token).to_have_attribute("placeholder", "Secret that was not kept")
    expect(panel.locator(".o_endpoint_body_editor")).to_contain_text('"qty": 3')
    token.fill("typed")
    with call.expect_response("**web_dry_run"):
        panel.locator(".o_endpoint_dry_run").click()
    expect(panel.locator(".o_endpoint_status")).to_have_text("200 OK")
    body = panel.locator(".o_endpoint_text").first
    for text in ('"id": 42', '"qty": 3', '"login": "demo"', '"token": "typed"'):
        expect(body).to_contain_text(text)


def test_the_browser_keeps_nothing_of_the_body(call):
    call.click("button[name=action_try]")
    call.wait_for_selector(".o_endpoint_note")
    stored = call.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert "try_it_call" in stored
    assert "qty" not in stored


def test_a_small_screen_shows_it_in_a_dialog(call):
    call.set_viewport_size({"width": 480, "height": 800})
    call.click(".o_control_panel button:has(.fa-bolt)")
    call.click("button[name=action_try]")
    dialog = call.locator("[role=dialog]")
    expect(dialog.locator("input[name=path_id]")).to_have_value("42")
    dialog.locator("button[aria-label=Close]").click()
    expect(dialog).to_have_count(0)
