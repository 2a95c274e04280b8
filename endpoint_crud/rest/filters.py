"""A filter of a query, such as ``pages__gte=100``, as a domain."""

from datetime import datetime

from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from .field_types import TYPES
from .texts import read_boolean

#: operator of a query -> that of a domain
_OPERATORS = {
    "eq": "=",
    "ne": "!=",
    "gt": ">",
    "gte": ">=",
    "lt": "<",
    "lte": "<=",
    "in": "in",
    "not_in": "not in",
    "like": "like",
    "ilike": "ilike",
}
_MAX_IN = 200
_LAST_SECOND = datetime.max.replace(microsecond=0)


class Refused(ValueError):
    """
    :param str message: for the caller
    :param str kind: the ``type`` of the error's detail
    """

    def __init__(self, message, kind):
        super().__init__(message)
        self.kind = kind


def domain(resource, model, name, text):
    """
    :param resource: :class:`~.resource.Resource`
    :param model: recordset of its model
    :param str name: of the parameter: a field, or a field, ``__`` and an operator
    :param str text: its value
    :return: :class:`odoo.fields.Domain`
    :raise Refused: it is no filter of this API, or its value is none
    """
    allowed = ("id", *resource.filter)
    field, operator = name, "eq"
    if name not in allowed:
        field, _, operator = name.rpartition("__")
    if field not in allowed:
        raise Refused("there is no such parameter or filter", "additionalProperties")
    kind = TYPES[model._fields[field].type]
    if operator not in kind.operators:
        known = ", ".join(kind.operators)
        raise Refused(f"the operators of {field} are {known}", "enum")
    try:
        return _condition(field, operator, kind.read, text)
    except ValueError as exc:
        raise Refused(str(exc), "type") from exc


def _condition(field, operator, read, text):
    """:raise ValueError: the text is no value of the field"""
    if operator == "null":
        return Domain(field, "=" if read_boolean(text) else "!=", False)
    if operator in ("in", "not_in"):
        parts = text.split(",")
        if len(parts) > _MAX_IN:
            raise ValueError(f"more than {_MAX_IN} values")
        values = [_not_the_end(read(part)) for part in parts]
        return Domain(field, _OPERATORS[operator], values)
    value = read(text)
    if operator in ("eq", "ne"):
        _not_the_end(value)
    if operator in ("like", "ilike"):
        value = escape_psql(value)  # % and _ mean themselves
    return Domain(field, _OPERATORS[operator], value)


def _not_the_end(value):
    """Odoo finds equal times between this second and the next one.

    :raise ValueError: there is no next one
    """
    if isinstance(value, datetime) and value >= _LAST_SECOND:
        raise ValueError("out of range")
    return value
