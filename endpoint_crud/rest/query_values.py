"""Values in a query, a path and a cursor. Each function takes the text and raises
``ValueError``, with a message for the caller, if the text is invalid.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timezone

MAX_ID = 2**31 - 1  # PostgreSQL's integer
MAX_TEXT = 1000
_MAX_BIGINT = 2**63 - 1
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"([0-9-]{10})"
    r"(?:T([0-9]{2}:[0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


def read_boolean(text: str) -> bool:
    value = {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    if value is None:
        raise ValueError("not true or false")
    return value


def read_integer(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise ValueError("not an integer")
    value = int(text)
    if abs(value) > _MAX_BIGINT:
        raise ValueError("out of range")
    return value


def between_1_and(maximum: int) -> Callable[[str], int]:
    """:return: a function that reads a number in the range"""

    def read(text):
        value = read_integer(text)
        if not 1 <= value <= maximum:
            raise ValueError(f"not between 1 and {maximum}")
        return value

    return read


def read_id(text: str) -> int:
    value = read_integer(text)
    if not 0 < value <= MAX_ID:
        raise ValueError("not an id")
    return value


def read_number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("not a number") from None
    if not abs(value) < 1e300 or "_" in text:  # also rejects NaN and infinity
        raise ValueError("not a number")
    return value


def read_text(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError(f"longer than {MAX_TEXT} characters")
    return text


def read_date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError("not a date such as 2026-01-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("this day does not exist") from None


def read_datetime(text: str) -> datetime:
    """
    :param text: RFC 3339 §5.6; the default offset is UTC, the default time midnight
    :return: naive datetime in UTC
    """
    match = _DATETIME.fullmatch(text.upper())
    if not match:
        raise ValueError("not a date and time such as 2026-01-31T12:00:00Z")
    day, time, seconds, fraction, offset = match.groups("")
    # Python 3.10 requires three or six fractional digits, and does not accept Z.
    clock = f"{time or '00:00'}:{seconds or '00'}.{fraction[:6]:0<6}"
    offset = offset.replace("Z", "") or "+00:00"
    try:
        value = datetime.fromisoformat(f"{day}T{clock}{offset}")
        return value.astimezone(timezone.utc).replace(tzinfo=None)
    except (OverflowError, ValueError):
        raise ValueError("this time does not exist") from None
