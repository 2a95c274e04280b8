"""History and drafts of endpoints: in a browser, in two workers, at the same time."""

import re
import threading
import time

import pytest
import requests
import web_form
from devenv import browser

_MAKE = """
endpoint = env["endpoint.endpoint"].create({{
    "name": "{name}", "route": "/history/{name}", "request_method": "GET",
    "auth_type": "public", "exec_as_user_id": env.ref("base.public_user").id,
    "code_snippet": "result = {{'payload': 'old'}}", "registry_sync": True,
    "version_approval": {approval},
}})
env.cr.commit()
print("id:", endpoint.id)
"""
_DRAFT = """
endpoint = env["endpoint.endpoint"].search([("route", "=", "/history/workers")])
endpoint.write({"code_snippet": "result = {'payload': 'new'}", "route": "/history/new"})
env.cr.commit()
"""
_PUT_IN_SERVICE = """
endpoint = env["endpoint.endpoint"].search([("route", "=", "/history/new")])
endpoint.action_put_in_service()
env.cr.commit()
"""
_OTHER = """
endpoint = env["endpoint.endpoint"].search([("route", "=", "/history/seen")])
endpoint.code_snippet = "result = {'payload': 'other'}"
env.cr.commit()
"""
_WORKERS = 2


def make(server, name, approval=False):
    """:return: id of a new endpoint that answers “old”"""
    output = server.shell(_MAKE.format(name=name, approval=approval))
    return int(re.search(r"id: (\d+)", output)[1])


def answers(server, path, mark):
    """:return: the distinct (status, text) that all workers answer"""
    found, deadline = set(), time.monotonic() + 60
    while len(pids(server, mark)) < _WORKERS:
        assert time.monotonic() < deadline, "one worker answers everything"
        threads = [
            threading.Thread(target=ask, args=(server, path, mark, found))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return found


def ask(server, path, mark, found):
    response = requests.get(f"{server.url}{path}?mark={mark}", timeout=60)
    found.add((response.status_code, response.text if response.ok else ""))


def pids(server, mark):
    """:return: ids of the processes that logged a request with this mark"""
    lines = server.log_path.read_text().splitlines()
    return {line.split()[2] for line in lines if f"mark={mark} HTTP" in line}


def test_all_workers_serve_the_version_in_service(make_server):
    server = make_server(workers=_WORKERS)
    make(server, "workers", approval=True)
    assert answers(server, "/history/workers", 1) == {(200, '"old"')}
    server.shell(_DRAFT)
    assert answers(server, "/history/workers", 2) == {(200, '"old"')}
    assert answers(server, "/history/new", 3) == {(404, "")}
    server.kill()
    server = make_server(db=server.db, workers=_WORKERS)
    assert answers(server, "/history/workers", 4) == {(200, '"old"')}
    server.shell(_PUT_IN_SERVICE)
    assert answers(server, "/history/new", 5) == {(200, '"new"')}
    assert answers(server, "/history/workers", 6) == {(404, "")}


class Admin:
    """Calls of the web client."""

    def __init__(self, server):
        self.url = server.url
        self.session = requests.Session()
        params = {"db": server.db, "login": "admin", "password": "admin"}
        self.post("/web/session/authenticate", params)

    def call(self, model, method, *args):
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", params)

    def post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.session.post(self.url + path, json=body, timeout=120).json()
        assert "error" not in answer, answer["error"]["data"]["message"]
        return answer["result"]


def test_two_admins_save_at_the_same_time(server):
    record_id = make(server, "together")
    failed = []

    def edit(admin, who):
        for number in range(15):
            code = f"result = {{'payload': '{who} {number}'}}"
            try:
                admin.call(
                    "endpoint.endpoint", "write", [record_id], {"code_snippet": code}
                )
            except AssertionError as error:
                failed.append(str(error))

    admins = Admin(server), Admin(server)
    threads = [
        threading.Thread(target=edit, args=(admin, who))
        for who, admin in enumerate(admins)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    domain = [("res_id", "=", record_id), ("res_model", "=", "endpoint.endpoint")]
    versions = admins[0].call(
        "endpoint.version", "search_read", domain, ["number", "in_service"]
    )
    numbers = [each["number"] for each in versions]
    print(f"\n{len(numbers)} versions, {len(failed)} refused")
    assert failed == []
    assert numbers == list(range(31, 0, -1))
    assert [each["number"] for each in versions if each["in_service"]] == [31]


@pytest.fixture
def form(server, browser_page):
    """`form(id)` opens an endpoint as admin."""

    def open_form(record_id):
        browser.log_in(browser_page, server.url, f"/odoo/endpoints/{record_id}")
        browser_page.wait_for_selector(".o_form_view", timeout=60_000)
        return browser_page

    return open_form


def change(page, field, text):
    page.fill(f".o_field_widget[name={field}] :is(input, textarea)", text)
    web_form.save(page)


def count(page):
    return page.inner_text("button[name=action_history] .o_stat_value")


def test_an_admin_compares_and_restores(server, form):
    page = form(make(server, "restored"))
    change(page, "further_routes", "/history/second")
    change(page, "name", "Renamed")
    assert count(page) == "3"
    page.click("button[name=action_history]")
    rows = page.locator(".o_list_view .o_data_row")
    rows.nth(2).wait_for()
    assert "Renamed" not in rows.nth(0).inner_text()
    assert "Name" in rows.nth(0).inner_text()
    assert "In service" in rows.nth(0).inner_text()
    assert "Further routes" in rows.nth(1).inner_text()
    assert rows.nth(0).locator("button[name=action_compare]").count() == 0

    rows.nth(2).locator("button[name=action_compare]").click()
    page.wait_for_selector(".modal table.diff:has-text('/history/second')")
    table = page.inner_text(".modal .o_endpoint_version_changes")
    assert "restored" in table
    assert "Renamed" in table
    page.click(".modal .btn-close")

    page.locator(".o_list_view .o_data_row td[name=note]").nth(2).click()
    page.fill(".o_data_row .o_field_widget[name=note] input", "As delivered")
    page.click(".o_list_button_save")
    rows.nth(2).locator("button[name=action_restore]").click()
    page.click(".modal-footer .btn-primary")
    page.wait_for_selector("td:has-text('Restored version 1')")
    page.click(".o_back_button, .breadcrumb-item a >> nth=-1")
    page.wait_for_selector(".o_form_view")
    page.wait_for_selector("button[name=action_history]:has-text('4')")
    assert page.input_value(".o_field_widget[name=name] input") == "restored"


def test_an_admin_reviews_changes(server, form):
    url = f"{server.url}/history/reviewed"
    page = form(make(server, "reviewed"))
    page.click(".o_field_widget[name=version_approval] input")
    change(page, "route", "/history/draft")
    assert "In service: Version 1" in " ".join(page.inner_text("[name=draft]").split())
    assert requests.get(url, timeout=60).json() == "old"

    page.click("button[name=action_compare_draft]")
    page.wait_for_selector(".modal td:has-text('/history/draft')")
    page.click(".modal .btn-close")
    page.click("button[name=action_discard_draft]")
    page.click(".modal-footer .btn-primary")
    page.locator("[name=draft]").wait_for(state="hidden")
    assert page.input_value(".o_field_widget[name=route] input") == "/history/reviewed"

    change(page, "route", "/history/draft")
    page.click("button[name=action_put_in_service]")
    page.locator("[name=draft]").wait_for(state="hidden")
    assert requests.get(url, timeout=60).status_code == 404
    response = requests.get(f"{server.url}/history/draft", timeout=60)
    assert response.json() == "old"


def test_an_admin_serves_only_the_draft_that_the_form_shows(server, form):
    url = f"{server.url}/history/seen"
    page = form(make(server, "seen", approval=True))
    change(page, "name", "Seen")
    server.shell(_OTHER)  # meanwhile, another admin changes the draft
    page.click("button[name=action_put_in_service]")
    page.wait_for_selector(".modal:has-text('was changed after you opened it')")
    page.click(".modal-footer .btn-primary")
    assert requests.get(url, timeout=60).json() == "old"
    page.reload()
    # Changes in the form are saved before, and are seen.
    page.fill(".o_field_widget[name=name] input", "Seen again")
    page.click("button[name=action_put_in_service]")
    page.locator("[name=draft]").wait_for(state="hidden")
    assert requests.get(url, timeout=60).json() == "other"
