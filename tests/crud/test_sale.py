"""Odoo's quotations and products as REST resources, used by a sales manager."""

import csv
import io

import api_key
import pytest
import requests
from devenv import database, templates

_SHELL = """
from odoo.tests.common import new_test_user
user = new_test_user(env, "seller", "base.group_user,"
    "sales_team.group_sale_manager,product.group_product_manager")
env["ir.model.data"].create(
    {"module": "test", "name": "seller", "model": "res.users", "res_id": user.id}
)
env["product.product"].create(
    [{"name": f"Product {n}", "default_code": f"P-{n}", "list_price": 10.0 * n,
      "taxes_id": False} for n in (1, 2, 3)]
)
env["res.partner"].create({"name": "Ada", "ref": "C-001"})
values = {"exec_mode": "crud", "auth_type": "bearer", "registry_sync": True,
          "crud_can_create": True, "crud_can_update": True}
env["endpoint.endpoint"].create({
    **values, "name": "Orders", "route": "/sale/orders",
    "crud_model_id": env["ir.model"]._get_id("sale.order"),
    "crud_read_fields": "name, client_order_ref, partner_id, state, amount_total, "
        "date_order, order_line",
    "crud_write_fields": "client_order_ref, partner_id",
    "crud_filter_fields": "client_order_ref, partner_id, state, date_order",
    "crud_expand_fields": "order_line.product_id, order_line.product_uom_qty, "
        "order_line.price_subtotal",
    "crud_write_line_fields": "order_line.product_id, order_line.product_uom_qty",
    "crud_key_lookups": "partner_id.ref, order_line.product_id.default_code",
    "crud_key_field": "client_order_ref",
    "crud_actions": "confirm: action_confirm\\ncancel: action_cancel",
    "crud_group_fields": "partner_id, date_order, state",
    "crud_aggregate_fields": "amount_total",
})
env["endpoint.endpoint"].create({
    **values, "name": "Products", "route": "/sale/products",
    "crud_model_id": env["ir.model"]._get_id("product.product"),
    "crud_read_fields": "name, default_code, list_price",
    "crud_write_fields": "name, default_code, list_price",
    "crud_key_field": "default_code",
})
env.cr.commit()
"""
_LINES = [
    {"product_id": {"default_code": f"P-{number}"}, "product_uom_qty": 2}
    for number in (1, 2, 3)
]


@pytest.fixture(scope="module")
def shop(odoo_env, make_database, make_server):
    """A session of the sales manager, on a server with ``sale``."""
    if not (odoo_env.source.home / "odoo/addons/sale").is_dir():
        pytest.skip("this Odoo has no sale")
    name = make_database()
    addons = templates.all_addons()
    database.update(odoo_env, name, install=["sale"], addons=addons)
    server = make_server(db=name)
    server.shell(_SHELL)
    with requests.Session() as session:
        key = api_key.make(server.shell, "test.seller")
        session.headers["Authorization"] = f"Bearer {key}"
        session.url = f"{server.url}/sale"
        yield session


def order(shop, ref, **values):
    """:return: the response to a new quotation with three lines, by product code"""
    sent = {"client_order_ref": ref, "partner_id": {"ref": "C-001"}}
    sent = {**sent, "order_line": _LINES, **values}
    url = f"{shop.url}/orders?expand=order_line"
    return shop.post(url, json=sent, timeout=60)


def test_a_quotation_with_three_lines_by_product_code(shop):
    made = order(shop, "PO-1")
    assert made.status_code == 201, made.text
    record = made.json()
    assert (record["state"], record["amount_total"]) == ("draft", 120)
    assert record["partner_id"]["display_name"] == "Ada"
    shown = [line["price_subtotal"] for line in record["order_line"]]
    assert shown == [20, 40, 60]


def test_an_unknown_product_code_writes_nothing(shop):
    unknown = {"product_id": {"default_code": "P-9'; --"}, "product_uom_qty": 1}
    refused = order(shop, "PO-2", order_line=[_LINES[0], unknown])
    assert refused.status_code == 400
    [item] = refused.json()["detail"]
    assert item["loc"] == ["body", "order_line", 1, "product_id"]
    url = f"{shop.url}/orders/by/client_order_ref/PO-2"
    assert shop.get(url, timeout=60).status_code == 404


def test_it_is_confirmed_once(shop):
    order(shop, "PO-3")
    url = f"{shop.url}/orders/by/client_order_ref/PO-3/confirm"
    confirmed = shop.post(url, timeout=60)
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "sale")
    again = shop.post(url, timeout=60)  # Odoo's own check
    assert (again.status_code, "detail" in again.json()) == (400, False), again.text


def test_totals_of_confirmed_orders_by_customer_and_month(shop):
    ids = [order(shop, f"PO-4-{number}").json()["id"] for number in range(2)]
    for each in ids:
        shop.post(f"{shop.url}/orders/{each}/confirm", timeout=60)
    query = "group_by=partner_id,date_order:month&sum=amount_total&count=true"
    query += "&client_order_ref__like=PO-4-&state=sale"
    [row] = shop.get(f"{shop.url}/orders/aggregate?{query}", timeout=60).json()["data"]
    assert (row["amount_total"], row["count"]) == (240, 2)
    assert row["partner_id"]["display_name"] == "Ada"


def test_the_orders_as_csv(shop):
    order(shop, "PO-5")
    fields = "client_order_ref,partner_id,state,amount_total,order_line"
    query = f"format=csv&fields={fields}&client_order_ref=PO-5"
    query += "&expand=order_line"
    response = shop.get(f"{shop.url}/orders?{query}", timeout=60)
    [row] = csv.DictReader(io.StringIO(response.text, newline=""))
    assert row["partner_id.display_name"] == "Ada"
    assert (row["state"], row["amount_total"]) == ("draft", "120")
    assert '"price_subtotal":60' in row["order_line"]


def test_a_product_is_created_and_replaced_by_its_code(shop):
    url = f"{shop.url}/products/by/default_code/NEW%2F1"
    for price, status in ((5.5, 201), (6.5, 200)):
        sent = {"name": "Lamp", "list_price": price}
        response = shop.put(url, json=sent, timeout=60)
        assert response.status_code == status, response.text
        assert response.json()["list_price"] == price
    assert response.json()["default_code"] == "NEW/1"
    products = shop.get(f"{shop.url}/products?limit=500", timeout=60).json()["data"]
    assert [each["default_code"] for each in products].count("NEW/1") == 1
