"""The log in an admin's browser."""

import json
import subprocess

import pytest
import requests
from devenv import browser
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def site(make_server):
    server = make_server(workers=2)
    server.shell(
        "env['endpoint.endpoint'].search([]).write("
        "{'log_headers': True, 'log_bodies': True})\nenv.cr.commit()"
    )
    for path in ("health", "hello", "error", "hello?token=S3C", "countries/1") * 4:
        requests.get(f"{server.url}/demo/{path}", timeout=60)
    return server


@pytest.fixture
def page(site, browser_page):
    browser.log_in(browser_page, site.url, "/odoo")
    return browser_page


def test_the_list_and_one_call(site, page):
    page.goto(f"{site.url}/odoo/endpoint-calls")
    page.wait_for_selector(".o_data_row")
    page.click(".o_data_row:has-text('/demo/error') td[name=path]")
    page.wait_for_selector(".o_form_view")
    expect(page.locator(".oe_title")).to_be_in_viewport()
    assert "S3C" not in page.content()


def test_the_dashboard_and_its_favourites(site, page):
    page.goto(f"{site.url}/odoo/endpoint-dashboard")
    page.wait_for_selector(".o_graph_renderer canvas")
    for name in ("Error rate", "Duration (p95)", "Top callers", "Slowest"):
        page.click(".o_searchview_dropdown_toggler")
        page.click(f".o_favorite_menu .o_menu_item:has-text('{name}')")
        page.keyboard.press("Escape")
        page.wait_for_selector(f".o_searchview_facet:has-text('{name}')")
        page.wait_for_selector(".o_graph_renderer canvas")
    page.click(".o_switch_view.o_pivot")
    page.wait_for_selector(".o_pivot table")


def test_the_calls_of_an_endpoint(site, page):
    page.goto(f"{site.url}/odoo/endpoints")
    page.click(".o_data_row:has-text('/demo/hello') td[name=route]")
    page.click(".o_notebook a[name=log]")
    page.wait_for_selector(".o_dashboard_graph canvas")
    page.click("button[name=action_open_calls]")
    page.wait_for_selector(".o_data_row:has-text('/demo/hello')")


def test_a_call_copied_as_curl_runs(site, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sent = {"name": 'it\'s "$(id)" `id` é'}
    headers = {"X-Shop": "a 'b' $HOME", "Accept-Encoding": "identity"}
    requests.post(f"{site.url}/demo/echo?n=1", json=sent, headers=headers, timeout=60)
    page.wait_for_timeout(1500)
    page.goto(f"{site.url}/odoo/endpoint-calls")
    page.click(".o_data_row:has-text('/demo/echo') td[name=path]")
    page.click("button:has-text('Copy as curl')")
    command = page.evaluate("navigator.clipboard.readText()")
    assert "X-Shop" in command
    shell = ["bash", "-c", f"{command} --silent"]
    done = subprocess.run(shell, capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout)["you_sent"] == sent
