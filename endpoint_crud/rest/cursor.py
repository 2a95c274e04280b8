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

from . import ranges
from .query_values import MAX_ID, read_datetime


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
    value = record[name]  # and it is in the cache
    if name == "id" or record._fields[name].type == "boolean":
        return value
    # None where the database has no value, of which record[name] makes 0 or False.
    return record._cache[name]


def _to_text(value):
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _signature(order):
    return ",".join(f"-{name}" if down else name for name, down in order)


def reader(model, order, readable):
    """
    :param readable: names of the fields that callers may read
    :return: function from a cursor to what comes after it, a tuple of Domains whose
        rows, one Domain after the other, are in the order; ``ValueError`` for what is
        no cursor. An empty cursor stands before the first row.
    """

    def read(text):
        relations = [n for n, _down in order if model._fields[n].relational]
        if relations:
            # Odoo sorts by what the related records are sorted by.
            raise ValueError(f"a cursor needs an order without {relations[0]}")
        if any(name not in ("id", *readable) for name, _down in order):
            raise ValueError("a cursor needs an order of fields that can be read")
        return ranges.after(_columns(model, order, text)) if text else (Domain.TRUE,)

    return read


def _columns(model, order, text):
    """:return: list of :class:`~.ranges.Column`, the last one is ``id``"""
    try:
        padded = text + "=" * (-len(text) % 4)
        signature, values = json.loads(base64.b64decode(padded, "-_", validate=True))
    except (binascii.Error, RecursionError, TypeError, ValueError):
        raise ValueError("not a cursor of this API") from None
    if signature != _signature(order):
        raise ValueError("the cursor is of another order")
    if not isinstance(values, list) or len(values) != len(order):
        raise ValueError("not a cursor of this API")
    columns = []
    for (name, descending), value in zip(order, values, strict=True):
        field = model._fields[name]
        nullable = name != "id" and field.type != "boolean"
        columns.append(ranges.Column(name, descending, _value(field, value), nullable))
    return columns[: [name for name, _down in order].index("id") + 1]


def _value(field, value):
    """:raise ValueError: the field cannot have this value"""
    if value is None and field.name != "id" and field.type != "boolean":
        return None
    try:
        return _READ[field.type](value)
    except (KeyError, TypeError, ValueError):
        raise ValueError("not a cursor of this API") from None


def _boolean(value):
    if type(value) is not bool:
        raise ValueError(value)
    return value


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
    "boolean": _boolean,
    "date": date.fromisoformat,
    "datetime": read_datetime,
}
