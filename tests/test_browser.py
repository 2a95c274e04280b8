"""An administrator creates, syncs, calls and archives endpoints in a browser."""

import hashlib
import hmac
import json
import re
import subprocess
import time

import api_key
import jwt
import pytest
import requests
from devenv import browser, database
from playwright.sync_api import expect
from web_form import add_tag, choose, save, write_code


@pytest.fixture
def admin(server, browser_page):
    """The list of endpoints, opened as admin."""
    browser.log_in(browser_page, server.url, "/odoo/endpoints?debug=1")
    browser_page.wait_for_selector(".o_list_view", timeout=60_000)
    return browser_page


def begin(page, name, route, user="Public user"):
    """Fill in a new public endpoint that runs as the user."""
    page.click("button.o_list_button_add")
    page.fill(".o_field_widget[name=name] input", name)
    page.fill(".o_field_widget[name=route] input", route)
    choose(page, "auth_type", "Anyone")
    # The answer of this change closes a list of suggestions.
    page.wait_for_selector(".o_field_widget[name=who_can_call]:has-text('Anyone')")
    page.fill(".o_field_widget[name=exec_as_user_id] input", user)
    page.click(f".o-autocomplete--dropdown-item:has-text('{user}')")


def test_an_admin_creates_an_endpoint(server, admin):
    url = f"{server.url}/browser/books"
    begin(admin, "Books", "browser/books")
    admin.click(".o_form_button_save")
    sync = admin.locator("button[name=action_sync_registry]")
    sync.wait_for()
    assert requests.get(url, timeout=60).status_code == 404

    sync.click()
    sync.wait_for(state="hidden")
    response = requests.get(url, timeout=60)
    assert (response.status_code, response.json()) == (200, {"hello": "world"})
    shown = admin.locator(".o_field_widget[name=endpoint_url]").inner_text()
    assert re.search(r"/browser/books$", shown.strip())

    admin.click(".o_cp_action_menus button")
    admin.click(".o-dropdown-item:has-text('Archive')")
    admin.click(".modal-footer .btn-primary")
    # Not "visible": the ribbon element has no size.
    admin.wait_for_selector(
        ".o_widget_web_ribbon:has-text('Archived')", state="attached"
    )
    assert requests.get(url, timeout=60).status_code == 404


def test_an_admin_creates_a_resource(server, admin):
    """REST over a model, without code: a model, a field, an operation."""
    url = f"{server.url}/browser/countries"
    begin(admin, "Countries", "browser/countries")
    choose(admin, "exec_mode", "REST over a model")
    admin.fill(".o_field_widget[name=crud_model_id] input", "res.country")
    admin.click(".o-autocomplete--dropdown-item a:text-is('Country')")
    add_tag(admin, "crud_read_field_ids", "Country Code")
    add_tag(admin, "crud_filter_field_ids", "Country Code")
    admin.wait_for_selector("text=GET /browser/countries/<id>")
    save_and_sync(admin)
    [country] = requests.get(f"{url}?code=BE", timeout=60).json()["data"]
    assert country == {"id": country["id"], "name": "Belgium", "code": "BE"}
    assert requests.get(f"{url}/{country['id']}", timeout=60).json() == country
    assert requests.post(url, json={}, timeout=60).status_code == 405


def test_an_admin_turns_fast_lists_off(server, admin):
    url = f"{server.url}/browser/fast"
    begin(admin, "Fast", "browser/fast")
    choose(admin, "exec_mode", "REST over a model")
    admin.fill(".o_field_widget[name=crud_model_id] input", "res.country")
    admin.click(".o-autocomplete--dropdown-item a:text-is('Country')")
    save_and_sync(admin)
    fast = requests.get(url, timeout=60)
    assert admin.is_checked(".o_field_widget[name=crud_sql_lists] input")
    admin.click(".o_field_widget[name=crud_sql_lists] input")
    save(admin)
    assert not admin.is_checked(".o_field_widget[name=crud_sql_lists] input")
    assert requests.get(url, timeout=60).content == fast.content


def test_an_admin_limits_exports(server, admin):
    url = f"{server.url}/browser/exported"
    begin(admin, "Exported", "browser/exported")
    choose(admin, "exec_mode", "REST over a model")
    admin.fill(".o_field_widget[name=crud_model_id] input", "res.country")
    admin.click(".o-autocomplete--dropdown-item a:text-is('Country')")
    admin.fill(".o_field_widget[name=crud_export_limit] input", "3")
    admin.click(".o_field_widget[name=crud_csv_guard_formulas] input")
    save_and_sync(admin)
    assert requests.get(f"{url}?format=csv", timeout=60).status_code == 413
    response = requests.get(f"{url}?format=csv&limit=3", timeout=60)
    assert len(response.text.splitlines()) == 4


def test_an_admin_creates_a_writable_resource(server, admin):
    url = f"{server.url}/browser/lands"
    begin(admin, "Lands", "browser/lands", "Mitchell Admin")
    choose(admin, "exec_mode", "REST over a model")
    admin.fill(".o_field_widget[name=crud_model_id] input", "res.country")
    admin.click(".o-autocomplete--dropdown-item a:text-is('Country')")
    admin.click(".o_field_widget[name=crud_can_create] input")
    admin.fill(".o_field_widget[name=crud_write_field_ids] input", "Image Url")
    admin.wait_for_selector("text=No records")  # computed fields are not writable
    add_tag(admin, "crud_write_field_ids", "Country Name")
    add_tag(admin, "crud_write_field_ids", "Country Code")
    save_and_sync(admin)
    response = requests.post(url, json={"name": "Atlantis", "code": "QQ"}, timeout=60)
    assert response.status_code == 201, response.text
    record = requests.get(server.url + response.headers["Location"], timeout=60).json()
    assert record == response.json()


def test_an_admin_lets_callers_write_lines_and_keys(server, admin):
    url = f"{server.url}/browser/realms"
    begin(admin, "Realms", "browser/realms", "Mitchell Admin")
    choose(admin, "exec_mode", "REST over a model")
    admin.fill(".o_field_widget[name=crud_model_id] input", "res.country")
    admin.click(".o-autocomplete--dropdown-item a:text-is('Country')")
    admin.click(".o_field_widget[name=crud_can_create] input")
    for name in ("Country Name", "Country Code", "Currency"):
        add_tag(admin, "crud_write_field_ids", name)
    admin.fill(
        ".o_field_widget[name=crud_write_line_fields] textarea",
        "state_ids.name, state_ids.country_id",
    )
    admin.click(".o_form_button_save")
    admin.click(".modal:has-text('Odoo links each line') .modal-footer .btn-primary")
    admin.fill(
        ".o_field_widget[name=crud_write_line_fields] textarea",
        "state_ids.name, state_ids.code",
    )
    admin.fill(".o_field_widget[name=crud_key_lookups] textarea", "currency_id.name")
    save_and_sync(admin)
    sent = {"name": "Oz", "code": "QO", "currency_id": {"name": "USD"}}
    sent["state_ids"] = [{"name": "Emerald City", "code": "EC"}]
    response = requests.post(url, json=sent, timeout=60)
    assert response.status_code == 201, response.text
    sent |= {"code": "QP", "currency_id": {"name": "no"}}
    response = requests.post(url, json=sent, timeout=60)
    assert response.json()["detail"][0]["loc"] == ["body", "currency_id"]


def test_an_admin_chooses_groups_and_totals(server, admin):
    url = f"{server.url}/browser/currencies"
    begin(admin, "Currencies", "browser/currencies")
    choose(admin, "exec_mode", "REST over a model")
    admin.fill(".o_field_widget[name=crud_model_id] input", "res.currency")
    admin.click(".o-autocomplete--dropdown-item a:text-is('Currency')")
    add_tag(admin, "crud_group_field_ids", "Symbol Position")
    admin.fill(".o_field_widget[name=crud_aggregate_field_ids] input", "Symbol")
    admin.wait_for_selector("text=No records")  # a text has no totals
    add_tag(admin, "crud_aggregate_field_ids", "Rounding Factor")
    save_and_sync(admin)
    admin.wait_for_selector("text=GET /browser/currencies/aggregate")
    query = "group_by=position&max=rounding&count=true"
    rows = requests.get(f"{url}/aggregate?{query}", timeout=60).json()["data"]
    assert {row["position"] for row in rows} <= {"before", "after"}
    assert all(row.keys() == {"position", "rounding_max", "count"} for row in rows)


def test_an_admin_sets_a_key_and_actions(server, admin):
    url = f"{server.url}/browser/states"
    begin(admin, "States", "browser/states", "Mitchell Admin")
    choose(admin, "exec_mode", "REST over a model")
    admin.fill(".o_field_widget[name=crud_model_id] input", "res.country")
    admin.click(".o-autocomplete--dropdown-item a:text-is('Country')")
    for name in ("create", "update"):
        admin.click(f".o_field_widget[name=crud_can_{name}] input")
    add_tag(admin, "crud_write_field_ids", "Country Name")
    add_tag(admin, "crud_write_field_ids", "Country Code")
    admin.fill(".o_field_widget[name=crud_key_field] input", "code")
    actions = admin.locator(".o_field_widget[name=crud_actions] textarea")
    actions.fill("address: unlink")
    admin.click(".o_form_button_save")
    admin.click(".modal:has-text('method of all models') .modal-footer .btn-primary")
    actions.fill("address: get_address_fields")
    admin.keyboard.press("Tab")
    admin.wait_for_selector("text=PATCH, PUT /browser/states/by/code/<value>")
    save_and_sync(admin)
    made = requests.put(f"{url}/by/code/QS", json={"name": "Ys"}, timeout=60)
    assert made.status_code == 201, made.text
    path = server.url + made.headers["Location"]
    response = requests.post(f"{path}/address", timeout=60)
    assert (response.status_code, response.json()) == (200, made.json())


LOANS = {
    "crud_expand_fields": "line_ids.book_id, line_ids.note",
    "crud_write_line_fields": "line_ids.book_id, line_ids.note",
    "crud_key_lookups": "partner_id.ref, line_ids.book_id.isbn",
    "crud_actions": "lend: action_lend\nreturn: action_return",
}
LOAN_TAGS = {
    "crud_read": ("Borrower", "Date", "State", "Books", "Lines"),
    "crud_write": ("Number", "Borrower", "Date"),
    "crud_filter": ("Borrower", "State"),
    "crud_sort": ("Number", "Date"),
    "crud_group": ("Borrower", "Date"),
    "crud_aggregate": ("Books",),
}


@pytest.fixture
def curl(server):
    """curl(path, **members of a body) -> (status, text)"""
    code = "env['res.partner'].create({'name': 'Ada', 'ref': 'R-7'}); env.cr.commit()"
    server.shell(code)

    def curl(path, *options, body=None):
        sent = ["--json", json.dumps(body)] if body is not None else []
        command = ["curl", "-s", "-w", "\n%{http_code}", *options, *sent]
        done = subprocess.run(
            [*command, f"{server.url}{path}"], capture_output=True, timeout=60
        )
        text, _, status = done.stdout.decode().rpartition("\n")
        return int(status), text

    return curl


def test_an_admin_creates_the_loans_of_the_library(server, admin, curl):
    """All settings of a resource, in the form; the program that uses it is curl."""
    begin(admin, "Loans", "browser/loans", "Mitchell Admin")
    choose(admin, "exec_mode", "REST over a model")
    admin.fill(".o_field_widget[name=crud_model_id] input", "library.loan")
    admin.click(".o-autocomplete--dropdown-item a:text-is('Loan')")
    for name in ("create", "update", "delete"):
        admin.click(f".o_field_widget[name=crud_can_{name}] input")
    for name, labels in LOAN_TAGS.items():
        for label in labels:
            add_tag(admin, f"{name}_field_ids", label)
    for name, text in LOANS.items():
        admin.fill(f".o_field_widget[name={name}] textarea", text)
    admin.fill(".o_field_widget[name=crud_key_field] input", "name")
    admin.fill(".o_field_widget[name=crud_export_limit] input", "1000")
    admin.click(".o_field_widget[name=crud_csv_guard_formulas] input")
    save_and_sync(admin)

    path = "/browser/loans/by/name/=1"
    body = {"partner_id": {"ref": "R-7"}}
    body["line_ids"] = [{"book_id": {"isbn": "9792092233350"}, "note": "new"}]
    status, text = curl(f"{path}?expand=line_ids", "-X", "PUT", body=body)
    assert status == 201, text
    assert json.loads(text)["line_ids"][0]["book_id"]["display_name"] == "The Prince"
    status, text = curl(f"{path}/lend", "-X", "POST")
    assert (status, json.loads(text)["state"]) == (200, "lent"), text
    query = "group_by=partner_id,date:year&sum=book_count&count=true&state=lent"
    [row] = json.loads(curl(f"/browser/loans/aggregate?{query}")[1])["data"]
    assert (row["partner_id"]["display_name"], row["book_count"]) == ("Ada", 1)
    status, text = curl("/browser/loans?fields=name,state&format=csv")
    assert (status, text.splitlines()[1].partition(",")[2]) == (200, "'=1,lent")
    operations = [{"op": "update", "key": "=1", "values": {"date": "2026-11-29"}}]
    status, text = curl("/browser/loans/bulk", body={"operations": operations})
    assert (status, json.loads(text)["data"][0]["status"]) == (200, 200), text


def save_and_sync(page):
    """Save the form and put its endpoint into service."""
    save(page)
    page.click("button[name=action_sync_registry]")
    page.locator("button[name=action_sync_registry]").wait_for(state="hidden")


def test_an_admin_adds_query_parameters_and_another_route(server, admin):
    begin(admin, "Pages", "browser/pages")
    admin.fill(".o_field_widget[name=further_routes] textarea", "/browser/old/<name>")
    write_code(admin, "code_snippet", "result = {'payload': request.params}")
    admin.click("a:has-text('Query parameters')")
    write_code(admin, "query_parameters", "- {name: page, type: integer, minimum: 1}")
    save_and_sync(admin)
    response = requests.get(f"{server.url}/browser/old/x?page=2", timeout=60)
    assert (response.status_code, response.json()) == (200, {"name": "x", "page": 2})
    response = requests.get(f"{server.url}/browser/pages?page=0", timeout=60)
    assert response.status_code == 400
    assert "“page”" in response.json()["message"]


CONTENT_TYPES = [
    ("Text", "text/plain", "a"),
    ("CSV", "text/csv", "a,b"),
    ("JSON", "application/vnd.api+json", "[1]"),
    ("XML", "text/xml", "<a/>"),
    ("Form", "application/x-www-form-urlencoded", "a=1"),
    ("Form with files (multipart)", "multipart/form-data; boundary=b", "--b--"),
    ("Any type, or no body", "application/pdf", "%PDF"),
]


def test_an_admin_chooses_a_content_type(server, admin):
    for number, (label, sent, data) in enumerate(CONTENT_TYPES):
        url = f"{server.url}/browser/type/{number}"
        admin.goto(f"{server.url}/odoo/endpoints")
        begin(admin, label, f"browser/type/{number}")
        choose(admin, "request_method", "POST")
        content_type = admin.locator(".o_field_widget[name=request_content_type] input")
        expect(content_type).to_have_value("JSON")
        content_type.click()
        entries = admin.locator(".o-dropdown-item, .o_select_menu_item")
        assert "None" not in entries.all_inner_texts()
        entries.get_by_text(label, exact=True).click()
        save_and_sync(admin)
        headers = {"Content-Type": sent}
        response = requests.post(url, data=data, headers=headers, timeout=60)
        assert response.status_code == 200, response.text


def test_an_admin_limits_the_requests(server, admin):
    url = f"{server.url}/browser/limited"
    begin(admin, "Limited", "browser/limited")
    admin.fill(".o_field_widget[name=rate_limit] input", "2/hour")
    admin.keyboard.press("Tab")  # the fields below appear when this one is left
    choose(admin, "rate_limit_scope", "Each address")
    save_and_sync(admin)
    statuses = [requests.get(url, timeout=60).status_code for _number in range(3)]
    assert statuses == [200, 200, 429]


def test_an_admin_accepts_tokens(server, admin):
    secret = "a secret that only the provider and Odoo know"
    admin.goto(f"{server.url}/odoo/token-issuers")
    admin.click("button.o_list_button_add")
    for field, text in (
        ("name", "Provider"),
        ("issuer", "https://provider.example"),
        ("audience", "odoo"),
        ("algorithms", "HS256"),
    ):
        admin.fill(f".o_field_widget[name={field}] input", text)
    admin.fill(".o_field_widget[name=public_key] textarea", secret)
    admin.click(".o_form_button_save")
    admin.wait_for_selector(".o_form_saved")
    admin.goto(f"{server.url}/odoo/endpoints")
    begin(admin, "Tokens", "browser/tokens", user="Mitchell Admin")
    choose(admin, "auth_type", "Token of an identity provider")
    add_tag(admin, "jwt_issuer_ids", "Provider")
    save_and_sync(admin)
    expect(admin.locator("text=Anyone with a token of Provider")).to_be_visible()

    claims = {"iss": "https://provider.example", "aud": "odoo", "sub": "demo"}
    claims["exp"] = int(time.time()) + 60
    for key, status in ((secret, 200), (secret[::-1], 401)):
        headers = {"Authorization": f"Bearer {jwt.encode(claims, key, 'HS256')}"}
        url = f"{server.url}/browser/tokens"
        assert requests.get(url, headers=headers, timeout=60).status_code == status


def test_an_admin_receives_signed_webhooks(server, admin):
    secret, body = "It's a Secret to Everybody", b'{"action": "opened"}'
    begin(admin, "GitHub", "browser/github")
    choose(admin, "request_method", "POST")
    choose(admin, "auth_type", "Whoever signs the request")
    choose(admin, "signature_scheme", "GitHub")
    admin.fill(".o_field_widget[name=signature_secret] input", secret)
    choose(admin, "request_content_type", "JSON")
    save_and_sync(admin)
    shown = admin.locator(".o_field_widget[name=signature_secret_status]")
    expect(shown).to_contain_text("Set on 20")
    expect(admin.locator("text=Anyone with a valid GitHub signature")).to_be_visible()
    assert secret not in admin.content()

    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    for signature, status in ((digest, 200), ("0" * 64, 401)):
        headers = {"X-Hub-Signature-256": f"sha256={signature}"}
        headers["Content-Type"] = "application/json"
        url = f"{server.url}/browser/github"
        response = requests.post(url, body, headers=headers, timeout=60)
        assert response.status_code == status


def test_an_admin_logs_headers(server, admin):
    begin(admin, "Logged", "browser/logged")
    admin.click(".nav-link:text-is('Log')")
    admin.click(".o_field_widget[name=log_headers] input")
    save_and_sync(admin)
    headers = {"X-Parcel": "P-7", "Authorization": "Basic secret"}
    response = requests.get(f"{server.url}/browser/logged", headers=headers, timeout=60)
    time.sleep(2)  # rows are written each second
    request_id = response.headers["X-Request-ID"]
    query = "SELECT request_headers FROM endpoint_log WHERE request_id = %s"
    [(shown,)] = database.query(server.env, query, (request_id,), server.db)
    assert "P-7" in shown
    assert "secret" not in shown


def test_an_admin_finds_the_cause_of_a_failure(server, admin):
    begin(admin, "Broken", "browser/broken")
    write_code(admin, "code_snippet", "lost = [][1]\nresult = {'paylod': lost}")
    save_and_sync(admin)
    admin.wait_for_selector("text=Did you mean “payload”?")
    response = requests.get(f"{server.url}/browser/broken", timeout=60)
    assert response.status_code == 500
    request_id = re.search(r"\((\w+)\)", response.json()["message"])[1]
    admin.click("button[name=action_open_log]")
    admin.click(f"td:has-text('{request_id}')")
    message = admin.locator(".o_field_widget[name=message] textarea")
    expect(message).to_have_value(re.compile("IndexError"))


def test_a_phone_shows_method_route_and_state(server, admin):
    admin.set_viewport_size({"width": 400, "height": 800})
    admin.goto(f"{server.url}/odoo/endpoints")
    card = admin.locator(".o_kanban_record:has-text('/demo/orders')")
    card.wait_for()
    for text in ("POST", "Synced"):
        assert card.get_by_text(text, exact=True).is_visible()


def test_the_tabs_and_the_menu(server, admin):
    admin.click("td:has-text('/demo/orders')")
    admin.click("a:has-text('Code Help')")
    admin.wait_for_selector("text=the user who sent the request")
    admin.click("a:has-text('Body schema')")
    admin.wait_for_selector(".ace_content:has-text('reference')")
    admin.goto(f"{server.url}/odoo/settings?debug=1")
    admin.click("button:has-text('Technical')")
    admin.click("a.dropdown-item:has-text('Endpoints')")
    admin.wait_for_selector("td:has-text('/demo/health')")


def begin_with_key(page, name, route):
    """Fill in a new endpoint for callers with a key."""
    page.click("button.o_list_button_add")
    page.fill(".o_field_widget[name=name] input", name)
    page.fill(".o_field_widget[name=route] input", route)
    choose(page, "auth_type", "API key")


def generate_key(page, description, endpoint):
    """Fill in the wizard, confirm the password. :return: the key"""
    page.fill(".modal .o_field_widget[name=name] input", description)
    if not page.input_value(".modal .o_field_widget[name=user_id] input"):
        page.fill(".modal .o_field_widget[name=user_id] input", "Marc Demo")
        page.click(".o-autocomplete--dropdown-item:has-text('Marc Demo')")
    add_tag(page, "endpoint_ids", endpoint)
    page.click(".modal button[name=make_key]")
    page.fill(".modal .o_field_widget[name=password] input", "admin")
    page.click(".modal button[name=run_check]")
    shown = page.locator(".modal code .o_field_widget[name=key]")
    shown.wait_for()
    return shown.inner_text().strip()


def get_with(url, header, value):
    return requests.get(url, headers={header: value}, timeout=60)


def test_an_admin_gives_a_partner_a_key_and_revokes_it(server, admin):
    for name in ("parcels", "invoices"):
        admin.goto(f"{server.url}/odoo/endpoints?debug=1")
        begin_with_key(admin, name, f"browser/{name}")
        accepts_user_keys = admin.locator(".o_field_widget[name=allow_rpc_keys] input")
        expect(accepts_user_keys).not_to_be_checked()
        admin.click(".o_field_widget[name=allow_key_header] input")
        sentence = admin.locator(".o_field_widget[name=who_can_call]")
        expect(sentence).to_have_text(re.compile("^Anyone with an endpoint key"))
        save_and_sync(admin)
    admin.goto(f"{server.url}/odoo/endpoint-keys?debug=1")
    admin.click("button:has-text('New key')")
    key = generate_key(admin, "Azure's warehouse", "parcels")
    parcels, invoices = (f"{server.url}/browser/{n}" for n in ("parcels", "invoices"))
    assert get_with(parcels, "Authorization", f"Bearer {key}").status_code == 200
    assert get_with(parcels, "X-API-Key", key).status_code == 200
    assert get_with(invoices, "X-API-Key", key).status_code == 403
    admin.click(".modal button:has-text('Done')")
    row = admin.locator('tr.o_data_row:has-text("Azure\'s warehouse")')
    row.wait_for()
    assert key[:8] not in admin.content()
    row.locator("button[name=action_revoke]").click()
    admin.click(".modal-footer .btn-primary")
    row.wait_for(state="detached")
    assert get_with(parcels, "X-API-Key", key).status_code == 401


def test_an_admin_finds_the_keys_of_a_user(server, admin):
    begin_with_key(admin, "drones", "browser/drones")
    save_and_sync(admin)
    admin.goto(f"{server.url}/odoo/users?debug=1")
    admin.click("td:has-text('Marc Demo')")
    admin.click("button[name=action_endpoint_keys]")
    admin.click("button:has-text('New key')")
    key = generate_key(admin, "Drone", "drones")
    admin.click(".modal button:has-text('Done')")
    admin.wait_for_selector("tr.o_data_row:has-text('Drone')")
    url = f"{server.url}/browser/drones"
    assert get_with(url, "Authorization", f"Bearer {key}").status_code == 200


def test_an_admin_opens_an_endpoint_to_a_group(server, admin):
    begin_with_key(admin, "Members", "browser/members")
    admin.click(".o_field_widget[name=allow_rpc_keys] input")
    add_tag(admin, "group_ids", "Access Rights")
    sentence = admin.locator(".o_field_widget[name=who_can_call]")
    expect(sentence).to_have_text(re.compile("who is in .*Access Rights"))
    save_and_sync(admin)
    for user, status in (("base.user_demo", 403), ("base.user_admin", 200)):
        key = api_key.make(server.shell, user)
        url = f"{server.url}/browser/members"
        assert get_with(url, "Authorization", f"Bearer {key}").status_code == status
