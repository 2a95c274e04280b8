"""How each type of field is represented in JSON and in a query."""

import base64
import binascii
import json
import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from . import times
from .query_values import (
    MAX_ID,
    MAX_TEXT,
    read_boolean,
    read_date,
    read_datetime,
    read_id,
    read_integer,
    read_number,
    read_text,
)

#: JSON Schema of an id in a response
ID = {"type": "integer", "minimum": 1}


class FieldType(NamedTuple):
    """
    :param read: converts a query's text to a Domain value, or raises ``ValueError``
    :param schema: JSON Schema of a value; further keywords depend on the field
    :param show: converts a record's value to JSON
    :param take: converts a JSON value other than null to a value for ``create()``, or
        raises ``ValueError``
    :param body_schema: JSON Schema in a request body, if it differs
    :param filter_schema: JSON Schema of a filter's value, if it differs
    :param nullable: whether a response can have null
    :param filter_read: ``read`` for filters, if it differs
    :param sortable: whether records can be sorted by such fields
    :param writable: whether callers can write such fields
    """

    read: Callable[[str], Any]
    schema: dict[str, Any]
    show: Callable[[Any], Any] = lambda value: None if value is False else value
    take: Callable[[Any], Any] = lambda value: value
    body_schema: dict[str, Any] | None = None
    filter_schema: dict[str, Any] | None = None
    filter_read: Callable[[str], Any] | None = None
    nullable: bool = True
    sortable: bool = True
    writable: bool = True


def _show_number(value: float) -> float | None:
    # JSON has neither infinity nor NaN (RFC 8259 §6).
    if not math.isfinite(value):
        return None
    # As in PostgreSQL: 1 instead of 1.0, up to the numbers with an exponent.
    return int(value) if abs(value) < 1e15 and value == int(value) else value


def _take_number(value: float) -> float:
    # Odoo multiplies by a power of ten to round to the field's digits.
    if abs(value) > 1e200:
        raise ValueError("out of range")
    return value


def _show_date(value):
    return value.isoformat() if value else None


def _show_datetime(value):
    return value.isoformat() + "Z" if value else None


def _take_date(text: str) -> date:
    return _since_1000(read_date(text))


def _take_datetime(text: str) -> datetime:
    return _since_1000(read_datetime(text)).replace(microsecond=0)


def _since_1000(value):
    # Odoo writes years without leading zeros, which PostgreSQL misinterprets.
    if value.year < 1000:
        raise ValueError("before the year 1000")
    return value


def _show_json(value):
    # Computed values may be anything that json.dumps writes, NaN and infinity included.
    if value is None or value is False:
        return None
    return json.loads(json.dumps(value), parse_constant=lambda _name: None)


def _take_base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("not base64 (RFC 4648 §4)") from None
    return text


_STRING = {"type": "string"}
_INTEGER = {"type": "integer"}
#: JSON Schema of an id in a request
STORED_ID = {**ID, "maximum": MAX_ID}
_TEXT = FieldType(read_text, _STRING, filter_schema={**_STRING, "maxLength": MAX_TEXT})
_NUMBER = FieldType(
    *(read_number, {"type": "number"}, _show_number, _take_number), nullable=False
)
_X2MANY = FieldType(
    *(read_id, {"type": "array", "items": ID}),
    take=lambda ids: [(6, 0, list(map(int, ids)))],
    body_schema={"type": "array", "items": STORED_ID, "maxItems": 10_000},
    filter_schema=STORED_ID,
    nullable=False,
    sortable=False,
)
_READ_ONLY = FieldType(read_text, {}, sortable=False, writable=False)
#: JSON Schema of the name of a record; null if the caller may not read it
DISPLAY_NAME = {"type": ["string", "null"]}
#: field type -> its definition; fields of other types are not served
TYPES = {
    "char": _TEXT,
    "text": _TEXT,
    "html": _TEXT._replace(sortable=False),
    "integer": FieldType(
        *(read_integer, _INTEGER),
        body_schema={**_INTEGER, "minimum": -MAX_ID - 1, "maximum": MAX_ID},
        nullable=False,
    ),
    "float": _NUMBER,
    "monetary": _NUMBER,
    "boolean": FieldType(read_boolean, {"type": "boolean"}, bool, nullable=False),
    "date": FieldType(read_date, {**_STRING, "format": "date"}, _show_date, _take_date),
    "datetime": FieldType(
        *(read_datetime, {**_STRING, "format": "date-time"}),
        *(_show_datetime, _take_datetime),
        filter_read=times.read,
    ),
    "selection": _TEXT,
    # In a response: an object with the id, see response_schemas.py.
    "many2one": FieldType(read_id, STORED_ID, take=int),
    "many2many": _X2MANY,
    "one2many": _X2MANY,
    "binary": FieldType(
        *(read_text, {**_STRING, "format": "uri-reference"}),
        take=_take_base64,
        body_schema={**_STRING, "contentEncoding": "base64"},
        sortable=False,
    ),
    # See loose_columns.py.
    "reference": _READ_ONLY._replace(
        schema={
            "type": "object",
            "required": ["model", "id", "display_name"],
            "properties": {"model": _STRING, "id": ID, "display_name": DISPLAY_NAME},
        }
    ),
    "properties": _READ_ONLY._replace(
        schema={
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "string", "type", "value"],
                "properties": {
                    **dict.fromkeys(("name", "string", "type"), _STRING),
                    "value": {},
                },
            },
        },
        nullable=False,
    ),
    "json": _READ_ONLY._replace(show=_show_json),
}
