"""What callers may write: fields, lines, and relations that are named by key."""

from collections.abc import Sequence
from typing import NamedTuple

from odoo.exceptions import UserError
from odoo.fields import Field
from odoo.models import BaseModel

from odoo.addons.endpoint import rpc

from . import field_lists

_KEY_TYPES = ("char", "text", "integer")


class Writable(NamedTuple):
    """
    :param names: fields of a record, without its lines
    :param keys: relation -> names of the fields that may name a related record
    :param lines: one2many relation -> what callers may write to its records
    """

    names: tuple[str, ...]
    keys: dict[str, tuple[str, ...]]
    lines: dict[str, "Writable"]


def parse(
    model: BaseModel,
    names: Sequence[str],
    line_fields: Sequence[str],
    lookups: Sequence[str],
) -> Writable:
    """
    :param model: recordset of the resource's model, as superuser
    :param names: writable fields of a record
    :param line_fields: such as ``order_line.product_id``
    :param lookups: such as ``partner_id.ref`` or ``order_line.product_id.ref``
    :raise UserError: a name cannot be used; the message says what to write
    """
    of_lines = {}
    for dotted in line_fields:
        relation, name = _line_field(model, dotted)
        of_lines.setdefault(relation, []).append(name)
    lines = {name: Writable(tuple(of_lines[name]), {}, {}) for name in of_lines}
    writable = Writable(tuple(names), {}, lines)
    for dotted in lookups:
        _add_lookup(model, writable, dotted)
    return writable


def _line_field(model: BaseModel, dotted: str) -> tuple[str, str]:
    relation, _, name = dotted.partition(".")
    if not name:
        message = model.env._(
            "%s: write a relation, a dot and a field of its lines, such as "
            "order_line.product_id.",
            dotted,
        )
        raise UserError(message)
    field = field_lists.get_field(model, relation)
    lines = _lines_model(model, field, dotted)
    if name == field.inverse_name:
        message = model.env._("%s: Odoo links each line to its record itself.", dotted)
        raise UserError(message)
    problem = field_lists.check_write(model.env, field_lists.get_field(lines, name))
    if problem:
        message = f"{dotted}: {problem}"
        raise UserError(message)
    return relation, name


def _lines_model(model: BaseModel, field: Field, dotted: str) -> BaseModel:
    """:return: recordset of the model of the lines"""
    if field.type != "one2many":
        message = model.env._(
            "%(name)s: %(relation)s has no lines. Lines are the records of a one2many "
            "relation.",
            name=dotted,
            relation=field.name,
        )
        raise UserError(message)
    lines = model.env[field.comodel_name]
    inverse = lines._fields.get(field.inverse_name)
    is_stored = field.store and not (field.compute and field.readonly)
    if not is_stored or inverse is None or inverse.type != "many2one":
        message = model.env._(
            "%(name)s: Odoo does not store %(relation)s as lines of the record. "
            "Choose another relation.",
            name=dotted,
            relation=field.name,
        )
        raise UserError(message)
    _check_open(lines)
    return lines


def _add_lookup(model: BaseModel, writable: Writable, dotted: str) -> None:
    *path, key = dotted.split(".")
    if len(path) == 2 and path[0] in writable.lines:
        relation = path.pop(0)
        model = model.env[model._fields[relation].comodel_name]
        writable = writable.lines[relation]
    field = model._fields.get(path[0]) if path and path[0] in writable.names else None
    if len(path) != 1 or not field or field.type not in ("many2one", "many2many"):
        message = model.env._(
            "%s: write a writable relation, a dot and a field of its records, such as "
            "partner_id.ref or order_line.product_id.default_code.",
            dotted,
        )
        raise UserError(message)
    related = model.env[field.comodel_name]
    _check_open(related)
    key_field = field_lists.get_field(related, key)
    if key == "id" or not key_field.store or key_field.type not in _KEY_TYPES:
        message = model.env._(
            "%s: records are named by a stored text or integer, such as a reference.",
            dotted,
        )
        raise UserError(message)
    known = writable.keys.get(field.name, ())
    writable.keys[field.name] = tuple(dict.fromkeys((*known, key)))


def _check_open(model: BaseModel) -> None:
    if rpc.is_closed(model.env.registry, model._name):
        raise rpc.refusal(model.env, model._name)
