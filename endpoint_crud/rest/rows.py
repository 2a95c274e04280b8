"""Convert records to JSON objects column by column: the number of queries does not
depend on the number of records.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from odoo.models import BaseModel

from . import loose_columns
from .field_types import TYPES
from .resource import Resource


def make(
    records: BaseModel,
    fields: Iterable[str],
    expand: Mapping[str, tuple[str, ...]],
    base: str,
) -> list[dict[str, Any]]:
    """
    :param fields: names; the records already have them in the cache
    :param expand: relation -> names of the fields of its records
    :param base: path of the collection, for the URLs of files
    """
    columns = [list(records._ids)]
    columns += [column(records, name, expand.get(name), base) for name in fields]
    names = ("id", *fields)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def column(
    records: BaseModel, name: str, expand: tuple[str, ...] | None, base: str
) -> list[Any]:
    """:return: the JSON value of the field in each record"""
    field = records._fields[name]
    if field.type == "many2one":
        shown = related(records[name], expand)
        return [shown.get(record[name].id) for record in records]
    if field.relational:
        if not expand:
            return [record[name].ids for record in records]
        shown = related(records[name], expand)
        return [[shown[id_] for id_ in record[name].ids] for record in records]
    if field.type == "binary":
        sizes = zip(records._ids, records.mapped(name), strict=True)
        return [f"{base}/{id_}/{name}" if size else None for id_, size in sizes]
    if make_column := loose_columns.COLUMNS.get(field.type):
        return make_column(records, name)
    return list(map(TYPES[field.type].show, records.mapped(name)))


def related(targets: BaseModel, expand: tuple[str, ...] | None) -> dict[int, dict]:
    """
    :param targets: related records, which the user may read or not
    :param expand: names of further fields, for those that the user may read
    :return: dict of id to JSON object
    """
    if not targets:
        return {}
    # As superuser: users who may read the relation may also read its display name, as
    # in Odoo's own API (Many2one.convert_to_read).
    # With the language in the context, res.partner._compute_display_name finds this
    # environment instead of creating one for each partner.
    named = targets.sudo().with_context(lang=targets.env.lang)
    named.fetch(_named_by(named))
    labels = named.mapped("display_name")
    shown = {
        id_: {"id": id_, "display_name": label or None}
        for id_, label in zip(targets._ids, labels, strict=True)
    }
    if names := expandable(targets, expand or ()):
        for row in make(targets._filtered_access("read"), names, {}, ""):
            shown[row["id"]].update(row)
    return shown


def _named_by(model: BaseModel) -> list[str]:
    """:return: names of the columns that a display name depends on, also through other
    columns. Otherwise, Odoo would fetch all columns of the related records.
    """
    depends, todo, found = model.pool.field_depends, [model._fields["display_name"]], {}
    while todo:
        for path in depends[todo.pop()]:
            field = model._fields[path.partition(".")[0]]
            if field.name not in found:
                found[field.name] = field
                todo.append(field)
    return [name for name, field in found.items() if field.prefetch is True]


def expandable(targets: BaseModel, names: Iterable[str]) -> list[str]:
    """:return: the names of those fields of related records that the user may read"""
    if not targets.browse().has_access("read"):
        return []
    fields, may = targets._fields, targets._has_field_access
    return [name for name in names if may(fields[name], "read")]


def readable(resource: Resource, model: BaseModel) -> tuple[str, ...]:
    """As in Odoo's views, omit fields that the user may not read. Requesting one by
    name is refused.

    :return: names of the fields that a response has without ``?fields=``
    """
    fields, may = model._fields, model._has_field_access
    return tuple(
        name
        for name in resource.read
        if not fields[name].groups or may(fields[name], "read")
    )
