"""Signed webhooks on a live server: parallel deliveries, the sender's own library, the
form and the documentation page.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest
import requests
from devenv import database
from standardwebhooks.webhooks import Webhook

_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_BODY = '{"event": "ping"}'
_SHELL = f"""
endpoint = env["endpoint.endpoint"].create({{
    "name": "Signed",
    "route": "/signature/standard",
    "request_method": "POST",
    "request_content_type": "application/json",
    "auth_type": "signature",
    "exec_as_user_id": env.ref("base.user_admin").id,
    "signature_scheme": "standard_webhooks",
    "signature_secret": "{_SECRET}",
    "route_group": "signature",
    "registry_sync": True,
    "code_snippet": '''
delivery = request.httprequest.headers["webhook-id"]
partner = env["res.partner"].create({{"name": "Signed " + delivery}})
result = {{"payload": {{"id": partner.id}}}}
''',
}})
for letter in "ab":  # two schemes with one header
    endpoint.copy({{
        "route": "/signature/" + letter,
        "name": letter,
        "signature_scheme": "generic",
        "signature_header": "X-Own",
        "signature_prefix": letter + "=",
        "signature_payload": "{{body}}",
        "signature_secret": "secret of " + letter,
        "code_snippet": "result = {{'payload': 'called'}}",
        "route_group": "own",
        "registry_sync": True,
    }})
env.cr.commit()
"""

_AUDIENCE = """
env["ir.config_parameter"].set_param("endpoint_openapi.audience", "public")
env.cr.commit()
env.registry.signal_changes()  # a shell does not, and servers cache parameters
"""


@pytest.fixture(scope="module")
def site(make_server):
    """A server with two processes and a signed endpoint."""
    server = make_server(workers=2)
    server.shell(_SHELL)
    return server


def deliver(server, delivery, body=_BODY):
    """:return: requests.Response to a delivery signed by the sender's library"""
    now = datetime.now(timezone.utc)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": delivery,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(_SECRET).sign(delivery, now, body),
    }
    url = f"{server.url}/signature/standard"
    return requests.post(url, body.encode(), headers=headers, timeout=120)


def created(server, odoo_env, delivery):
    sql = "SELECT count(*) FROM res_partner WHERE name = %s"
    return database.query(odoo_env, sql, [f"Signed {delivery}"], server.db)[0][0]


def test_of_parallel_deliveries_one_is_executed(site, odoo_env):
    with ThreadPoolExecutor(12) as pool:
        responses = list(pool.map(lambda _n: deliver(site, "msg_parallel"), range(12)))
    assert {response.status_code for response in responses} == {200}
    assert sum(bool(response.content) for response in responses) == 1
    assert created(site, odoo_env, "msg_parallel") == 1


def test_a_delivery_is_known_after_a_restart(site, odoo_env):
    assert deliver(site, "msg_restart").content
    site.stop()
    site.start()
    response = deliver(site, "msg_restart")
    assert (response.status_code, response.content) == (200, b"")
    assert created(site, odoo_env, "msg_restart") == 1


def test_the_documentation_page_signs(site, browser_page):
    """The reader enters the secret; the page sends a signature in its place."""
    site.shell(_AUDIENCE)
    browser_page.goto(f"{site.url}/endpoint/docs?group=signature")
    browser_page.wait_for_selector("#swagger-ui[data-ready]", timeout=60_000)
    browser_page.click("button.authorize")
    browser_page.fill(".auth-container input", _SECRET)
    browser_page.click("button.modal-btn.auth.authorize")
    browser_page.click("button.btn-done")
    block = browser_page.locator(".opblock").first
    block.locator(".opblock-summary-control").click()
    block.locator("button.try-out__btn").click()
    with browser_page.expect_request("**/signature/standard") as sent:
        block.locator("button.execute").click()
    answer = block.locator(".live-responses-table tr.response pre.microlight").first
    assert '"id":' in answer.inner_text()
    assert _SECRET not in str(sent.value.all_headers())


@pytest.mark.parametrize("letter", "ab")
def test_the_page_tells_schemes_with_one_header_apart(site, browser_page, letter):
    site.shell(_AUDIENCE)
    browser_page.goto(f"{site.url}/endpoint/docs?group=own")
    browser_page.wait_for_selector("#swagger-ui[data-ready]", timeout=60_000)
    browser_page.click("button.authorize")
    fields = browser_page.locator(".auth-container").all()
    for each, field in zip("ab", fields, strict=True):
        field.locator("input").fill(f"secret of {each}")
        field.locator("button.modal-btn.auth.authorize").click()
    browser_page.click("button.btn-done")
    block = browser_page.locator(f".opblock:has([data-path='/signature/{letter}'])")
    block.locator(".opblock-summary-control").click()
    block.locator("button.try-out__btn").click()
    with browser_page.expect_request(f"**/signature/{letter}") as sent:
        block.locator("button.execute").click()
    answer = block.locator(".live-responses-table tr.response pre.microlight").first
    assert "called" in answer.inner_text()
    assert "secret of" not in str(sent.value.all_headers())
