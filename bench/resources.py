"""Requests to a REST resource over `bench.book`, and the same requests to a controller
and to Odoo's own JSON-2 (addons/rpc/controllers/json2.py).
"""

import json

from .cases import Case
from .client import Request

# These keys work only in the temporary databases of a run.
KEY = "be" * 20
ENDPOINT_KEY = "ec" * 20
HELLO_BY_KEY = "/bench/endpoints/by_key"
ROUTE = "/bench/endpoints/books"
_ROUTE_BY_KEY = "/bench/endpoints/books_by_key"
_AUTHORIZATION = (("Authorization", f"Bearer {KEY}"),)
_FIELDS = ["name", "author", "published_date", "pages", "isbn", "available"]
_FIELDS += ["borrower_id", "written"]
_JSON_2 = Request(
    "/json/2/bench.book/search_read",
    "POST",
    json.dumps({"domain": [], "fields": _FIELDS, "limit": 80, "order": "id"}).encode(),
    _AUTHORIZATION,
)


def _agree(answer, expected):
    """Whether a resource returns the same rows as JSON-2, each in its own notation."""
    if (answer.status, expected.status) != (200, 200):
        return False
    rows = json.loads(expected.body)
    return json.loads(answer.body)["data"] == [_of_json_2(row) for row in rows]


def _of_json_2(row):
    shown = {name: None if value is False else value for name, value in row.items()}
    shown["available"] = row["available"]
    if row["borrower_id"]:
        shown["borrower_id"] = dict(
            zip(("id", "display_name"), row["borrower_id"], strict=True)
        )
    if row["written"]:
        shown["written"] = row["written"].replace(" ", "T") + "Z"
    return shown


CASES = [
    Case(
        "key",
        "hello with a key",
        controller=Request("/bench/controller/by_key", headers=_AUTHORIZATION),
        endpoint=Request(
            HELLO_BY_KEY, headers=(("Authorization", f"Bearer {ENDPOINT_KEY}"),)
        ),
    ),
    Case("books", "list of 80 books", budget="list"),
    Case(
        "json2",
        "the same : JSON-2",
        controller=_JSON_2,
        endpoint=Request(f"{_ROUTE_BY_KEY}?total=false", headers=_AUTHORIZATION),
        agree=_agree,
        budget="json2",
    ),
    Case(
        "book",
        "read of one book",
        controller=Request("/bench/controller/books/7"),
        endpoint=Request(f"{ROUTE}/7"),
        budget="read",
    ),
]


def definitions():
    """:return: definitions for `in_shell.define`"""
    both = {
        "request_method": "GET",
        "exec_mode": "crud",
        "crud_model_id": "bench.book",
        "crud_read_fields": ", ".join(_FIELDS),
        "crud_sort_fields": "name",
        "crud_filter_fields": "name",  # id is always allowed
    }
    user = "base.user_admin"
    return [
        {**both, "name": "Books", "route": ROUTE, "exec_as_user_id": user},
        {**both, "name": "By key", "route": _ROUTE_BY_KEY, "auth_type": "bearer"},
        {
            "name": "Hello with a key",
            "route": HELLO_BY_KEY,
            "request_method": "GET",
            "auth_type": "bearer",
            "code_snippet": 'result = {"payload": {"user": user.login}}',
        },
    ]
