"""Texts of a query, of a path and of a cursor as values. Each function takes a str and
raises ``ValueError``, in words for the caller, for what is none.
"""

from datetime import UTC, date, datetime

MAX_ID = 2**31 - 1  # PostgreSQL's integer
_MAX_BIGINT = 2**63 - 1


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


def read_number(text):
    try:
        value = float(text)
    except ValueError:
        raise ValueError("not a number") from None
    if not abs(value) < 1e300 or "_" in text:  # NaN and infinity are no numbers
        raise ValueError("not a number")
    return value


def read_text(text):
    if len(text) > 1000:
        raise ValueError("longer than 1000 characters")
    return text


def read_date(text):
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
