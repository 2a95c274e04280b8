"""Records as CSV (RFC 4180): CRLF, UTF-8, a header row with the names of the fields."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from odoo.models import BaseModel

from .field_types import TYPES
from .json_text import dumps
from .sql_rows import SqlRows

BOM = "\ufeff"
# Spreadsheets take a text with this start for a formula (OWASP, “CSV Injection”).
_FORMULAS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_TEXTS = ("char", "text", "html", "selection")


class Writer:
    """A many2one has several columns: ``box_id``, ``box_id.display_name`` and its
    expanded fields. Other lists and objects are written as JSON.

    :param names: of the fields, without ``id``
    :param expand: relation -> names of the fields of its records
    :param guard: whether to put ``'`` before texts that a spreadsheet would execute
    """

    def __init__(
        self,
        model: BaseModel,
        names: Sequence[str],
        expand: Mapping[str, tuple[str, ...]],
        guard: bool,
    ) -> None:
        self._types = {name: model._fields[name].type for name in names}
        #: relation -> members of its object that have a column
        self._members = {
            name: ("id", "display_name", *expand.get(name, ()))
            for name in names
            if self._types[name] == "many2one"
        }
        self._guard = guard

    def header(self) -> str:
        columns = ["id"]
        for name in self._types:
            columns.append(name)
            columns += [f"{name}.{each}" for each in self._members.get(name, ())[1:]]
        return _lines([columns])

    def message(self, text: str) -> str:
        """:return: a line with one cell, unlike those of records"""
        return _lines([[text]])

    def of_rows(self, rows: Sequence[dict[str, Any]]) -> str:
        """:param rows: of :func:`.rows.make`"""
        columns = [[row["id"] for row in rows]]
        for name in self._types:
            columns += self._columns(name, [row.get(name) for row in rows])
        return _lines(zip(*columns, strict=True))

    def of_sql(self, sql: SqlRows, fetched: Sequence[tuple]) -> str:
        """:param fetched: rows of :meth:`.SqlRows.columns`"""
        if not fetched:
            return ""
        ids, *others = zip(*fetched, strict=True)
        left = iter(others)
        columns, stored, holes = [ids], {}, {}
        for name in sql.names:
            column = next(left)
            if name in sql.joined:
                stored[name] = [column, self._texts(next(left))]
            elif name in sql.holes:
                holes[name] = column
            else:
                stored[name] = [self._stored(self._types[name], column)]
        related = {n: set(holes[n]) - {None} for n in holes if n in sql.stored}
        values = sql.values(ids, related) if holes else {}
        for name in sql.names:
            if name in holes:
                shown = [values[name].get(id_) for id_ in holes[name]]
                stored[name] = self._columns(name, shown)
            columns += stored[name]
        return _lines(zip(*columns, strict=True))

    def _stored(self, field_type, column):
        if field_type in _TEXTS:
            return self._texts(column)
        if field_type in ("float", "monetary"):
            return list(map(_number, column))
        return column

    def _columns(self, name, values):
        """:return: list of columns, from the JSON values of a field"""
        if name not in self._members:
            return [self._cells(values)]
        return [
            self._cells([value and value.get(member) for value in values])
            for member in self._members[name]
        ]

    def _cells(self, values):
        texts = self._texts(values)
        return [v if v is None or isinstance(v, str) else dumps(v) for v in texts]

    def _texts(self, values):
        if not self._guard:
            return values
        return [
            f"'{value}"
            if isinstance(value, str) and value.startswith(_FORMULAS)
            else value
            for value in values
        ]


def _number(text):
    """A quoted number is one that Python writes, see ``sql_values``."""
    if not text.startswith('"'):
        return text
    shown = TYPES["float"].show(float(text[1:-1]))
    return None if shown is None else dumps(shown)


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
