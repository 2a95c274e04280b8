"""Listen for one call: in a browser, and with several processes."""

import json
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import requests
from devenv import browser, database
from playwright.sync_api import expect

_SHELL = """
values = {
    "request_method": "POST", "request_content_type": "*/*", "auth_type": "public",
    "exec_as_user_id": env.ref("base.public_user").id, "registry_sync": True,
    "code_snippet": "result = {'payload': {}}",
}
for name in %r:
    env["endpoint.endpoint"].create({**values, "name": name, "route": f"/wb/{name}"})
env.cr.commit()
"""
_LISTEN = """
endpoints = env["endpoint.endpoint"].search([("route", "=like", "/wb/%")])
endpoints.action_listen()
env.cr.commit()
"""
_BODY = {"order": "A-1", "at": "2026-01-31T10:00:00Z", "lines": [{"qty": 1}]}
_PARAMETERS = "- name: page\n  type: integer\n- name: token\n  type: string\n"


@pytest.fixture(scope="module")
def url(server):
    """The start of the URLs of the endpoints."""
    server.shell(_SHELL % (["form", "parallel", "failing"],))
    return f"{server.url}/wb"


@pytest.fixture
def form(server, url, browser_page):
    """The form of an endpoint, opened as admin."""
    page = browser_page
    browser.log_in(page, server.url, "/odoo/endpoints")
    page.click(".o_data_cell:text-is('/wb/form')", timeout=60_000)
    page.wait_for_selector(".o_form_view")
    return page


def test_an_admin_listens_for_a_webhook(server, url, form, odoo_env):
    form.click("button[name=action_listen]")
    timer = form.locator(".o_capture_time")
    expect(timer).to_contain_text("9:5")
    form.fill(".o_field_widget[name=name] input", "Unsaved name")
    send = ["curl", "-sS", "--json", json.dumps(_BODY), "-H", "X-Api-Key: S3C"]
    subprocess.run([*send, f"{url}/form?page=2&token=S3C"], check=True, timeout=60)

    call = form.locator(".o_capture")
    expect(call).to_contain_text("POST /wb/form?page=2&token=***", timeout=10_000)
    expect(call.locator(".o_capture_status")).to_have_text("200")
    expect(call.locator("[data-name=headers]")).to_contain_text("X-Api-Key: ***")
    expect(call.locator("[data-name=body]")).to_contain_text('"order": "A-1"')
    name = form.locator(".o_field_widget[name=name] input")
    expect(name).to_have_value("Unsaved name")

    form.click(".o_capture_schema")
    form.wait_for_selector(".o_notification:has-text('Body schema')")
    form.click(".o_capture_query")
    form.wait_for_selector(".o_notification:has-text('Query parameters')")
    form.click(".o_capture_example")
    form.wait_for_selector(".o_notification:has-text('Examples')")
    form.click(".o_notebook .nav-link:text-is('Examples')")
    row = form.locator(".o_field_widget[name=example_ids] .o_data_row")
    expect(row).to_contain_text("POST /wb/form (200)")

    sql = """
        SELECT name, request_content_type, request_content_schema, query_parameters
          FROM endpoint_endpoint WHERE route = '/wb/form'
    """
    [(name, content_type, schema, parameters)] = database.query(
        odoo_env, sql, (), server.db
    )
    assert (name, content_type) == ("Unsaved name", "application/json")
    assert "format: date-time" in schema
    assert parameters == _PARAMETERS


def test_a_schema_is_replaced_after_a_question(url, form):
    form.click("button[name=action_listen]")
    form.wait_for_selector(".o_capture_time")
    response = requests.post(f"{url}/form?page=x", json={"other": 1}, timeout=60)
    assert response.status_code == 400
    call = form.locator(".o_capture")
    expect(call.locator(".o_capture_status")).to_have_text("400", timeout=10_000)
    expect(call.locator("[data-name=error]")).to_contain_text("body: 'order' is a req")
    schema = form.locator(".o_field_widget[name=request_content_schema]")
    form.click(".o_notebook .nav-link:text-is('Body schema')")
    expect(schema).to_contain_text("date-time")
    form.click(".o_capture_schema")
    form.click(".modal button:text-is('Replace')")
    expect(schema).to_contain_text("other:")
    form.click(".o_form_button_cancel")
    expect(schema).to_contain_text("date-time")


def test_listening_stops_by_hand(url, form):
    form.click("button[name=action_listen]")
    form.click("button:text-is('Stop')")
    form.wait_for_selector(".o_capture_time", state="detached")
    form.click(".o_capture button:text-is('Show')")
    form.click(".o_capture_delete")
    form.click(".modal button:text-is('Delete')")
    form.wait_for_selector(".o_capture", state="detached")


def kept(server, env, route):
    sql = """
        SELECT method, status, body, error FROM endpoint_captured_call c
          JOIN endpoint_endpoint e ON e.id = c.res_id WHERE e.route = %s
    """
    deadline = time.monotonic() + 10
    while not (rows := database.query(env, sql, (route,), server.db)):
        assert time.monotonic() < deadline, "no call is kept"
        time.sleep(0.1)
    return rows


def test_one_of_many_parallel_calls_is_kept(server, url, odoo_env):
    server.shell(_LISTEN)
    with ThreadPoolExecutor(16) as pool:
        post = partial(requests.post, f"{url}/parallel", timeout=60)
        sent = [pool.submit(post, json={"n": number}) for number in range(64)]
    statuses = {future.result().status_code for future in sent}
    assert statuses == {200}
    time.sleep(1)
    assert len(kept(server, odoo_env, "/wb/parallel")) == 1
    sql = "SELECT capture_until FROM endpoint_endpoint WHERE route = '/wb/parallel'"
    assert database.query(odoo_env, sql, (), server.db) == [(None,)]
    log = server.log_path.read_text()
    assert "Cannot keep" not in log
    assert "bad query" not in log


def test_a_call_that_is_rolled_back_is_kept(server, url, odoo_env):
    server.shell(_LISTEN)
    assert requests.put(f"{url}/failing", data=b"x", timeout=60).status_code == 405
    [(method, status, body, error)] = kept(server, odoo_env, "/wb/failing")
    assert (method, status, body) == ("PUT", 405, "x")
    assert error
