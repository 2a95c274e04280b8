"""The rows after a given row in sort order, as index ranges.

With a single OR condition, PostgreSQL would read all earlier rows instead of starting
in the middle of an index. Instead, a few ranges are searched in turn until the page is
full. Usually the first one fills it. Odoo sorts NULL like
PostgreSQL: last, or first if descending.
"""

from typing import Any, NamedTuple

from odoo.fields import Domain
from odoo.tools import SQL


class Column(NamedTuple):
    """A sort column, and its value in the cursor's row; None is NULL."""

    name: str
    descending: bool
    value: Any
    nullable: bool

    def sql(self, model, alias, query) -> SQL:
        expression = model._field_to_sql(alias, self.name, query)
        if model._fields[self.name].type == "boolean":
            return SQL("COALESCE(%s, FALSE)", expression)  # the ORM sorts it like this
        return expression


def after(columns: list[Column]) -> tuple[Domain, ...]:
    """:return: Domains to search one after the other: their rows are in sort order"""
    first = len(columns) - (2 if _is_one_range(columns[-2:]) else 1)
    domains = _beyond(columns[:first], columns[first:])
    for index in reversed(range(first)):
        domains += _beyond(columns[:index], columns[index : index + 1])
    return tuple(domains)


def _is_one_range(columns):
    """:return: whether PostgreSQL can compare the columns as one row value"""
    directions = {column.descending for column in columns}
    return len(columns) == 2 and len(directions) == 1 and columns[0].value is not None


def _beyond(equal, columns):
    """
    :param equal: columns in which rows equal the cursor
    :param columns: columns in which rows follow the cursor
    :return: list of Domains
    """
    descending, value = columns[0].descending, columns[0].value
    if value is None:
        return [_range(equal, columns, "IS NOT NULL")] if descending else []
    if descending:
        return [_range(equal, columns, "<")]
    domains = [_range(equal, columns, ">")]
    if columns[0].nullable:
        domains.append(_range(equal, columns[:1], "IS NULL"))
    return domains


def _range(equal, columns, operator):
    def to_sql(*where):
        parts = [
            _compared([each], "IS NULL" if each.value is None else "=", where)
            for each in equal
        ]
        return SQL(" AND ").join([*parts, _compared(columns, operator, where)])

    return Domain.custom(to_sql=to_sql)


def _compared(columns, operator, where):
    left = SQL(", ").join(column.sql(*where) for column in columns)
    if operator.endswith("NULL"):
        return SQL("(%s) %s", left, SQL(operator))
    right = SQL(", ").join(SQL("%s", column.value) for column in columns)
    return SQL("(%s) %s (%s)", left, SQL(operator), right)
