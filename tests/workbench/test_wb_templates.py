"""An administrator begins with a template, or with a document, in a browser."""

import json

import api_key
import pytest
import requests
from devenv import browser, database
from playwright.sync_api import expect
from web_form import search

DOCUMENT = {
    "openapi": "3.1.0",
    "paths": {
        "/browser/pets/{id}": {
            "head": {},
            "get": {
                "summary": "A pet",
                "parameters": [
                    {"name": "id", "in": "path", "schema": {"type": "integer"}}
                ],
                "responses": {
                    "200": {"content": {"application/json": {"example": {"id": 3}}}}
                },
            },
        }
    },
}
#: name of a template -> part of the response to its example
TEMPLATES = {
    "Health check": '{"status": "ok"}',
    "Webhook receiver": '{"received": "order.paid"}',
    "Paged list": '"page": 1',
    "Create from JSON": '"name": "Ada Lovelace"',
    "File upload": '"size": 5',
    "File download": "BE,Belgium",
    "Form post": "Thank you, Ada.",
    "REST over a model": '"code":"AF"',
}


@pytest.fixture
def admin(server, browser_page):
    """The list of endpoints, opened as admin."""
    browser.log_in(browser_page, server.url, "/odoo/endpoints")
    browser_page.wait_for_selector(".o_list_view", timeout=60_000)
    return browser_page


@pytest.fixture(scope="session")
def key(server):
    """An API key of the administrator."""
    return api_key.make(server.shell, "base.user_admin")


def sync(page):
    page.click("button[name=action_sync_registry]")
    page.locator("button[name=action_sync_registry]").wait_for(state="hidden")


def send_example(server, endpoint_id, key):
    """Send the saved example of an endpoint."""
    query = """
        SELECT method, path, query, headers, body, status FROM endpoint_example
         WHERE res_model = 'endpoint.endpoint' AND res_id = %s
    """
    [row] = database.query(server.env, query, (endpoint_id,), server.db)
    method, path, query, lines, body, status = row
    headers = dict(line.split(": ", 1) for line in (lines or "").splitlines())
    headers["Authorization"] = f"Bearer {key}"
    url = f"{server.url}{path}?{query or ''}"
    body = (body or "").encode()
    response = requests.request(method, url, data=body, headers=headers, timeout=60)
    assert response.status_code == status, response.text
    return response.text


@pytest.mark.parametrize(("name", "words"), TEMPLATES.items())
def test_an_admin_begins_with_a_template(server, admin, key, name, words):
    admin.click("button[name=action_new_from_template]")
    admin.click(f".modal .o_kanban_record:has-text('{name}')")
    admin.locator(".modal").wait_for(state="hidden")
    title = admin.locator(".o_form_view .o_field_widget[name=name] input")
    title.wait_for()
    assert title.input_value() == name
    allow_keys(admin)
    sync(admin)
    endpoint_id = int(admin.url.rstrip("/").rpartition("/")[2].partition("?")[0])
    assert words in send_example(server, endpoint_id, key)


def allow_keys(page):
    """Accept the API keys of users, where the endpoint requires a key."""
    option = page.locator(".o_field_widget[name=allow_rpc_keys] input")
    if option.count():
        option.click()
        page.click(".o_form_button_save")


def open_import(page):
    page.click(".o_cp_action_menus button")
    page.click(".o-dropdown-item:has-text('Import from OpenAPI')")


def test_an_admin_imports_a_document(server, admin):
    open_import(admin)
    admin.fill(".modal [name=text] textarea", json.dumps(DOCUMENT))
    admin.click(".modal button[name=action_import]")
    admin.wait_for_selector("text=HEAD /browser/pets/{id}: Endpoints do not have")
    admin.click(".modal button[name=action_open_endpoints]")
    admin.locator(".modal").wait_for(state="hidden")
    admin.click(".o_data_row:has-text('A pet')")
    sync(admin)
    response = requests.get(f"{server.url}/browser/pets/9", timeout=60)
    assert response.json() == {"id": 3}


def test_the_list_shows_imported_endpoints(admin):
    open_import(admin)
    text = json.dumps(DOCUMENT).replace("A pet", "A shown pet")
    admin.fill(".modal [name=text] textarea", text)
    admin.fill(".modal [name=prefix] input", "/aa")  # on the first page
    admin.click(".modal button[name=action_import]")
    admin.wait_for_selector(".modal button[name=action_open_endpoints]")
    admin.click(".modal .btn-close")
    admin.wait_for_selector(".o_data_row:has-text('A shown pet')")


def test_an_admin_uploads_a_swagger_document(server, admin):
    open_import(admin)
    admin.set_input_files(
        ".modal input[type=file]",
        {"name": "old.yaml", "mimeType": "text/yaml", "buffer": b'swagger: "2.0"'},
    )
    file = admin.locator(".modal .o_field_widget[name=file] input[type=text]")
    expect(file).to_have_value("old.yaml")
    admin.click(".modal button[name=action_import]")
    admin.wait_for_selector("text=This is a Swagger 2.0 document")


def test_the_empty_list_offers_both(admin):
    search(admin, "no such endpoint")
    admin.click("a:text-is('an OpenAPI document')")
    admin.wait_for_selector(".modal [name=text] textarea")
    admin.click(".modal .btn-close")
    admin.click("a:text-is('a template')")
    admin.wait_for_selector(".modal .o_kanban_record:has-text('Health check')")
