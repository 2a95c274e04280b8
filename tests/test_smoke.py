"""Odoo starts with the addons, and a user can log in."""

import re
import urllib.request


def get(url):
    """:return: (status, text) of a GET"""
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.status, answer.read().decode()


def test_login_page_with_its_assets(server):
    status, page = get(f"{server.url}/web/login")
    assert status == 200
    assets = re.findall(r'(?:href|src)="(/web/assets/[^"]+)"', page)
    assert {path.rpartition(".")[2] for path in assets} == {"css", "js"}
    for path in assets:
        status, text = get(server.url + path)
        assert (status, bool(text)) == (200, True), path


def test_admin_logs_in(server, browser_page):
    browser_page.goto(f"{server.url}/web/login")
    browser_page.fill("input[name=login]", "admin")
    browser_page.fill("input[name=password]", "admin")
    browser_page.click("button[type=submit]")
    browser_page.wait_for_selector(".o_main_navbar .o_user_menu", timeout=60_000)
    browser_page.wait_for_selector(".o_action_manager .o_view_controller")
    browser_page.wait_for_selector(".o_loading_indicator", state="detached")
