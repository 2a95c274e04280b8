"""The query of a request, parsed and checked."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from odoo.fields import Domain
from odoo.models import BaseModel

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.validation.json_schema import MAX_ERRORS

from . import cursor, formats
from .filters import FilterError, Filters
from .query_values import between_1_and, read_boolean
from .resource import Resource
from .rows import readable

_SHAPE = ("fields", "expand")
_TOTALS = ("group_by", "sum", "avg", "min", "max", "count")
#: operation -> its parameters, besides filters
_PARAMETERS = {
    "list": ("format", "limit", "page", "after", "order", "total", *_SHAPE),
    "export": ("format", "bom", "limit", "order", *_SHAPE),
    "aggregate": ("limit", "page", "order", "total", *_TOTALS),
    "bulk": ("atomic", *_SHAPE),
    **dict.fromkeys(("delete", "file", "download", "upload", "clear"), ()),
}
_OF_OTHER_FORMATS = {
    "list": {"bom": "only for format=csv"},
    "export": dict.fromkeys(("page", "after", "total"), "an export has no pages"),
}
_MAX_OFFSET = 2**31 - 1


@dataclass
class Query:
    """
    :param fields: names, without ``id``
    :param expand: names of relations
    :param limit: records per page, or of an export; 0 for all that may be exported
    :param page: from 1
    :param after: Domains of :func:`.cursor.after`; None for pages by number
    :param order: tuple of (name, whether descending), with ``id``
    :param total: whether to count all records
    :param domain: of the filters
    :param atomic: whether several operations succeed or fail together
    :param bom: whether CSV begins with a byte order mark
    """

    fields: tuple[str, ...]
    expand: tuple[str, ...] = ()
    limit: int = 0
    page: int = 1
    after: tuple[Domain, ...] | None = None
    order: tuple[tuple[str, bool], ...] = ()
    total: bool = True
    domain: Domain = Domain.TRUE
    atomic: bool = True
    bom: bool = False

    @property
    def order_sql(self) -> str:
        """:return: the order in the syntax of ``search``"""
        return ", ".join(f"{n} DESC" if down else n for n, down in self.order)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit


def parse(
    resource: Resource, model: BaseModel, args: MultiDict, operation: str
) -> Query:
    """
    :param model: recordset of the resource's model, as the exec user
    :param operation: only ``list`` supports pages; it and ``export`` support filters
    :raise RequestValidationError: lists all errors of the query
    """
    return Parser(resource, model, args, operation).checked()


class Parser:
    """Parses the query of an operation, and collects its errors."""

    def __init__(self, resource, model, args, operation):
        self.resource = resource
        self.model = model
        self.operation = operation
        self.has_filters = operation in ("list", "export", "aggregate")
        self.refused = _OF_OTHER_FORMATS.get(operation, {})
        self.parameters = _PARAMETERS.get(operation, _SHAPE)
        self.args = args
        self.detail = []

    def checked(self):
        """:raise RequestValidationError: lists all errors"""
        query = self.parse()
        if detail := self.detail:
            raise RequestValidationError(detail[:MAX_ERRORS], len(detail) > MAX_ERRORS)
        return query

    def parse(self):
        query = Query(self._fields(), self._expand())
        if self.has_filters:
            self._value("format", formats.read, None, "enum")
            query.order = self._order()
        if self.operation == "list":
            self._paging(query)
        elif self.operation == "export":
            in_limit = between_1_and(self.resource.export_limit)
            query.limit = self._value("limit", in_limit, 0)
            query.bom = self._value("bom", read_boolean, False)
        if "atomic" in self.parameters:
            query.atomic = self._value("atomic", read_boolean, True)
        self._filters(query)
        return query

    def _filters(self, query):
        filters = Filters(self.model, self.resource)
        for name, text in self.args.items(multi=True):
            if name in self.parameters:
                if len(self.args.getlist(name)) > 1:
                    self._error(name, "the parameter is given twice", "maxItems")
            elif name in self.refused:
                self._error(name, self.refused[name], "not")
            elif not self.has_filters:
                self._error(name, "unknown parameter", "additionalProperties")
            else:
                try:
                    query.domain &= filters.parameter(name, text)
                except FilterError as exc:
                    self._error(name, str(exc), exc.kind)

    def _error(self, name, message, kind):
        item = {"loc": ["query", name[:100]], "msg": message, "type": kind}
        if len(self.detail) <= MAX_ERRORS and item not in self.detail:
            self.detail.append(item)

    def _value(self, name, read, default, kind="type"):
        text = self.args.get(name)
        if text is None:
            return default
        try:
            return read(text)
        except ValueError as exc:
            self._error(name, str(exc), kind)
            return default

    # ------------------------------------------------------------
    # Members of a record
    # ------------------------------------------------------------

    def _fields(self):
        names = self._names("fields", ("id", *self.resource.read))
        if names is not None:
            return tuple(name for name in names if name != "id")
        return readable(self.resource, self.model)

    def _expand(self):
        return self._names("expand", tuple(self.resource.expand)) or ()

    def _names(self, parameter, known):
        """:return: the known names that the parameter lists; None without it"""
        text = self.args.get(parameter)
        if text is None or parameter not in self.parameters:
            return None
        names = [part.strip() for part in text.split(",") if part.strip()]
        for name in names:
            if name not in known:
                what = "field" if parameter == "fields" else "expandable relation"
                message = f"this API has no {what} “{name[:100]}”"
                self._error(parameter, message, "enum")
        return tuple(name for name in known if name in names)

    # ------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------

    def _paging(self, query):
        self._limits(query)
        if "after" not in self.args:
            self._pages(query)
            return
        query.total = False
        if "page" in self.args:
            self._error("page", "send either “page” or “after”", "not")
        query.after = self._value("after", self._after(query.order), (), "format")

    def _limits(self, query):
        resource = self.resource
        in_limits = between_1_and(resource.max_page_size)
        query.limit = self._value("limit", in_limits, resource.page_size)
        query.total = self._value("total", self._total, resource.count_total)

    def _pages(self, query):
        in_table = between_1_and(_MAX_OFFSET // query.limit + 1)
        query.page = self._value("page", in_table, 1)

    def _after(self, order):
        return lambda text: cursor.after(self.model, order, self.resource.read, text)

    def _total(self, text):
        wanted = read_boolean(text)
        if wanted and not self.resource.count_total:
            raise ValueError("this API does not count records")
        return wanted

    def _order(self):
        order = self._value("order", self._read_order, self.resource.order, "enum")
        if "id" not in dict(order):
            # In the direction of the last field: an index also works backwards.
            order = (*order, ("id", order[-1][1]))
        return order

    def _read_order(self, text):
        order = {}
        for part in filter(None, map(str.strip, text.split(","))):
            name = part.removeprefix("-")
            if name not in ("id", *self.resource.sort):
                raise ValueError(f"this API cannot sort by “{name[:100]}”")
            order.setdefault(name, part.startswith("-"))
        return tuple(order.items()) or self.resource.order
