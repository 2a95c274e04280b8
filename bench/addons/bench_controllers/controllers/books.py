"""The resource of bench/resources.py as hand-written controllers."""

import datetime
import hashlib
import json

from odoo import http
from odoo.http import request

from ..schemas import BOOK
from .main import ADMIN, route, valid_body

FIELDS = ["name", "author", "published_date", "pages", "isbn", "available"]
FIELDS += ["borrower_id", "written"]
LENT = ["name", "author", "published_date", "pages", "isbn", "available"]
LENT += ["borrower_id", "owner_id"]


def as_json(row):
    """Convert a row of ``search_read`` to JSON."""
    published, written, borrower = (
        row["published_date"],
        row["written"],
        row["borrower_id"],
    )
    return {
        "id": row["id"],
        "name": row["name"] or None,
        "author": row["author"] or None,
        "published_date": published.isoformat() if published else None,
        "pages": row["pages"],
        "isbn": row["isbn"] or None,
        "available": row["available"],
        "borrower_id": borrower
        and {"id": borrower[0], "display_name": borrower[1]}
        or None,
        "written": written.isoformat() + "Z" if written else None,
    }


def as_lent(row):
    """Convert a row of the fields LENT to JSON."""
    published = row["published_date"]
    related = {
        name: row[name] and {"id": row[name][0], "display_name": row[name][1]} or None
        for name in ("borrower_id", "owner_id")
    }
    return {
        "id": row["id"],
        "name": row["name"] or None,
        "author": row["author"] or None,
        "published_date": published.isoformat() if published else None,
        "pages": row["pages"],
        "isbn": row["isbn"] or None,
        "available": row["available"],
        **related,
    }


def dumps(value):
    """The JSON of a resource, which is compact."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def respond(value, *headers):
    headers = [("Content-Type", "application/json; charset=utf-8"), *headers]
    return request.make_response(dumps(value), headers=headers)


def link(path, page, pages, limit=None):
    """The header ``Link`` (RFC 8288).

    :param limit: parameter to repeat in the links
    """
    found = {"first": 1}
    if page > 1:
        found["prev"] = min(page - 1, pages)
    found["last"] = pages
    if page < pages:
        found["next"] = page + 1
    query = f"limit={limit}&" if limit else ""
    return ", ".join(
        f'<{path}?{query}page={n}>; rel="{rel}"' for rel, n in found.items()
    )


class BenchBooks(http.Controller):
    @route("/bench/controller/books", "GET")
    def books(self, page="1", limit=None, total="true", **params):
        return self._list([], FIELDS, as_json, int(page), limit, total == "true")

    @route("/bench/controller/lent", "GET")
    def lent(self, page="1", limit=None, **params):
        return self._list([("owner_id", "!=", False)], LENT, as_lent, int(page), limit)

    def _list(self, domain, fields, convert, page, given, total=True):
        limit = min(int(given or 80), 1000)
        request.update_env(user=ADMIN)
        books = request.env["bench.book"]
        rows = books.search_read(
            domain, fields, offset=(page - 1) * limit, limit=limit, order="id"
        )
        if not total:
            return respond({"data": [convert(row) for row in rows]})
        total = books.search_count(domain)
        pages = -(-total // limit)
        pagination = {"page": page, "limit": limit, "total": total, "pages": pages}
        return respond(
            {"data": [convert(row) for row in rows], "pagination": pagination},
            ("Link", link(request.httprequest.path, page, pages, given)),
        )

    @route("/bench/controller/books", "POST")
    def create(self, **params):
        values = valid_body(BOOK)
        if written := values.get("written"):
            aware = datetime.datetime.fromisoformat(written.replace("Z", "+00:00"))
            values["written"] = aware.astimezone(datetime.timezone.utc).replace(
                tzinfo=None
            )
        request.update_env(user=ADMIN)
        book = request.env["bench.book"].create(values)
        return request.make_json_response(as_json(book.read(FIELDS)[0]), status=201)

    @route("/bench/controller/books/<int:book_id>", "GET")
    def book(self, book_id, **params):
        request.update_env(user=ADMIN)
        rows = request.env["bench.book"].search_read(
            [("id", "=", book_id)], [*FIELDS, "write_date"], limit=1
        )
        if not rows:
            raise request.not_found()
        stamp = int(rows[0]["write_date"].timestamp() * 1_000_000)
        row = as_json(rows[0])
        digest = hashlib.sha256(dumps(row).encode()).hexdigest()[:16]
        return respond(row, ("ETag", f'"{book_id}-{stamp:x}.{digest}"'))
