"""The rows after a row, in an order, as ranges of an index.

They are not one condition: PostgreSQL finds no place in an index from alternatives,
and would read and drop all rows before. So there are a few ranges, to be asked one
after the other until a page is full; mostly the first one fills it. Odoo sorts NULL as
PostgreSQL does: last, and first where it is descending.
"""

from typing import NamedTuple

from odoo.fields import Domain
from odoo.tools import SQL


class Column(NamedTuple):
    """One of the order, and what the row of the cursor has there, None for NULL."""

    name: str
    descending: bool
    value: object
    nullable: bool

    def sql(self, model, alias, query):
        expression = model._field_to_sql(alias, self.name, query)
        if model._fields[self.name].type == "boolean":
            return SQL("COALESCE(%s, FALSE)", expression)  # as the ORM orders it
        return expression


def after(columns):
    """:return: tuple of Domains, the nearest rows first"""
    together = len(columns) - (2 if _is_one_range(columns[-2:]) else 1)
    domains = _beyond(columns[:together], columns[together:])
    for first in reversed(range(together)):
        domains += _beyond(columns[:first], columns[first : first + 1])
    return tuple(domains)


def _is_one_range(columns):
    """:return: whether PostgreSQL can compare a column and the id behind it at once"""
    directions = {column.descending for column in columns}
    return len(columns) == 2 and len(directions) == 1 and columns[0].value is not None


def _beyond(same, columns):
    """
    :param same: columns in which rows are as the one of the cursor is
    :param columns: those in which they come after it
    :return: list of Domains
    """
    descending, value = columns[0].descending, columns[0].value
    if value is None:
        return [_domain(same, columns, "IS NOT NULL")] if descending else []
    if descending:
        return [_domain(same, columns, "<")]
    domains = [_domain(same, columns, ">")]
    if columns[0].nullable:
        domains.append(_domain(same, columns[:1], "IS NULL"))
    return domains


def _domain(same, columns, operator):
    """:return: Domain of one range"""

    def to_sql(*where):
        parts = [
            _compared([each], "IS NULL" if each.value is None else "=", where)
            for each in same
        ]
        return SQL(" AND ").join([*parts, _compared(columns, operator, where)])

    return Domain.custom(to_sql=to_sql)


def _compared(columns, operator, where):
    left = SQL(", ").join(column.sql(*where) for column in columns)
    if operator.endswith("NULL"):
        return SQL("(%s) %s", left, SQL(operator))
    right = SQL(", ").join(SQL("%s", column.value) for column in columns)
    return SQL("(%s) %s (%s)", left, SQL(operator), right)
