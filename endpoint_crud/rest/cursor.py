"""Pages by cursor.

A cursor holds the order columns of the last row of a page, so rows that others insert
or delete do not shift the next page. It grants no rights, and its values are checked
like filter values.
"""

import base64
import binascii
import json
from operator import methodcaller

from odoo.fields import Domain
from odoo.models import BaseModel

from . import ranges
from .field_types import TYPES

Order = tuple[tuple[str, bool], ...]
_INVALID = "not a cursor of this API"


def make(record: BaseModel, order: Order) -> str:
    """
    :param record: the last record of a page
    :param order: (name, whether descending) of each column
    """
    values = [_raw(record, name) for name, _descending in order]
    text = json.dumps([_signature(order), values], default=methodcaller("isoformat"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def after(
    model: BaseModel, order: Order, readable: tuple[str, ...], text: str
) -> tuple[Domain, ...]:
    """
    :param readable: names of the fields that callers may read
    :param text: a cursor; an empty text starts before the first row
    :return: Domains of the rows after the cursor, see :func:`.ranges.after`
    :raise ValueError: the text is not a cursor, or the order does not support cursors
    """
    for name, _descending in order:
        if model._fields[name].relational:
            # Odoo sorts by the order of the related model.
            raise ValueError(f"a cursor needs an order without {name}")
        if name not in ("id", *readable):
            raise ValueError("a cursor needs an order of readable fields")
    return ranges.after(_columns(model, order, text)) if text else (Domain.TRUE,)


def _raw(record, name):
    value = record[name]  # fetches it into the cache
    # Only the cache distinguishes NULL from 0 and False.
    return record._cache[name] if _nullable(record, name) else value


def _nullable(model, name):
    return name != "id" and model._fields[name].type != "boolean"


def _signature(order):
    return ",".join(f"-{name}" if down else name for name, down in order)


def _columns(model, order, text):
    """:return: list of :class:`~.ranges.Column`, the last one is ``id``"""
    try:
        padded = text + "=" * (-len(text) % 4)
        signature, values = json.loads(base64.b64decode(padded, "-_", validate=True))
    except (binascii.Error, RecursionError, TypeError, ValueError):
        raise ValueError(_INVALID) from None
    if signature != _signature(order):
        raise ValueError("the cursor belongs to a different order")
    if not isinstance(values, list) or len(values) != len(order):
        raise ValueError(_INVALID)
    columns = []
    for (name, descending), value in zip(order, values, strict=True):
        nullable = _nullable(model, name)
        if value is not None or not nullable:
            value = _value(model._fields[name].type, value)
        columns.append(ranges.Column(name, descending, value, nullable))
    return columns[: [name for name, _down in order].index("id") + 1]


def _value(field_type, value):
    try:
        text = value if isinstance(value, str) else json.dumps(value)
        text.encode()  # rejects a lone surrogate
        if "\0" in text:
            raise ValueError(_INVALID)
        if field_type in ("char", "text", "selection"):
            return text  # without a length limit
        return TYPES[field_type].read(text)
    except ValueError:
        raise ValueError(_INVALID) from None
