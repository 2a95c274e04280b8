"""Requests to a REST resource over `bench.book`, and the same requests to a controller
and to Odoo's own JSON-2 (addons/rpc/controllers/json2.py).
"""

import hmac
import json

from .cases import Case
from .client import Request

# These keys work only in the temporary databases of a run.
KEY = "be" * 20
ENDPOINT_KEY = "ec" * 20
HELLO_BY_KEY = "/bench/endpoints/by_key"
ROUTE = "/bench/endpoints/books"
_ROUTE_LENT = "/bench/endpoints/lent"
_ROUTE_BY_KEY = "/bench/endpoints/books_by_key"
AUTHORIZATION = (("Authorization", f"Bearer {KEY}"),)
_ROUTE_SIGNED = "/bench/endpoints/signed"
_SECRET = "only in the databases of a run"
_SIGNED = json.dumps({"event": "push", "commits": list(range(100))}).encode()
_SIGNATURE = (
    (
        "X-Hub-Signature-256",
        f"sha256={hmac.digest(_SECRET.encode(), _SIGNED, 'sha256').hex()}",
    ),
    ("Content-Type", "application/json"),
)
FIELDS = ["name", "author", "published_date", "pages", "isbn", "available"]
FIELDS += ["borrower_id", "written"]
_JSON_2 = Request(
    "/json/2/bench.book/search_read",
    "POST",
    json.dumps({"domain": [], "fields": FIELDS, "limit": 80, "order": "id"}).encode(),
    AUTHORIZATION,
)


def _agree(answer, expected):
    """Whether a resource returns the same rows as JSON-2, each in its own notation."""
    if (answer.status, expected.status) != (200, 200):
        return False
    rows = json.loads(expected.body)
    return json.loads(answer.body)["data"] == [of_json_2(row) for row in rows]


def of_json_2(row):
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
        controller=Request("/bench/controller/by_key", headers=AUTHORIZATION),
        endpoint=Request(
            HELLO_BY_KEY, headers=(("Authorization", f"Bearer {ENDPOINT_KEY}"),)
        ),
        budget="key",
    ),
    Case(
        "signature",
        "signed webhook",
        controller=Request("/bench/controller/signed", "POST", _SIGNED, _SIGNATURE),
        endpoint=Request(_ROUTE_SIGNED, "POST", _SIGNED, _SIGNATURE),
        budget="signature",
    ),
    Case("books", "list of 80 books", budget="list", section="lists"),
    Case(
        "books1000",
        "list of 1,000 books",
        controller=Request("/bench/controller/books?limit=1000"),
        endpoint=Request(f"{ROUTE}?limit=1000"),
        budget="list1000",
        section="lists",
    ),
    Case(
        "lent",
        "the same with 2 relations to 500 partners",
        controller=Request("/bench/controller/lent?limit=1000"),
        endpoint=Request(f"{_ROUTE_LENT}?limit=1000"),
        budget="lent",
        section="lists",
    ),
    Case(
        "json2",
        "the same : JSON-2",
        controller=_JSON_2,
        endpoint=Request(f"{_ROUTE_BY_KEY}?total=false", headers=AUTHORIZATION),
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
    return [
        resource("Books", ROUTE, exec_as_user_id="base.user_admin"),
        resource(
            "Lent",
            _ROUTE_LENT,
            exec_as_user_id="base.user_admin",
            crud_read_fields=", ".join([*FIELDS[:7], "owner_id"]),
            crud_domain="[('owner_id', '!=', False)]",
        ),
        resource("By key", _ROUTE_BY_KEY, auth_type="bearer"),
        {
            "name": "Hello with a key",
            "route": HELLO_BY_KEY,
            "request_method": "GET",
            "auth_type": "bearer",
            "code_snippet": 'result = {"payload": {"user": user.login}}',
        },
        {
            "name": "Signed",
            "route": _ROUTE_SIGNED,
            "request_method": "POST",
            "request_content_type": "application/json",
            "auth_type": "signature",
            "exec_as_user_id": "base.user_admin",
            "signature_scheme": "github",
            "signature_secret": _SECRET,
            "code_snippet": 'commits = len(body["commits"])\n'
            'result = {"payload": {"user": user.login, "commits": commits}}',
        },
    ]


def resource(name, route, **values):
    """:return: the definition of a resource of books"""
    return {
        "name": name,
        "route": route,
        "request_method": "GET",
        "exec_mode": "crud",
        "crud_model_id": "bench.book",
        "crud_read_fields": ", ".join(FIELDS),
        "crud_sort_fields": "name",
        "crud_filter_fields": "name",  # id is always allowed
        "crud_max_page_size": 1000,
        **values,
    }
