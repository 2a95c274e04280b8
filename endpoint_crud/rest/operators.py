"""The filter operators of REST resources.

Each operator is one row of :data:`OPERATORS`: queries, the OpenAPI document and error
messages follow this table, and a test compares the readme with it.
"""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from odoo.addons.endpoint.validation.query_values import split_list, unquote

from . import times
from .query_values import read_boolean

MAX_VALUES = 200

_TEXT = ("char", "text", "html")
_ORDERED = ("integer", "float", "monetary", "date", "datetime")
_SINGLE = (*_TEXT, *_ORDERED, "selection", "many2one")
_ANY = (*_SINGLE, "one2many", "many2many")

Read = Callable[[str], Any]


class Operator(NamedTuple):
    """
    :param name: follows ``__`` in a query
    :param types: types of the fields that can be filtered with it
    :param condition: builds a Domain from the field's name, the function that reads one
        value, and the text of the query; raises ``ValueError`` for an invalid text
    :param words: description, which follows the field's label
    :param operand: the text is one value, several values separated by commas, any text,
        or a boolean
    """

    name: str
    types: tuple[str, ...]
    condition: Callable[[str, Read, str], Domain]
    words: str
    operand: Literal["value", "values", "text", "boolean"] = "value"


def _domain(name, operator, value):
    if isinstance(value, times.Moment):
        return times.domain(name, operator, value)
    return Domain(name, operator, value)


def _compares(operator: str) -> Callable:
    return lambda name, read, text: _domain(name, operator, read(text))


def _contains(operator: str) -> Callable:
    # In filters, the wildcards % and _ are literal characters.
    return lambda name, read, text: Domain(name, operator, escape_psql(read(text)))


def _is_one_of(operator: str) -> Callable:
    def condition(name, read, text):
        parts = split_list(text)
        if len(parts) > MAX_VALUES:
            raise ValueError(f"more than {MAX_VALUES} values")
        values = [read(unquote(part)) for part in parts]
        if not isinstance(values[0], times.Moment):
            return Domain(name, operator, values)
        if operator == "in":
            return Domain.OR(times.domain(name, "=", value) for value in values)
        return Domain.AND(times.domain(name, "!=", value) for value in values)

    return condition


def _is_empty(name, _read, text):
    return Domain(name, "=" if read_boolean(text) else "!=", False)


_ROWS = (
    Operator("eq", (*_ANY, "boolean"), _compares("="), "equals this"),
    Operator("ne", (*_SINGLE, "boolean"), _compares("!="), "does not equal this"),
    Operator("in", _ANY, _is_one_of("in"), "is one of these", "values"),
    Operator("not_in", _ANY, _is_one_of("not in"), "equals none of these", "values"),
    Operator(
        *("null", (*_ANY, "binary"), _is_empty),
        *("is empty (true) or set (false)", "boolean"),
    ),
    Operator("gt", _ORDERED, _compares(">"), "is more than this"),
    Operator("gte", _ORDERED, _compares(">="), "is this or more"),
    Operator("lt", _ORDERED, _compares("<"), "is less than this"),
    Operator("lte", _ORDERED, _compares("<="), "is this or less"),
    Operator("like", _TEXT, _contains("like"), "contains this", "text"),
    Operator(
        "ilike", _TEXT, _contains("ilike"), "contains this, ignoring case", "text"
    ),
)
#: name -> operator
OPERATORS = {operator.name: operator for operator in _ROWS}


def for_type(field_type: str) -> list[Operator]:
    """
    >>> [operator.name for operator in for_type("boolean")]
    ['eq', 'ne']
    """
    return [each for each in OPERATORS.values() if field_type in each.types]
