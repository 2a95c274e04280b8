"""Pages by cursor: what comes after a row, however many rows came before it.

A cursor is the values that the last row of a page has for the order, so rows that
others insert or delete meanwhile shift nothing. It is no secret and no right: it is
read as carefully as a filter.
"""

import base64
import binascii
import json
from datetime import date, datetime

from odoo.fields import Domain
from odoo.tools import SQL

from .field_types import MAX_ID, read_datetime


def make(record, order):
    """
    :param record: the last of a page
    :param order: tuple of (name, whether descending)
    :return: str
    """
    values = [_raw(record, name) for name, _descending in order]
    text = json.dumps([_signature(order), values], default=_to_text)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _raw(record, name):
    # Not record[name], which gives 0 where the database has no value.
    record[name]  # pylint: disable=pointless-statement
    return record.id if name == "id" else record._cache[name]


def _to_text(value):
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _signature(order):
    return ",".join(f"-{name}" if down else name for name, down in order)


def reader(model, order):
    """
    :return: function from a cursor to the Domain of what comes after it; ``ValueError``
        for what is no cursor. An empty cursor stands before the first row.
    """

    def read(text):
        relations = [n for n, _down in order if model._fields[n].relational]
        if relations:
            # Odoo sorts by what the related records are sorted by.
            raise ValueError(f"a cursor needs an order without {relations[0]}")
        return _domain(model, order, text) if text else Domain.TRUE

    return read


def _domain(model, order, text):
    try:
        padded = text + "=" * (-len(text) % 4)
        signature, values = json.loads(base64.b64decode(padded, "-_", validate=True))
    except (binascii.Error, RecursionError, TypeError, ValueError):
        raise ValueError("not a cursor of this API") from None
    if signature != _signature(order):
        raise ValueError("the cursor is of another order")
    if not isinstance(values, list) or len(values) != len(order):
        raise ValueError("not a cursor of this API")
    parts = [
        (name, descending, _value(model._fields[name], value))
        for (name, descending), value in zip(order, values, strict=True)
    ]
    return Domain.custom(to_sql=lambda *where: _sql(parts, *where))


def _value(field, value):
    """:raise ValueError: the field cannot have this value"""
    if value is None:
        return None
    try:
        return _READ[field.type](value)
    except (KeyError, TypeError, ValueError):
        raise ValueError("not a cursor of this API") from None


def _exactly(*kinds):
    def read(value):
        if type(value) not in kinds:
            raise ValueError(value)
        return value

    return read


def _text(value):
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    value.encode()  # half of a surrogate pair is no text
    return value


def _number(value):
    if type(value) not in (int, float) or not abs(value) < 1e300:
        raise ValueError(value)
    return value


def _integer(value):
    if type(value) is not int or abs(value) > MAX_ID + 1:
        raise ValueError(value)
    return value


_READ = {
    "char": _text,
    "text": _text,
    "selection": _text,
    "integer": _integer,
    "float": _number,
    "monetary": _number,
    "boolean": _exactly(bool),
    "date": date.fromisoformat,
    "datetime": read_datetime,
}


# ------------------------------------------------------------
# SQL: PostgreSQL puts NULL last, and first where it is descending, as Odoo does
# ------------------------------------------------------------


def _sql(parts, model, alias, query):
    """:return: SQL of the rows after the one with the values of ``parts``"""
    same, found = [], []
    for name, descending, value in parts:
        expression = _expression(model, alias, name, query)
        found.append(SQL(" AND ").join([*same, _after(expression, descending, value)]))
        same.append(_equal(expression, value))
    after = SQL("(%s)", SQL(" OR ").join(SQL("(%s)", each) for each in found))
    return SQL("%s AND %s", _range(parts[0], model, alias, query), after)


def _expression(model, alias, name, query):
    expression = model._field_to_sql(alias, name, query)
    if model._fields[name].type == "boolean":
        return SQL("COALESCE(%s, FALSE)", expression)  # as the ORM orders it
    return expression


def _after(expression, descending, value):
    if value is None:
        return SQL("%s IS NOT NULL", expression) if descending else SQL("FALSE")
    if descending:
        return SQL("%s < %s", expression, value)
    return SQL("(%s > %s OR %s IS NULL)", expression, value, expression)


def _equal(expression, value):
    if value is None:
        return SQL("%s IS NULL", expression)
    return SQL("%s = %s", expression, value)


def _range(part, model, alias, query):
    """What lets PostgreSQL begin in the middle of an index: it does not find this out
    by itself from the alternatives that follow.
    """
    name, descending, value = part
    expression = _expression(model, alias, name, query)
    if value is None:
        return SQL("TRUE")
    if descending:
        return SQL("%s <= %s", expression, value)
    if name == "id" or model._fields[name].required:
        return SQL("%s >= %s", expression, value)
    return SQL("TRUE")
