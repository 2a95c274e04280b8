"""An administrator's first endpoint: from the empty list to a response."""

import pytest
import requests
from devenv import browser
from playwright.sync_api import expect


@pytest.fixture
def empty_list(make_server, browser_page):
    """(URL of a server without endpoints, its list of endpoints)"""
    server = make_server()
    server.shell(
        "env['endpoint.endpoint'].with_context(active_test=False).search([]).unlink()"
        "\nenv.cr.commit()"
    )
    browser.log_in(browser_page, server.url, "/odoo/endpoints")
    browser_page.wait_for_selector(".o_view_nocontent", timeout=60_000)
    return server.url, browser_page


def test_from_the_empty_list_to_a_response(empty_list):
    url, page = empty_list
    page.click(".o_view_nocontent a:text-is('a template')")
    page.click(".modal .o_kanban_record:has-text('Health check')")
    page.locator(".modal").wait_for(state="hidden")
    page.click(".o_endpoint_try_it_button")
    path = page.inner_text(".o_endpoint_target")
    assert requests.get(f"{url}{path}", timeout=60).status_code == 404
    page.click(".o_endpoint_dry_run")
    expect(page.locator(".o_endpoint_status")).to_have_text("200 OK")
    tried = page.inner_text(".o_endpoint_text")
    page.click("button[name=action_sync_registry]")
    page.locator("button[name=action_sync_registry]").wait_for(state="hidden")
    response = requests.get(f"{url}{path}", timeout=60)
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert '"status": "ok"' in tried
