"""The query of a request, read and checked."""

from dataclasses import dataclass

from odoo.fields import Domain

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.validation.json_schema import MAX_ERRORS

from . import cursor, filters
from .query_values import read_boolean, read_integer

_PAGING = ("limit", "page", "after", "order", "total")
_SHAPE = ("fields", "expand")
_MAX_OFFSET = 2**31 - 1
# PostgreSQL plans for minutes what has hundreds of conditions on relations.
_MAX_FILTERS = 30


@dataclass
class Query:
    """
    :param tuple fields: names, beside ``id``
    :param tuple expand: names of relations
    :param int limit: records of a page
    :param int page: from 1
    :param after: the cursor's tuple of Domains, see :mod:`.cursor`; None for pages by
        number
    :param order: tuple of (name, whether descending), the last one is ``id``
    :param bool total: whether all records are counted
    :param domain: :class:`odoo.fields.Domain` of the filters
    """

    fields: tuple
    expand: tuple = ()
    limit: int = 0
    page: int = 1
    after: object = None
    order: tuple = ()
    total: bool = True
    domain: Domain = Domain.TRUE

    @property
    def order_sql(self):
        """:return: str, as ``search`` takes it"""
        return ", ".join(f"{n} DESC" if down else n for n, down in self.order)

    @property
    def offset(self):
        return (self.page - 1) * self.limit


def parse(resource, model, args, operation):
    """
    :param resource: :class:`~.resource.Resource`
    :param model: recordset of its model, as the exec user
    :param args: MultiDict of the query
    :param str operation: ``list``, or another, which has no pages and no filters
    :return: :class:`Query`
    :raise RequestValidationError: with all that does not fit
    """
    return _Parser(resource, model, args, operation).parse()


class _Parser:
    def __init__(self, resource, model, args, operation):
        self.resource = resource
        self.model = model
        self.args = args
        self.operation = operation
        self.detail = []
        self.filters = 0

    def parse(self):
        query = Query(self._fields(), self._expand())
        if self.operation == "list":
            self._paging(query)
        allowed = self._allowed()
        for name, text in self.args.items(multi=True):
            if name in allowed:
                self._check_once(name)
            elif self.operation == "list":
                query.domain &= self._filter(name, text)
            else:
                self._error(name, "there is no such parameter", "additionalProperties")
        if self.detail:
            more = len(self.detail) > MAX_ERRORS
            raise RequestValidationError(self.detail[:MAX_ERRORS], more)
        return query

    def _filter(self, name, text):
        """:return: Domain of one filter"""
        self.filters += 1
        try:
            if self.filters > _MAX_FILTERS:
                raise filters.RefusedFilter(
                    f"more than {_MAX_FILTERS} filters", "maxItems"
                )
            return filters.domain(self.resource, self.model, name, text)
        except filters.RefusedFilter as exc:
            self._error(name, str(exc), exc.kind)
            return Domain.TRUE

    def _allowed(self):
        if self.operation in ("delete", "file"):
            return ()
        return (*_PAGING, *_SHAPE) if self.operation == "list" else _SHAPE

    def _error(self, name, message, kind):
        item = {"loc": ["query", name[:100]], "msg": message, "type": kind}
        if len(self.detail) <= MAX_ERRORS and item not in self.detail:
            self.detail.append(item)

    def _check_once(self, name):
        if len(self.args.getlist(name)) > 1:
            self._error(name, "it is given twice", "maxItems")

    def _value(self, name, read, default, kind="type"):
        """:return: what ``read`` makes of a parameter"""
        text = self.args.get(name)
        if text is None:
            return default
        try:
            return read(text)
        except ValueError as exc:
            self._error(name, str(exc), kind)
            return default

    # ------------------------------------------------------------
    # Which fields
    # ------------------------------------------------------------

    def _names(self, name, known, what):
        """:return: tuple of the names in a list, all of them known; None without it"""
        text = self.args.get(name)
        if text is None or name not in self._allowed():
            return None
        names = [part.strip() for part in text.split(",") if part.strip()]
        for each in names:
            if each not in known:
                self._error(name, f"“{each[:100]}” is no {what} of this API", "enum")
        return tuple(each for each in known if each in names)

    def _fields(self):
        readable = self.resource.read
        names = self._names("fields", ("id", *readable), "field")
        if names is not None:
            return tuple(name for name in names if name != "id")
        # What the caller may not see is left out, as in Odoo's views; asked for by
        # its name it is refused.
        of, allowed = self.model._fields, self.model._has_field_access
        return tuple(
            name
            for name in readable
            if not of[name].groups or allowed(of[name], "read")
        )

    def _expand(self):
        names = self._names("expand", tuple(self.resource.expand), "relation to expand")
        return names or ()

    # ------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------

    def _paging(self, query):
        query.limit = self._value("limit", self._limit, self.resource.page_size)
        query.order = self._value("order", self._order, self.resource.order, "enum")
        if "id" not in dict(query.order):
            # In the direction of the last one: an index can be read backwards, too.
            query.order = (*query.order, ("id", query.order[-1][1]))
        query.total = self._value("total", self._total, self.resource.count_total)
        if "after" not in self.args:
            query.page = self._value("page", self._page(query.limit), 1)
            return
        query.total = False
        if "page" in self.args:
            self._error("page", "give a page or a cursor, not both", "not")
        read = cursor.reader(self.model, query.order, self.resource.read)
        query.after = self._value("after", read, (), "format")

    def _limit(self, text):
        return _between(text, self.resource.max_page_size)

    def _page(self, limit):
        return lambda text: _between(text, _MAX_OFFSET // limit + 1)

    def _total(self, text):
        wanted = read_boolean(text)
        if wanted and not self.resource.count_total:
            raise ValueError("this API does not count")
        return wanted

    def _order(self, text):
        order = {}
        for part in filter(None, map(str.strip, text.split(","))):
            name = part.removeprefix("-")
            if name not in ("id", *self.resource.sort):
                raise ValueError(f"one cannot sort by “{name[:100]}”")
            order.setdefault(name, part.startswith("-"))
        return tuple(order.items()) or self.resource.order


def _between(text, most):
    value = read_integer(text)
    if not 1 <= value <= most:
        raise ValueError(f"not between 1 and {most}")
    return value
