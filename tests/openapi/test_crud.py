"""Third-party tools read the document of a REST resource and send requests."""

import json
import subprocess
import sys

import pytest
import requests
from openapi_spec_validator import validate

#: a thing has a field of each type
MAKE = """
fields = (
    "name, note, page, count, weight, made_on, sold_at, state, is_red, box_id, "
    "label_ids, picture"
)
plain = "name, note, count, weight, made_on, sold_at, state, is_red, box_id"
env["endpoint.endpoint"].create({
    "name": "Things", "route": "/random/things", "route_group": "random",
    "request_method": "GET", "auth_type": "bearer", "exec_mode": "crud",
    "crud_model_id": env["ir.model"]._get_id("test.crud.thing"),
    "crud_read_fields": f"{fields}, part_ids, shout, active",
    "crud_write_fields": fields,
    "crud_filter_fields": f"{plain}, label_ids, part_ids, picture",
    "crud_sort_fields": plain,
    "crud_expand_fields": "box_id.name, label_ids.name, part_ids.state",
    **dict.fromkeys(("crud_can_create", "crud_can_update", "crud_can_delete"), True),
    "registry_sync": True,
})
boxes = env["test.crud.box"].create([{"name": f"Box {n}"} for n in range(5)])
labels = env["test.crud.label"].create([{"name": f"L {n}"} for n in range(5)])
env["test.crud.thing"].create([
    {
        "name": f"T {n}", "count": n % 9, "picture": "aGVsbG8=",
        "box_id": boxes[n % 5].id, "label_ids": labels[:n % 5].ids,
    }
    for n in range(200)
])
products = env["test.crud.product"].create([
    {"name": f"P {n}", "code": f"P{n}", "number": n} for n in range(1, 6)
])
env["endpoint.endpoint"].create({
    "name": "Orders", "route": "/random/orders", "route_group": "random",
    "request_method": "GET", "auth_type": "bearer", "exec_mode": "crud",
    "crud_model_id": env["ir.model"]._get_id("test.crud.order"),
    "crud_read_fields": "name, product_id, product_ids, line_ids, total",
    "crud_write_fields": "name, product_id, product_ids",
    "crud_filter_fields": "name", "crud_sort_fields": "name",
    "crud_expand_fields": "line_ids.product_id, line_ids.quantity",
    "crud_write_line_fields": "line_ids.product_id, line_ids.quantity, line_ids.note",
    "crud_key_lookups": "product_id.code, product_id.number, product_ids.code, "
    "line_ids.product_id.code",
    **dict.fromkeys(("crud_can_create", "crud_can_update", "crud_can_delete"), True),
    "registry_sync": True,
})
env["test.crud.order"].create([
    {"name": f"S {n}", "line_ids": [(0, 0, {"product_id": p.id}) for p in products]}
    for n in range(50)
])
env.cr.commit()
"""
CLIENT = """
import json, sys
from client.api.random import patch_random_orders_id, post_random_orders
from client.client import AuthenticatedClient
from client.models import PatchRandomOrdersIdRequest as Change
from client.models import PostRandomOrdersRequestRecord as Order
from client.models import PostRandomOrdersRequestRecordLineIdsItem as Line
from client.models import PostRandomOrdersRequestRecordLineIdsItemProductIdType0 as Code

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])
lines = [Line(product_id=Code(code=code), quantity=2) for code in ("P1", "P2")]
order = post_random_orders.sync(client=client, body=Order(name="S", line_ids=lines))
deleted = [{"id": order.line_ids[0], "_delete": True}]
change = Change.from_dict({"line_ids": deleted, "product_id": {"code": "P3"}})
changed = patch_random_orders_id.sync(order.id, client=client, body=change)
print(json.dumps([order.total, changed.total, changed.product_id.display_name]))
"""


@pytest.fixture(scope="module")
def things_url(server, key):
    """URL of the document of the things."""
    server.shell(MAKE)
    return f"{server.url}/endpoint/random/openapi.json"


@pytest.fixture(scope="module")
def document(things_url):
    return requests.get(things_url, timeout=60).json()


def test_valid(document):
    validate(document)
    assert sorted(document["paths"]) == [
        *("/random/orders", "/random/orders/{id}", "/random/things"),
        *("/random/things/{id}", "/random/things/{id}/{file}"),
    ]


def test_redocly_reports_nothing(document, lint):
    assert lint(document) == []


def test_every_response_is_described(things_url, send_random):
    # Without the “stateful” phase: its requests differ in each run, and Odoo's server
    # refuses URLs over 64 KiB (414).
    send_random(things_url, 60, "examples,coverage,fuzzing", timeout=300)


def test_a_generated_client_writes_lines_by_key(server, key, things_url, tmp_path):
    folder = str(tmp_path / "client")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta"]
    command += ["none", "--url", things_url, "--output-path", folder]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=300)
    command = [sys.executable, "-c", CLIENT, server.url, key]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [4.0, 2.0, "P 3"]
