"""Groups and totals of records: ``GET <route>/aggregate``."""

from typing import Any

from odoo.fields import Domain
from odoo.models import BaseModel

from . import rows
from .aggregate_query import COUNT, PERIODS, Totals
from .field_types import TYPES

#: aggregate of ``_read_group`` that models/base.py adds
COUNT_OF_GROUPS = "id:crud_groups"


def page(
    model: BaseModel, domain: Domain, query: Totals
) -> tuple[list[dict[str, Any]], int | None]:
    """
    :return: (rows of the page, number of all groups). If groups are not counted, the
        number is None, and one more row indicates that there is a next page.
    :raise AccessError: the user may not read the model or one of the fields
    """
    model = model.with_context(tz=model.env.tz.zone, crud_aggregate=True)
    specs, totals = [*query.groups.values()], [*query.totals.values()]
    is_counted = query.total and bool(specs)
    if is_counted:
        totals.append(COUNT_OF_GROUPS)
    values = model._read_group(
        *(domain, specs, totals),
        offset=query.offset,
        limit=query.limit + (not query.total),
        order=query.order_of_groups(model),
    )
    counted = values
    if is_counted and not values and query.page > 1:  # a page after the last one
        counted = model._read_group(domain, specs, [COUNT_OF_GROUPS], limit=1)
    if is_counted:
        total = counted[0][-1] if counted else 0
    else:
        total = 1 if query.total else None
    return _rows(model, query, values), total


def _rows(model, query, values):
    names = (*query.groups, *query.totals)
    columns = list(zip(*values, strict=True))[: len(names)] or [()] * len(names)
    shown = [
        _column(model, name, query.groups.get(name) or query.totals[name], column)
        for name, column in zip(names, columns, strict=True)
    ]
    return [dict(zip(names, row, strict=True)) for row in zip(*shown, strict=True)]


def _column(model, member, spec, values):
    """:return: the values of a group or total as JSON"""
    if spec == COUNT:
        return values
    name, _, part = spec.partition(":")
    field_ = model._fields[name]
    if field_.relational:
        related = rows.related(model.env[field_.comodel_name].union(*values), None)
        return [related.get(record.id) for record in values]
    # The average of integers is rarely an integer.
    show = TYPES["float" if part == "avg" else field_.type].show
    if member == name and part in PERIODS:
        show = PERIODS[part]
    is_boolean = field_.type == "boolean"
    return [show(v) if v is not False or is_boolean else None for v in values]
