"""The headers ``Deprecation`` (RFC 9745) and ``Sunset`` (RFC 8594)."""

from datetime import date, datetime, timezone
from email.utils import format_datetime


def headers(since: date, sunset: date | None = None) -> list[tuple[str, str]]:
    """
    >>> headers(date(2030, 1, 1), date(2031, 1, 1))
    [('Deprecation', '@1893456000'), ('Sunset', 'Wed, 01 Jan 2031 00:00:00 GMT')]
    :param since: date of the deprecation
    :param sunset: date from which the endpoint may be unavailable
    :return: list of (name, value)
    """
    pairs = [("Deprecation", f"@{int(_midnight(since).timestamp())}")]
    if sunset:
        pairs.append(("Sunset", format_datetime(_midnight(sunset), usegmt=True)))
    return pairs


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
