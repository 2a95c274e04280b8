"""What an answer says of the pages around it."""

from urllib.parse import urlencode

from . import cursor, paths

# Proxies and clients drop an answer whose headers are larger than 8 KiB or so.
_MAX_LINK = 6000


def answer(httprequest, query, records, total):
    """
    :param httprequest: of the request
    :param query: :class:`~.query.Query`
    :param records: those of the page, and one more where there are more and
        ``query.total`` is off
    :param total: number of all records, None where they are not counted
    :return: (records of the page, the object ``pagination``, headers)
    """
    page, more = records[: query.limit], len(records) > query.limit
    if query.after is not None:
        last = cursor.make(page[-1], query.order) if more else None
        links = {"first": {"after": ""}}
        if last:
            links["next"] = {"after": last}
        return page, {"limit": query.limit, "next": last}, _link(httprequest, links)
    pagination = {"page": query.page, "limit": query.limit}
    links = {"first": {"page": 1}}
    if query.page > 1:
        links["prev"] = {"page": query.page - 1}
    if total is not None:
        pages = -(-total // query.limit)
        pagination |= {"total": total, "pages": pages}
        last_page = max(pages, 1)  # an empty list has a page, too
        links["last"] = {"page": last_page}
        more = query.page < pages
        if query.page > last_page:
            links["prev"] = {"page": last_page}
    if more:
        links["next"] = {"page": query.page + 1}
    return page, pagination, _link(httprequest, links)


def _link(httprequest, links):
    """:return: the header of RFC 8288 §3, its targets relative to the server"""
    kept = [
        (name, value)
        for name, value in httprequest.args.items(multi=True)
        if name not in ("page", "after")
    ]
    path = paths.path(httprequest)
    targets = (
        f'<{path}?{urlencode([*kept, *where.items()])}>; rel="{relation}"'
        for relation, where in links.items()
    )
    link = ", ".join(targets)
    return [("Link", link)] if len(link) <= _MAX_LINK else []
