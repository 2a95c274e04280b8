"""The page of a list: its records, the member ``pagination`` and the header Link."""

from urllib.parse import quote, urlencode

from werkzeug.wrappers import Request

from odoo.models import BaseModel

from odoo.addons.endpoint_route_handler.proxy import path_prefix

from . import cursor
from .query import Query

# Proxies and clients reject responses whose headers exceed about 8 KiB.
_MAX_LINK = 6000
# RFC 3986 §3.3, without characters that make simple parsers split the Link header
_SAFE = "/-._~!$&'()*+=:@"


def answer(
    httprequest: Request, query: Query, records: BaseModel, total: int | None
) -> tuple[BaseModel, dict, list[tuple[str, str]]]:
    """
    :param records: the records of the page; if they are not counted, one more record
        indicates a next page
    :param total: number of records on all pages, None if they are not counted
    :return: (records of the page, value of ``pagination``, headers)
    """
    page, more = records[: query.limit], len(records) > query.limit
    if query.after is not None:
        next_cursor = cursor.make(page[-1], query.order) if more else None
        links = {"first": {"after": ""}}
        if next_cursor:
            links["next"] = {"after": next_cursor}
        pagination = {"limit": query.limit, "next": next_cursor}
        return page, pagination, _link(httprequest, links)
    pagination = {"page": query.page, "limit": query.limit}
    links = {"first": {"page": 1}}
    if query.page > 1:
        links["prev"] = {"page": query.page - 1}
    if total is not None:
        pages = -(-total // query.limit)
        pagination |= {"total": total, "pages": pages}
        last_page = max(pages, 1)  # an empty list has one page
        links["last"] = {"page": last_page}
        more = query.page < pages
        if query.page > last_page:
            links["prev"] = {"page": last_page}
    if more:
        links["next"] = {"page": query.page + 1}
    return page, pagination, _link(httprequest, links)


def request_path(httprequest: Request) -> str:
    """:return: the path that the client called, quoted, so that a route parameter can
    neither change a URL nor end a header
    """
    return path_prefix(httprequest) + quote(httprequest.path, safe=_SAFE)


def _link(httprequest, links):
    """:return: the header (RFC 8288 §3), with targets relative to the server"""
    kept = [
        (name, value)
        for name, value in httprequest.args.items(multi=True)
        if name not in ("page", "after")
    ]
    path = request_path(httprequest)
    link = ", ".join(
        f'<{path}?{urlencode([*kept, *changes.items()])}>; rel="{relation}"'
        for relation, changes in links.items()
    )
    return [("Link", link)] if len(link) <= _MAX_LINK else []
