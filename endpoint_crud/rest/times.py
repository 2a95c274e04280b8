"""Times in filters, compared to the microsecond. Odoo's domains compare seconds, so a
client that asks for changes since a given time would miss records.
"""

from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple

from pytz import BaseTzInfo

from odoo.fields import Domain
from odoo.tools import SQL

from .query_values import read_date, read_datetime


class Moment(NamedTuple):
    """
    :param start: a day, or a naive time in UTC
    :param length: the precision of the text: a day, a second or a fraction of one
    """

    start: date | datetime
    length: timedelta

    @property
    def is_day(self) -> bool:
        return not isinstance(self.start, datetime)

    def bounds(self, tz: BaseTzInfo) -> tuple[datetime, datetime]:
        """
        :param tz: time zone in which a day is interpreted
        :return: (start, end) in UTC
        """
        try:
            end = self.start + self.length
        except OverflowError:
            end = datetime.max
        return _in_utc(self.start, tz), _in_utc(end, tz)


def read(text: str) -> Moment:
    """
    :param text: a date, or a time as in :func:`.query_values.read_datetime`
    :raise ValueError: the text is neither
    """
    if len(text) == len("2026-01-31"):
        return Moment(read_date(text), timedelta(days=1))
    value = read_datetime(text)
    _seconds, _dot, fraction = text.upper().rstrip("Z").partition(".")
    digits = len(fraction.partition("+")[0].partition("-")[0])
    return Moment(value, timedelta(microseconds=10 ** (6 - min(digits, 6))))


def domain(name: str, operator: str, moment: Moment) -> Domain:
    """
    :param name: of a ``datetime`` field
    :param operator: ``=``, ``!=``, ``>``, ``>=``, ``<`` or ``<=``
    """

    def to_sql(model, alias, query):
        start, end = moment.bounds(model.env.tz)
        field = model._fields[name]
        if not (field.store or field.related):
            condition = Domain(name, operator, moment.start)
            return condition.optimize_full(model)._to_sql(model, alias, query)
        column = model._field_to_sql(alias, name, query)
        if operator in ("=", "!="):
            within = SQL("(%s >= %s AND %s < %s)", column, start, column, end)
            if operator == "=":
                return within
            return SQL("(%s IS NULL OR NOT %s)", column, within)
        compared, bound = operator, start
        if moment.is_day and operator in (">", "<="):
            # after the day, and up to its end
            compared, bound = {">": ">=", "<=": "<"}[operator], end
        return SQL("%s %s %s", column, SQL(compared), bound)

    return Domain.custom(to_sql=to_sql)


def _in_utc(value: date | datetime, tz: BaseTzInfo) -> datetime:
    if isinstance(value, datetime):
        return value
    midnight = datetime.combine(value, time.min)
    try:
        return tz.localize(midnight).astimezone(timezone.utc).replace(tzinfo=None)
    except OverflowError:  # in the first or the last year
        return midnight
