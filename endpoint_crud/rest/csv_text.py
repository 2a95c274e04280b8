"""Records as CSV (RFC 4180): CRLF, UTF-8, a header row with the names of the fields."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from odoo.models import BaseModel

from .json_text import dumps

BOM = "\ufeff"
# Spreadsheets take a text with this start for a formula (OWASP, “CSV Injection”).
_FORMULAS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


class Writer:
    """
    :param fields: names, without ``id``
    :param expand: relation -> names of the fields of its records
    :param guard: whether to put ``'`` before texts that a spreadsheet would execute
    """

    def __init__(
        self,
        model: BaseModel,
        fields: Sequence[str],
        expand: Mapping[str, tuple[str, ...]],
        guard: bool,
    ) -> None:
        #: (name of the field, member of its object or None)
        self._columns = [("id", None)]
        for name in fields:
            if model._fields[name].type == "many2one":
                members = ("id", "display_name", *expand.get(name, ()))
                self._columns += [(name, member) for member in members]
            else:
                self._columns.append((name, None))
        self._guard = guard

    def header(self) -> str:
        """:return: names as in filters: ``box_id``, ``box_id.display_name``"""
        return self._lines(
            [
                [
                    name if member in (None, "id") else f"{name}.{member}"
                    for name, member in self._columns
                ]
            ]
        )

    def lines(self, rows: Iterable[dict[str, Any]]) -> str:
        """:param rows: of :func:`.rows.make`"""
        return self._lines(
            [self._cell(*each, row) for each in self._columns] for row in rows
        )

    def message(self, text: str) -> str:
        """:return: a line with one cell, unlike those of records"""
        return self._lines([[text]])

    def _cell(self, name, member, row):
        value = row.get(name)
        if member and value:
            value = value.get(member)
        if value is None:
            return ""
        if isinstance(value, str):
            if self._guard and value.startswith(_FORMULAS):
                return f"'{value}"
            return value
        return dumps(value)

    def _lines(self, rows):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        return text.getvalue()
