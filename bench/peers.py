"""The same work by these addons and by their alternatives: requests and checks."""

import json
from dataclasses import dataclass

from devenv import database
from devenv.steps import SetupError

from . import cases, client, resources
from .client import Request

ROWS = 1_000
# Connections at which the CPU of a request is read
BUSY = 8
TASKS = {
    "hello": "Hello",
    "post": "POST, checked against a schema of 6 lines",
    "list": "List of 80 records with 8 fields",
    "long": "List of 1,000 records with 8 fields",
    "create": "Create a record with 8 fields",
}
_LIMITS = {"list": 80, "long": ROWS}
_BODY = {"name": "Office Chair", "quantity": 2}
_BAD_BODY = {"name": "", "quantity": 0}
_VALUES = {"hello": {"hello": "world"}, "post": {"sum": 6}}
# In the order of resources.FIELDS
_BOOK = {
    "name": "Élan vital, volume 9",
    "author": "Author 9",
    "published_date": "1999-02-28",
    "pages": 67,
    "isbn": "978-3-16-100009-0",
    "available": True,
    "borrower_id": 1,
    "written": "2026-01-01T09:30:00Z",
}
_STORED = """
SELECT name, author, published_date::text, coalesce(pages, 0), isbn,
       coalesce(available, false), borrower_id,
       to_char(written, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
  FROM bench_book WHERE id > %s ORDER BY id LIMIT %s
"""


@dataclass(frozen=True)
class Contender:
    """
    :param title: its name in the table
    :param site: name of its sites.Site
    :param requests: dict of a key of TASKS to client.Request
    :param bad: Request with a body that the schema does not allow
    :param is_json_2: whether responses are those of Odoo's JSON-2
    """

    title: str
    site: str
    requests: dict
    bad: Request
    is_json_2: bool = False


def _post(path, body, headers=()):
    return Request(path, "POST", json.dumps(body).encode(), headers)


def _rest(title, site, folder, create="/books", headers=()):
    requests = {
        "hello": Request(f"{folder}/hello", headers=headers),
        "post": _post(f"{folder}/post", _BODY, headers),
        "create": _post(folder + create, _BOOK, headers),
    }
    for task, limit in _LIMITS.items():
        path = f"{folder}/books?limit={limit}&total=false"
        requests[task] = Request(path, headers=headers)
    bad = _post(f"{folder}/post", _BAD_BODY, headers)
    return Contender(title, site, requests, bad)


def _json_2():
    def call(method, **arguments):
        return _post(f"/json/2/bench.book/{method}", arguments, resources.AUTHORIZATION)

    written = _BOOK["written"].replace("T", " ").rstrip("Z")
    requests = {
        "hello": call("hello"),
        "post": call("post", **_BODY),
        "create": call("create", vals_list=[{**_BOOK, "written": written}]),
    }
    shown = {"domain": [], "fields": resources.FIELDS, "order": "id"}
    for task, limit in _LIMITS.items():
        requests[task] = call("search_read", limit=limit, **shown)
    bad = call("post", **_BAD_BODY)
    return Contender("JSON-2 (API key)", "plain", requests, bad, is_json_2=True)


# Ratios are relative to the first one.
CONTENDERS = [
    _rest("controller by hand", "plain", "/bench/controller"),
    _rest("these addons", "ours", "/bench/endpoints"),
    _rest("OCA's endpoint", "oca", "/bench/oca", create="/create"),
    _rest("OCA's fastapi", "oca", "/bench/fastapi"),
    _json_2(),
    _rest(
        "these addons (API key)",
        "ours",
        "/bench/by_key",
        headers=resources.AUTHORIZATION,
    ),
]


def definitions():
    """:return: definitions for `in_shell.define`: anonymous, and with an API key"""
    found = []
    for folder, values in {
        "/bench/endpoints": {"exec_as_user_id": "base.user_admin"},
        "/bench/by_key": {"auth_type": "bearer", "exec_as_user_id": False},
    }.items():
        for case in cases.ENDPOINTS:
            if case.name in _VALUES:
                route = f"{folder}/{case.name}"
                found.append({**case.definition(), **values, "route": route})
        found.append(
            resources.resource(
                "Books",
                f"{folder}/books",
                crud_write_fields=", ".join(resources.FIELDS),
                crud_can_create=True,
                crud_max_page_size=ROWS,
                **values,
            )
        )
    return found


def check(contender, site, port):
    """Send each request once, and one that must be refused.

    :param site: sites.Site, running on `port`
    :raise SetupError: a response is wrong, or a record was not stored
    """
    for task, request in contender.requests.items():
        answer = client.fetch(port, request)
        try:
            right = answer.status in (200, 201) and _is_right(
                contender, task, json.loads(answer.body), site
            )
        except (ValueError, LookupError, TypeError):
            right = False
        if not right:
            raise SetupError(f"{contender.title}, {task}: {str(answer)[:1000]}")
    status = client.fetch(port, contender.bad).status
    if not 400 <= status < 500:
        raise SetupError(f"{contender.title} accepts a bad body: {status}")


def _is_right(contender, task, value, site):
    if task in _VALUES:
        return value == _VALUES[task]
    if task == "create":
        stored = database.query(site.env, _STORED, (ROWS, 2), site.db)
        shown = [] if contender.is_json_2 else [_shown(value)]  # that shows only the id
        clear(site)
        return [tuple(_BOOK.values())] == stored and shown in ([], stored)
    rows = map(resources.of_json_2, value) if contender.is_json_2 else value["data"]
    stored = database.query(site.env, _STORED, (0, _LIMITS[task]), site.db)
    return list(map(_shown, rows)) == stored and len(stored) == _LIMITS[task]


def _shown(row):
    """The row of _STORED for a row of a response"""
    borrower = row["borrower_id"]
    shown = {**row, "borrower_id": borrower and borrower["id"] or None}
    return tuple(shown[name] for name in resources.FIELDS)


def clear(site):
    """Delete the records that requests created, so that the table keeps its size."""
    sql = "DELETE FROM bench_book WHERE id > %s"
    database.query(site.env, sql, (ROWS,), site.db)
    database.query(site.env, "VACUUM ANALYZE bench_book", db=site.db)
