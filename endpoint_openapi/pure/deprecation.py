"""How an endpoint says that it will go: ``Deprecation`` (RFC 9745), ``Sunset``
(RFC 8594).
"""

from datetime import datetime, timezone
from email.utils import format_datetime


def headers(since, sunset=None):
    """
    >>> headers(date(2030, 1, 1), date(2031, 1, 1))
    [('Deprecation', '@1893456000'), ('Sunset', 'Wed, 01 Jan 2031 00:00:00 GMT')]
    :param datetime.date since: from when on nobody should begin to use it
    :param datetime.date sunset: from when on it may be gone
    :return: list of (name, value)
    """
    found = [("Deprecation", f"@{int(_midnight(since).timestamp())}")]
    if sunset:
        found.append(("Sunset", format_datetime(_midnight(sunset), usegmt=True)))
    return found


def _midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
