"""Dry runs of REST over a model, in worker processes that count requests in Redis."""

import json
import re

import pytest
import requests
from devenv import browser, redis
from devenv.steps import SetupError
from playwright.sync_api import expect
from redis import Redis
from test_wb_dry_run import Site

_SETUP = """
env["ir.config_parameter"].set_param("endpoint_rate_limit.storage", {uri!r})
env["ir.config_parameter"].set_param("endpoint_rate_limit.address_limit", "900/hour")
[partner] = env["res.partner"].create({{"name": "Ada", "ref": "dry-1"}})
endpoint = env["endpoint.endpoint"].create({{
    "name": "Partners", "route": "/dry/partners", "request_method": "GET",
    "auth_type": "bearer", "allow_rpc_keys": True, "exec_mode": "crud",
    "registry_sync": True,
    "crud_model_id": env["ir.model"]._get_id("res.partner"),
    "crud_domain": "[('ref', '!=', False)]", "crud_key_field": "ref",
    "crud_read_fields": "name, ref, image_1920, active",
    "crud_write_fields": "name, ref, image_1920, active",
    "crud_group_fields": "active", "crud_aggregate_fields": "id",
    "crud_can_create": True, "crud_can_update": True, "crud_can_delete": True,
    "crud_actions": "open: open_commercial_entity", "rate_limit": "900/hour",
    "idempotency": True, "log_bodies": True}})
env.cr.commit()
print(f"partner:{{partner.id}} id:{{endpoint.id}}")
"""
_IMAGE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAA"
    "SUVORK5CYII="
)
_NEW = {"name": "New", "ref": "dry-2"}
_ALL = [
    {"op": "create", "values": _NEW},
    {"op": "update", "id": 0, "values": {"name": "Ada L."}},
]
_CALLS = [
    ("GET", "", None, 200),
    ("GET", "?format=csv", None, 200),
    ("GET", "?format=ndjson", None, 200),
    ("GET", "/aggregate?group_by=active&count=true", None, 200),
    ("GET", "/{id}", None, 200),
    ("GET", "/by/ref/dry-1", None, 200),
    ("POST", "", _NEW, 201),
    ("POST", "", [_NEW, {"name": "Too", "ref": "dry-3"}], 201),
    ("POST", "/bulk", {"operations": _ALL}, 200),
    ("POST", "/bulk?atomic=false", {"operations": _ALL}, 200),
    ("PATCH", "/{id}", {"name": "Ada B.", "image_1920": _IMAGE}, 200),
    ("PUT", "/by/ref/dry-9", {"name": "Nine"}, 201),
    ("GET", "/{id}/image_1920", None, 404),
    ("POST", "/{id}/open", None, 200),
    ("DELETE", "/{id}", None, 204),
]


@pytest.fixture(scope="module")
def counts():
    """A Redis without data."""
    try:
        started = redis.Redis()
    except SetupError as error:
        pytest.skip(f"no Redis: {error.cause}")
    with started:
        yield started


@pytest.fixture(scope="module")
def site(make_server, odoo_env, counts):
    server = make_server(workers=2)
    words = server.shell(_SETUP.format(uri=counts.uri)).split()
    found = dict(word.split(":") for word in words if word[:2] in ("pa", "id"))
    site = Site(server, odoo_env, {"partners": int(found["id"])})
    site.partner = found["partner"]
    return site


def test_each_operation(site, counts):
    """It answers as a request would, and leaves nothing in PostgreSQL or Redis."""
    before = site.state()
    for number, (method, path, body, status) in enumerate(_CALLS):
        path = f"/dry/partners{path.format(id=site.partner)}"
        if "bulk" in path:
            body["operations"][1]["id"] = int(site.partner)
        headers = [["Idempotency-Key", f"dry-run-{number:08}"]] if body else []
        answer = site.try_it(
            "partners", body, method=method, path=path, headers=headers
        )
        assert (answer["status"], method, path) == (status, method, path), answer
        assert answer["queries"]
    assert site.changed(before) == set()
    assert Redis.from_url(counts.uri).keys() == []
    assert " ERROR " not in site.server.log_path.read_text()


def test_requests_count(site, counts):
    """The control of the test above."""
    before = site.state()
    assert (
        requests.get(f"{site.server.url}/dry/partners", timeout=60).status_code == 401
    )
    assert len(Redis.from_url(counts.uri).keys()) == 1
    assert "endpoint_log" in site.changed(before)


def test_unsaved_settings(site):
    changes = {"crud_read_fields": "ref", "crud_can_delete": False}
    call = {"method": "GET", "path": "/dry/partners"}
    answer = site.try_it("partners", changes=changes, **call)
    assert list(json.loads(answer["body"])["data"][0]) == ["id", "ref"]
    call = {"method": "DELETE", "path": f"/dry/partners/{site.partner}"}
    assert site.try_it("partners", changes=changes, **call)["status"] == 405


def test_an_admin_tries_a_resource(site, browser_page):
    page = browser_page
    browser.log_in(page, site.server.url, f"/odoo/endpoints/{site.ids['partners']}")
    page.wait_for_selector(".o_form_view", timeout=60_000)
    page.click(".o_endpoint_try_it_button")
    status = page.locator(".o_endpoint_status")
    for method, route, expected in (
        ("GET", "", "200 OK"),
        ("GET", "/<id>", "200 OK"),
        ("POST", "", "201 Created"),  # an example of the fields
        ("PATCH", "/<id>", "200 OK"),
        ("POST", "/bulk", "400 Bad Request"),  # the admin writes the operations
        ("GET", "/<id>", "200 OK"),
    ):
        page.click(".o_endpoint_try_it .nav-link:has-text('Request')")
        page.locator(".o_endpoint_method").select_option(method)
        page.locator(".o_endpoint_route").select_option(f"/dry/partners{route}")
        if "<" in route:
            page.fill("input[name=path_id]", site.partner)
        page.click(".o_endpoint_dry_run")
        expect(status).to_have_text(re.compile(expected))
