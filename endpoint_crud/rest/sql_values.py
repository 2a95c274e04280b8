"""SQL expressions that give what :mod:`.rows` shows of a column."""

from collections.abc import Callable

from odoo import fields
from odoo.models import BaseModel
from odoo.tools import SQL


def _number(column: SQL) -> SQL:
    """A text is a number that Python writes, see :meth:`.sql_rows.SqlRows.fill`: very
    large or small ones, which PostgreSQL formats differently, NaN and infinity.
    """
    return SQL(
        "CASE WHEN abs(%(x)s) < 1e15 AND abs(%(x)s) > 1e-300"
        " THEN to_json(%(x)s::float8)"
        " WHEN %(x)s IS NULL OR %(x)s = 0 THEN '0' ELSE to_json(%(x)s::text) END",
        x=column,
    )


def _date(column: SQL) -> SQL:
    """Like psycopg2, which reads infinity as the first or the last day of Python."""
    return SQL(
        "CASE WHEN %(x)s BETWEEN '0001-01-01' AND '9999-12-31' THEN %(x)s::text"
        " WHEN %(x)s = 'infinity' THEN '9999-12-31'"
        " WHEN %(x)s = '-infinity' THEN '0001-01-01' END",
        x=column,
    )


def _datetime(column: SQL) -> SQL:
    """Like ``datetime.isoformat``: six fractional digits, or none."""
    return SQL(
        "CASE WHEN NOT %(x)s BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999' THEN"
        " CASE %(x)s WHEN 'infinity' THEN '9999-12-31T23:59:59.999999Z'"
        " WHEN '-infinity' THEN '0001-01-01T00:00:00Z' END"
        " WHEN %(x)s::timestamp(0) = %(x)s THEN replace(%(x)s::text, ' ', 'T') || 'Z'"
        """ ELSE to_char(%(x)s, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END""",
        x=column,
    )


def _same(column: SQL) -> SQL:
    return column


#: class of a field -> expression; a subclass may convert values in its own way
_EXPRESSIONS: dict[type[fields.Field], Callable[[SQL], SQL]] = {
    fields.Char: _same,
    fields.Text: _same,
    fields.Html: _same,
    fields.Selection: _same,
    fields.Many2one: _same,
    fields.Integer: lambda column: SQL("COALESCE(%s, 0)", column),
    fields.Boolean: lambda column: SQL("COALESCE(%s, FALSE)", column),
    fields.Float: _number,
    fields.Monetary: _number,
    fields.Date: _date,
    fields.Datetime: _datetime,
}


def has_column(field: fields.Field) -> bool:
    """:return: whether a column holds the field's value"""
    return bool(type(field) in _EXPRESSIONS and field.store and field.column_type)


def expression(field: fields.Field, column: SQL) -> SQL:
    """
    :param field: one that has a column
    :param column: its stored value
    :return: what JSON shows, or the id of a many2one
    """
    return _EXPRESSIONS[type(field)](column)


def named_by_column(model: BaseModel) -> bool:
    """:return: whether a column holds the display name of the records"""
    field = model._fields.get(model._rec_name or "")
    return (
        type(model)._compute_display_name is BaseModel._compute_display_name
        and model._fields["display_name"].compute == "_compute_display_name"
        and not model._fields["display_name"].store
        and type(field) in (fields.Char, fields.Text)
        and has_column(field)
    )
