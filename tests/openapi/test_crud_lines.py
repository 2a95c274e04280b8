"""Third-party tools read the document of orders with lines and send requests."""

import json
import subprocess
import sys

import pytest
import requests
from openapi_spec_validator import validate

MAKE = """
products = env["test.crud.product"].create([
    {"name": f"P {n}", "code": f"P{n}", "number": n} for n in range(1, 6)
])
env["endpoint.endpoint"].create({
    "name": "Orders", "route": "/shop/orders", "route_group": "shop",
    "request_method": "GET", "auth_type": "bearer", "exec_mode": "crud",
    "crud_model_id": env["ir.model"]._get_id("test.crud.order"),
    "crud_read_fields": "name, product_id, product_ids, line_ids, total",
    "crud_write_fields": "name, product_id, product_ids",
    "crud_expand_fields": "line_ids.product_id, line_ids.quantity",
    "crud_write_line_fields": "line_ids.product_id, line_ids.quantity, line_ids.note",
    "crud_key_lookups": "product_id.code, product_id.number, product_ids.code, "
    "line_ids.product_id.code",
    **dict.fromkeys(("crud_can_create", "crud_can_update"), True),
    "registry_sync": True,
})
env["test.crud.order"].create([
    {"name": f"S {n}", "line_ids": [(0, 0, {"product_id": p.id}) for p in products]}
    for n in range(9)
])
env.cr.commit()
"""
CLIENT = """
import json, sys
from client.api.shop import patch_shop_orders_id, post_shop_orders
from client.client import AuthenticatedClient
from client.models import PatchShopOrdersIdRequest as Change
from client.models import PostShopOrdersRequestRecord as Order
from client.models import PostShopOrdersRequestRecordLineIdsItem as Line
from client.models import PostShopOrdersRequestRecordLineIdsItemProductIdType0 as Code

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])
lines = [Line(product_id=Code(code=code), quantity=2) for code in ("P1", "P2")]
order = post_shop_orders.sync(client=client, body=Order(name="S", line_ids=lines))
deleted = [{"id": order.line_ids[0], "_delete": True}]
change = Change.from_dict({"line_ids": deleted, "product_id": {"code": "P3"}})
changed = patch_shop_orders_id.sync(order.id, client=client, body=change)
print(json.dumps([order.total, changed.total, changed.product_id.display_name]))
"""


@pytest.fixture(scope="module")
def orders_url(server, key):
    """URL of the document of the orders."""
    server.shell(MAKE)
    return f"{server.url}/endpoint/shop/openapi.json"


def test_valid(orders_url, lint):
    document = requests.get(orders_url, timeout=60).json()
    validate(document)
    assert lint(document) == []


def test_a_generated_client_writes_lines_by_key(server, key, orders_url, tmp_path):
    folder = str(tmp_path / "client")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta"]
    command += ["none", "--url", orders_url, "--output-path", folder]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=300)
    command = [sys.executable, "-c", CLIENT, server.url, key]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [4.0, 2.0, "P 3"]


def test_every_response_is_described(orders_url, send_random):
    send_random(orders_url, 20, "examples,coverage,fuzzing", timeout=300)
