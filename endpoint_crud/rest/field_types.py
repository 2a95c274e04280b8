"""What each type of field is in JSON and in a query."""

import base64
import binascii
import math
from typing import NamedTuple

from .texts import (
    MAX_ID,
    read_boolean,
    read_date,
    read_datetime,
    read_id,
    read_integer,
    read_number,
    read_text,
)

_EQUAL = ("eq", "ne", "in", "not_in", "null")
_ORDERED = (*_EQUAL, "gt", "gte", "lt", "lte")
_TEXT = (*_EQUAL, "like", "ilike")


class FieldType(NamedTuple):
    """
    :param operators: those that a query may use
    :param read: from a text of a query to a value of a domain, ``ValueError`` else
    :param schema: from (field, env) to the JSON Schema of a value that is not null
    :param show: from a value of a record to one that JSON carries
    :param take: from a value of JSON, not null, to one of ``create()``
    :param bool sortable: whether rows can be in its order
    """

    operators: tuple
    read: callable
    schema: callable
    show: callable = lambda value: None if value is False else value
    take: callable = lambda value: value
    sortable: bool = True


# ------------------------------------------------------------
# Schemas, and values of JSON
# ------------------------------------------------------------


def _text_schema(field, env):
    schema = {"type": "string"}
    if field.type == "char" and field.size:
        schema["maxLength"] = field.size
    if field.required:
        schema["minLength"] = 1
    return schema


def _selection_schema(field, env):
    return {"enum": [key for key, _label in field._description_selection(env)]}


def _reference_schema(field, env):
    return {"type": "integer", "minimum": 1, "maximum": MAX_ID}


def _references_schema(field, env):
    items = _reference_schema(field, env)
    return {"type": "array", "items": items, "maxItems": 10_000}


def _constant(**schema):
    return lambda field, env: dict(schema)


def _show_number(value):
    # There is no JSON for infinity and NaN (RFC 8259 §6).
    return value if math.isfinite(value) else None


def _take_number(value):
    # Odoo multiplies by a power of ten to round to the digits of a field.
    if abs(value) > 1e200:
        raise ValueError("out of range")
    return value


def _take_date(text):
    return _since_1000(read_date(text))


def _take_datetime(text):
    return _since_1000(read_datetime(text)).replace(microsecond=0)


def _since_1000(value):
    # Odoo writes a year without leading zeros, and PostgreSQL reads another one.
    if value.year < 1000:
        raise ValueError("before the year 1000")
    return value


def _take_base64(text):
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("not base64 (RFC 4648 §4)") from None
    return text


def _show_date(value):
    return value.isoformat() if value else None


def _show_datetime(value):
    return value.isoformat() + "Z" if value else None


_STRING = FieldType(_TEXT, read_text, _text_schema)
_NUMBER = FieldType(
    _ORDERED, read_number, _constant(type="number"), _show_number, _take_number
)
_REFERENCES = FieldType(
    ("eq", "in", "not_in", "null"),
    read_id,
    _references_schema,
    take=lambda ids: [(6, 0, list(map(int, ids)))],
    sortable=False,
)
TYPES = {
    "char": _STRING,
    "text": _STRING,
    "html": _STRING._replace(sortable=False),
    "integer": FieldType(
        _ORDERED,
        read_integer,
        _constant(type="integer", minimum=-MAX_ID - 1, maximum=MAX_ID),
    ),
    "float": _NUMBER,
    "monetary": _NUMBER,
    "boolean": FieldType(("eq", "ne"), read_boolean, _constant(type="boolean"), bool),
    "date": FieldType(
        _ORDERED,
        read_date,
        _constant(type="string", format="date"),
        _show_date,
        _take_date,
    ),
    "datetime": FieldType(
        _ORDERED,
        read_datetime,
        _constant(type="string", format="date-time"),
        _show_datetime,
        _take_datetime,
    ),
    "selection": FieldType(_EQUAL, read_text, _selection_schema),
    "many2one": FieldType(_EQUAL, read_id, _reference_schema, take=int),
    "many2many": _REFERENCES,
    "one2many": _REFERENCES,
    "binary": FieldType(
        ("null",),
        read_text,
        _constant(type="string", contentEncoding="base64"),
        take=_take_base64,
        sortable=False,
    ),
}
