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


def link(path, page, pages):
    """The header ``Link`` (RFC 8288)."""
    found = {"first": 1}
    if page > 1:
        found["prev"] = min(page - 1, pages)
    found["last"] = pages
    if page < pages:
        found["next"] = page + 1
    return ", ".join(f'<{path}?page={n}>; rel="{rel}"' for rel, n in found.items())


class BenchBooks(http.Controller):
    @route("/bench/controller/books", "GET")
    def books(self, page="1", limit="80", total="true", **params):
        page, limit = int(page), min(int(limit), 1000)
        request.update_env(user=ADMIN)
        books = request.env["bench.book"]
        rows = books.search_read(
            [], FIELDS, offset=(page - 1) * limit, limit=limit, order="id"
        )
        if total == "false":
            return request.make_json_response({"data": [as_json(row) for row in rows]})
        total = books.search_count([])
        pages = -(-total // limit)
        pagination = {"page": page, "limit": limit, "total": total, "pages": pages}
        return request.make_json_response(
            {"data": [as_json(row) for row in rows], "pagination": pagination},
            headers=[("Link", link("/bench/controller/books", page, pages))],
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
        digest = hashlib.sha256(json.dumps(row).encode()).hexdigest()[:16]
        return request.make_json_response(
            row, headers=[("ETag", f'"{book_id}-{stamp:x}.{digest}"')]
        )
