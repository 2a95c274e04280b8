"""A filter of a query, such as ``pages__gte=100``, as a Domain."""

from typing import TYPE_CHECKING

from odoo.fields import Domain
from odoo.models import BaseModel

from . import operators
from .field_types import TYPES

if TYPE_CHECKING:
    from .resource import Resource


class RefusedFilter(ValueError):
    """
    :param message: for the caller
    :param kind: the ``type`` of the error's detail
    """

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


def domain(resource: "Resource", model: BaseModel, name: str, text: str) -> Domain:
    """
    :param model: recordset of the resource's model
    :param name: of the parameter: a field, or a field, ``__`` and an operator
    :param text: value of the parameter
    :raise RefusedFilter: the parameter is unknown, or its value does not fit
    """
    allowed = ("id", *resource.filter)
    field, operator = name, "eq"
    if name not in allowed:
        field, _, operator = name.rpartition("__")
    if field not in allowed:
        raise RefusedFilter("unknown parameter or filter", "additionalProperties")
    field_type = model._fields[field].type
    known = {each.name: each for each in operators.for_type(field_type)}
    if operator not in known:
        message = f"the operators of {field} are {', '.join(known)}"
        raise RefusedFilter(message, "enum")
    try:
        return known[operator].condition(field, TYPES[field_type].read, text)
    except ValueError as exc:
        raise RefusedFilter(str(exc), "type") from exc
