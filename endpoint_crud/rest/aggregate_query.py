"""The query of groups and totals. It names the members of the answer: a group is named
like its field, a sum too, other totals ``<field>_<function>``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from odoo.models import BaseModel

from .field_lists import AGGREGATED
from .query import Parser, Query
from .query_values import read_boolean
from .resource import Resource

NUMBERS = ("integer", "float", "monetary")
#: function -> types of the fields that it takes
FUNCTIONS = {
    **dict.fromkeys(("sum", "avg"), NUMBERS),
    **dict.fromkeys(("min", "max"), AGGREGATED),
}
#: part of a date or time to group by -> how it is shown
PERIODS: dict[str, Callable[[date], str]] = {
    "day": lambda day: day.isoformat()[:10],
    "week": lambda day: "{:04}-W{:02}".format(*day.isocalendar()),
    "month": lambda day: day.isoformat()[:7],
    "quarter": lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}",
    "year": lambda day: day.isoformat()[:4],
}
MAX_GROUPS = 10
_TIMES = ("date", "datetime")
#: how ``_read_group`` calls the number of records
COUNT = "__count"


@dataclass
class Totals(Query):
    """
    :param groups: name of a field -> how ``_read_group`` calls the group
    :param totals: name of a member -> how ``_read_group`` calls the total
    """

    groups: dict[str, str] = field(default_factory=dict)
    totals: dict[str, str] = field(default_factory=dict)

    def order_of_groups(self, model: BaseModel) -> str:
        """:return: in the syntax of ``_read_group``, without ties between groups"""
        specs = {**self.groups, **self.totals}
        parts = [f"{specs[n]} {'DESC' if down else 'ASC'}" for n, down in self.order]
        for name, spec in self.groups.items():
            # Odoo sorts a many2one by the order of its model, which may have ties.
            is_many2one = model._fields[name].type == "many2one"
            parts.append(f"{name}:min" if is_many2one else spec)
        return ", ".join(parts)


def parse(resource: Resource, model: BaseModel, args: MultiDict) -> Totals:
    """
    :param model: recordset of the resource's model, as the exec user
    :raise RequestValidationError: lists all errors of the query
    """
    return _Parser(resource, model, args, "aggregate").checked()


def groups_by(name: str, field_type: str) -> list[str]:
    """
    >>> groups_by("state", "selection")
    ['state']

    :return: what ``group_by`` can be for a field
    """
    return [f"{name}:{each}" for each in PERIODS] if field_type in _TIMES else [name]


def member(name: str, function: str) -> str:
    """
    >>> member("amount", "sum"), member("amount", "avg")
    ('amount', 'amount_avg')
    """
    return name if function == "sum" else f"{name}_{function}"


class _Parser(Parser):
    def parse(self):
        query = Totals(fields=(), groups=self._groups(), totals=self._totals())
        names = [*query.groups, *query.totals]
        if len(query.groups) > MAX_GROUPS:
            self._error("group_by", f"more than {MAX_GROUPS} groups", "maxItems")
        if not (names or self.detail):
            self._error("group_by", "name a group, a total or the count", "required")
        for name in query.groups.keys() & query.totals.keys():
            self._error("group_by", f"“{name}” would be a group and a total", "not")
        self._limits(query)
        self._pages(query)
        query.order = self._value("order", self._members(names), (), "enum")
        self._filters(query)
        return query

    def _groups(self):
        groups = {}
        for text in self._listed("group_by"):
            name, _, period = text.partition(":")
            if problem := self._group_problem(name, period, groups):
                self._error("group_by", f"“{text[:100]}”: {problem}", "enum")
            groups[name] = f"{name}:{period}" if period else name
        return groups

    def _group_problem(self, name, period, groups):
        if name not in self.resource.group:
            return "this API cannot group by this field"
        if name in groups:
            return "group by each field once"
        if self.model._fields[name].type in _TIMES:
            if period not in PERIODS:
                return f"add a period: {', '.join(groups_by(name, 'date'))}"
        elif period:
            return "only dates have periods"
        return None

    def _totals(self):
        totals = {}
        for function, types in FUNCTIONS.items():
            for name in self._listed(function):
                if name not in self.resource.aggregate:
                    message = f"this API has no totals of “{name[:100]}”"
                    self._error(function, message, "enum")
                elif self.model._fields[name].type not in types:
                    message = f"“{name}” is not a number"
                    self._error(function, message, "enum")
                else:
                    called = member(name, function)
                    self._add(totals, function, called, f"{name}:{function}")
        if self._value("count", read_boolean, False):
            self._add(totals, "count", "count", COUNT)
        return totals

    def _add(self, totals, parameter, name, spec):
        if name in totals and totals[name] != spec:
            self._error(parameter, f"two totals would be called “{name}”", "not")
        totals[name] = spec

    def _listed(self, parameter):
        parts = self.args.get(parameter, "").split(",")
        return dict.fromkeys(filter(None, map(str.strip, parts)))

    def _members(self, names):
        def read(text):
            order = {}
            for part in filter(None, map(str.strip, text.split(","))):
                name = part.removeprefix("-")
                if name not in names:
                    raise ValueError(f"the response has no member “{name[:100]}”")
                order.setdefault(name, part.startswith("-"))
            return tuple(order.items())

        return read
