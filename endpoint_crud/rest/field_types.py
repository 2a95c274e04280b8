"""What each type of field is in JSON and in a query."""

import base64
import binascii
from datetime import UTC, date, datetime
from typing import NamedTuple

MAX_ID = 2**31 - 1  # PostgreSQL's integer
_MAX_BIGINT = 2**63 - 1
_MAX_IN = 200

#: operator of a query -> that of a domain
OPERATORS = {
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
    "null": "=",
}
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


def parse_values(kind, operator, text):
    """
    :param FieldType kind: of the field
    :param str operator: one of its operators
    :param str text: of the query
    :return: the value for a domain
    :raise ValueError: in words for the caller
    """
    if operator == "null":
        return None if read_boolean(text) else ...
    if operator not in ("in", "not_in"):
        return kind.read(text)
    parts = text.split(",")
    if len(parts) > _MAX_IN:
        raise ValueError(f"more than {_MAX_IN} values")
    return [kind.read(part) for part in parts]


# ------------------------------------------------------------
# Texts of a query, and of a cursor
# ------------------------------------------------------------


def read_boolean(text):
    value = {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    if value is None:
        raise ValueError("not true or false")
    return value


def read_integer(text):
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise ValueError("not an integer")
    value = int(text)
    if abs(value) > _MAX_BIGINT:
        raise ValueError("out of range")
    return value


def read_id(text):
    value = read_integer(text)
    if not 0 < value <= MAX_ID:
        raise ValueError("not an id")
    return value


def _read_number(text):
    try:
        value = float(text)
    except ValueError:
        raise ValueError("not a number") from None
    if not abs(value) < 1e300 or "_" in text:  # NaN and infinity are no numbers
        raise ValueError("not a number")
    return value


def _read_text(text):
    if len(text) > 1000:
        raise ValueError("longer than 1000 characters")
    return text


def _read_date(text):
    try:
        value = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        value = None
    if value is None:
        raise ValueError("not a date such as 2026-01-31")
    return value


def read_datetime(text):
    """
    :param str text: RFC 3339 §5.6; without an offset it is UTC
    :return: naive datetime in UTC
    """
    try:
        value = datetime.fromisoformat(text.upper().replace("Z", "+00:00"))
        if value.tzinfo:
            value = value.astimezone(UTC).replace(tzinfo=None)
        return value
    except (OverflowError, ValueError):
        raise ValueError(
            "not a date with a time such as 2026-01-31T12:00:00Z"
        ) from None


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


def _take_date(text):
    return _since_1000(_read_date(text))


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


_STRING = FieldType(_TEXT, _read_text, _text_schema)
_NUMBER = FieldType(_ORDERED, _read_number, _constant(type="number"))
_REFERENCES = FieldType(
    ("eq", "in", "not_in", "null"),
    read_id,
    _references_schema,
    take=lambda ids: [(6, 0, ids)],
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
        _read_date,
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
    "selection": FieldType(_EQUAL, _read_text, _selection_schema),
    "many2one": FieldType(_EQUAL, read_id, _reference_schema),
    "many2many": _REFERENCES,
    "one2many": _REFERENCES,
    "binary": FieldType(
        ("null",),
        _read_text,
        _constant(type="string", contentEncoding="base64"),
        take=_take_base64,
        sortable=False,
    ),
}
