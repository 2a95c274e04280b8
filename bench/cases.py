"""The requests: to an endpoint, and to a controller that does the same."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .client import Request

ADDONS = Path(__file__).resolve().parent / "addons"
SCHEMAS = ADDONS / "bench_controllers"

_SNIPPET = """\
start = datetime.date(2026, 1, 31)
rate = 0.035
balance = 12000.0
months = 12
plan = []
paid = 0.0
for month in range(months):
    interest = round(balance * rate / 12, 2)
    principal = round(12000.0 / months, 2)
    due = start + datetime.timedelta(days=30 * month)
    plan.append(
        {
            "due": due.isoformat(),
            "interest": interest,
            "amount": round(interest + principal, 2),
        }
    )
    balance -= principal
    paid += interest + principal
result = {"payload": {"plan": plan, "paid": round(paid, 2)}}
"""
_ORDER = {
    "reference": "SO0042",
    "customer": {"name": "Azure Interior", "email": "azure@example.com", "vat": None},
    "currency": "EUR",
    "lines": [
        {
            "sku": f"SKU-{n:04}",
            "description": f"Office chair, model {n}",
            "quantity": n % 7 + 1,
            "unit": "piece",
            "price": 1.25 * n + 0.5,
            "discount": 10,
            "taxes": ["VAT"],
        }
        for n in range(100)
    ],
}


@dataclass(frozen=True)
class Case:
    """One request.

    :param name: name for --only
    :param title: title in the table
    :param snippet: code of the endpoint
    :param values: more fields of the endpoint
    :param user: external id of the user the endpoint runs as
    :param body: the JSON value to send; None for a GET
    :param path: path, if the request is not to an endpoint
    :param controller: Request to plain Odoo, if not the default below
    :param endpoint: Request to an endpoint, if not the default below
    :param agree: decides whether two client.Answer, the endpoint's and plain Odoo's,
        are equivalent; None if they must be identical
    :param budget: name in `report.BUDGETS`
    :param section: key of `report.SECTIONS` for its CPU; "lists" includes PostgreSQL's
    """

    name: str
    title: str
    snippet: str | None = None
    values: dict = field(default_factory=dict)
    user: str = "base.public_user"
    body: object = None
    path: str = ""
    controller: Request | None = None
    endpoint: Request | None = None
    agree: Callable | None = None
    budget: str = "request"
    section: str = "cpu"

    @property
    def method(self):
        return "GET" if self.body is None else "POST"

    @property
    def to_controller(self):
        return self.controller or self._request("/bench/controller")

    @property
    def to_endpoint(self):
        return self.endpoint or self._request("/bench/endpoints")

    def _request(self, folder):
        body = b"" if self.body is None else json.dumps(self.body).encode()
        return Request(self.path or f"{folder}/{self.name}", self.method, body)

    def definition(self):
        """:return: dict: the definition for `in_shell.define`"""
        typed = {} if self.body is None else {"request_content_type": TYPE}
        return {
            "name": self.title,
            "route": self.to_endpoint.path,
            "request_method": self.method,
            "exec_as_user_id": self.user,
            "code_snippet": self.snippet,
            **typed,
            **self.values,
        }


TYPE = "application/json"
_PARTNERS = """\
partners = env["res.partner"].search([], limit=10, order="id")
result = {"payload": partners.read(["name", "email"])}
"""
_TOTAL = """\
total = sum(line["quantity"] * line["price"] for line in body["lines"])
result = {"payload": {"reference": body["reference"], "total": round(total, 2)}}
"""

ENDPOINTS = [
    Case("hello", "hello", 'result = {"payload": {"hello": "world"}}'),
    Case("partners", "read of 10 partners", _PARTNERS, user="base.user_admin"),
    Case("snippet", "snippet of 20 lines", _SNIPPET),
    Case(
        "post",
        "POST, schema of 6 lines",
        'result = {"payload": {"sum": body["quantity"] * 3}}',
        {"request_content_schema": (SCHEMAS / "post.yaml").read_text()},
        body={"name": "Office Chair", "quantity": 2},
    ),
    Case(
        "order",
        "order of 100 lines, schema of 30",
        _TOTAL,
        {"request_content_schema": (SCHEMAS / "order.yaml").read_text()},
        body=_ORDER,
        budget="order",
    ),
]
OTHERS = [
    Case("controller", "a controller", path="/bench/controller/hello", budget="other"),
    Case("login", "/web/login", path="/web/login", budget="other"),
    Case("unknown", "unknown path, 404", path="/bench/nowhere", budget="other"),
]
