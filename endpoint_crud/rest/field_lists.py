"""Parse and check the lists of field names of a resource."""

import re
from collections.abc import Sequence

from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.fields import Field
from odoo.models import BaseModel

from . import operators
from .field_types import TYPES

#: types of the fields that can have totals
AGGREGATED = ("integer", "float", "monetary", "date", "datetime")
_WRITTEN_BY_ODOO = ("id", "create_uid", "create_date", "write_uid", "write_date")


def names_in(text: str | None) -> tuple[str, ...]:
    """
    >>> names_in("name, author")
    ('name', 'author')
    """
    return tuple(dict.fromkeys(re.findall(r"[^\s,]+", text or "")))


def fields(model: BaseModel, kind: str, names: Sequence[str]) -> tuple[str, ...]:
    """
    :param kind: ``read``, or a key of the checks below
    :return: the names without ``id``, which every response has
    """
    check = _CHECKS.get(kind)
    for name in names:
        field = get_field(model, name)
        if problem := check and check(model.env, field):
            message = f"{name}: {problem}"
            raise UserError(message)
    return tuple(name for name in names if name != "id")


def get_field(model: BaseModel, name: str) -> Field:
    """:raise UserError: the model has no such field, or it cannot be served"""
    field = model._fields.get(name)
    if field is None:
        message = model.env._(
            "%(model)s has no field %(field)s.", model=model._name, field=name
        )
        raise UserError(message)
    if field.type not in TYPES:
        message = model.env._(
            "%(field)s: fields of the type %(type)s cannot be served.",
            field=name,
            type=field.type,
        )
        raise UserError(message)
    return field


def check_write(env: Environment, field: Field) -> str | None:
    """:return: why callers cannot write the field"""
    if field.name in _WRITTEN_BY_ODOO:
        return env._("Odoo writes this field itself.")
    if not TYPES[field.type].writable:
        return _only_read(env, field)
    if field.type == "one2many":
        return env._(
            "Name the fields of its lines below, or use a resource for the related "
            "model."
        )
    if not (field.store or field.inverse) or (field.compute and field.readonly):
        return env._("Odoo computes this field.")
    return None


def check_filter(env: Environment, field: Field) -> str | None:
    """:return: why records cannot be filtered by the field"""
    if not operators.for_type(field.type):
        return _only_read(env, field)
    searchable = field._description_searchable
    return None if searchable else env._("Odoo cannot search by this field.")


def check_sort(env: Environment, field: Field) -> str | None:
    """:return: why records cannot be sorted by the field"""
    if not TYPES[field.type].writable:
        return _only_read(env, field)
    if not TYPES[field.type].sortable or not field._description_sortable:
        return env._("Odoo cannot sort by this field.")
    return None if field.store else env._("Only stored fields can be sorted by.")


def _only_read(env, field):
    return env._("Fields of the type %s can only be read.", field.type)


def check_group(env: Environment, field: Field) -> str | None:
    """:return: why records cannot be grouped by the field"""
    if not TYPES[field.type].writable:
        return _only_read(env, field)
    if not field.store:
        return env._("Only stored fields can be grouped by.")
    groupable = TYPES[field.type].sortable or field.type == "many2many"
    if not (groupable and field._description_groupable(env)):
        return env._("Odoo cannot group by this field.")
    return None


def check_aggregate(env: Environment, field: Field) -> str | None:
    """:return: why the field has no totals"""
    if field.type not in AGGREGATED:
        return env._("Only numbers, dates and times have totals.")
    return None if field.store else env._("Only stored fields have totals.")


_CHECKS = {
    "write": check_write,
    "filter": check_filter,
    "sort": check_sort,
    "group": check_group,
    "aggregate": check_aggregate,
}


def choices(model: BaseModel, kind: str) -> list[str]:
    """
    :param kind: as for :func:`fields`
    :return: names of the fields that can be in the list
    """
    check = _CHECKS.get(kind)
    return [
        name
        for name, field in model._fields.items()
        if field.type in TYPES and not (check and check(model.env, field))
    ]


def order(model: BaseModel, names: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """:return: (name, whether descending) of each field"""
    fields(model, "sort", [name.removeprefix("-") for name in names])
    sorting = tuple((name.removeprefix("-"), name.startswith("-")) for name in names)
    return sorting or (("id", False),)


def expansions(
    model: BaseModel, readable: Sequence[str], dotted_names: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """:return: relation -> names of the fields of its records"""
    expansions = {}
    for dotted in dotted_names:
        relation, _, name = dotted.partition(".")
        if not (name and relation in readable and model._fields[relation].relational):
            message = model.env._(
                "%s: write a readable relation, a dot and a field of its model, such "
                "as partner_id.name.",
                dotted,
            )
            raise UserError(message)
        field = get_field(model.env[model._fields[relation].comodel_name], name)
        if field.type == "binary":
            raise UserError(model.env._("%s: files cannot be expanded.", dotted))
        expansions.setdefault(relation, []).append(name)
    return {relation: tuple(names) for relation, names in expansions.items()}
