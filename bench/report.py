"""Prints the figures with their budgets: a table and one line of JSON."""

import json
import statistics
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

# Largest allowed ratio or difference, or a dict of it by number of endpoints.
BUDGETS = {
    "request": 1.03,
    "key": 1.03,
    "signature": 1.05,
    "order": 0.4,
    "list": 0.92,
    "list1000": 0.5,
    "lent": 0.38,
    "json2": 1.1,
    "read": 1.1,
    "pages": 1.2,
    "export": {
        f"{name} {what}": most
        for name in ("ndjson", "csv")
        for what, most in (("seconds", 10), ("memory", 32), ("first", 200))
    },
    "other": 1.01,
    "log": 1.05,
    "queries": 0,
    "limits": {"postgresql": 1.25, "redis": 1.15},
    "first": {"5000": 20, "20000": 60},
    "memory": {"5000": 10},
}
# section -> (title, sign of the comparison with plain Odoo, digits)
SECTIONS = {
    "cpu": ("server CPU of a request, ms", "×", 2),
    "lists": ("CPU of Odoo and PostgreSQL of a request, ms", "×", 2),
    "queries": ("SQL queries of a request", "+", 0),
    "limits": ("server CPU of a request with and without a limit, ms", "×", 2),
    "first": ("first request after a sync, among N endpoints, ms", "+", 1),
    "first_cpu": ("the same, CPU of the worker alone, ms", "+", 1),
    "match": ("match of one path among N endpoints, µs", "", 1),
    "many": ("CPU of a request, most : fewest endpoints, ms", "×", 2),
    "pages": ("by cursor among a million rows, page 10,000 : page 1, ms", "×", 2),
    "export": ("export of a million rows of 8 fields", "", 1),
    "create": ("creating an endpoint, ms each", "", 2),
    "sync": ("syncing an endpoint, ms each", "", 2),
    "memory": ("memory of an endpoint in a worker, KB", "", 1),
}


class Spread(NamedTuple):
    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values):
        return cls(statistics.median(values), min(values), max(values))


class Reading(NamedTuple):
    """A site's value, and its comparison with plain Odoo or between rounds."""

    value: float
    compared: Spread | None = None


@dataclass
class Figure:
    """A row.

    :param section: key of SECTIONS
    :param name: unique in the section
    :param budget: key of BUDGETS, or None
    :param base: the value of plain Odoo, or None
    :param readings: dict of the name of a site to Reading
    """

    section: str
    name: str
    title: str
    budget: str | None = None
    base: float | None = None
    readings: dict = field(default_factory=dict)

    @property
    def limit(self):
        """The budget as a number, or None"""
        limit = BUDGETS.get(self.budget)
        return limit.get(self.name) if isinstance(limit, dict) else limit

    @property
    def met(self):
        """Whether our median is within the budget; None without a budget"""
        reading = self.readings.get("ours")
        if self.limit is None or reading is None:
            return None
        return reading.compared.median <= self.limit


def table(figures, peer):
    """
    :param figures: list of Figure
    :param peer: whether a peer was measured
    :return: list of lines
    """
    titles = ["", "plain", "ours", "compared (least – most)", "budget"]
    rows = [titles + (["peer", "compared (least – most)"] if peer else [])]
    for section, (title, _, _) in SECTIONS.items():
        members = [figure for figure in figures if figure.section == section]
        if members:
            rows += [[], [title], *(_row(figure, peer) for figure in members)]
    widths = [
        max(len(row[n]) for row in rows if len(row) > max(n, 1))
        for n in range(len(rows[0]))
    ]
    return [
        row[0] if len(row) == 1 else "  ".join(map(_aligned, row, widths)).rstrip()
        for row in rows
    ]


def _aligned(cell, width):
    return f"{cell:<{width}}"


def _row(figure, peer):
    _, sign, digits = SECTIONS[figure.section]
    cells = [f"  {figure.title}", _number(figure.base, digits)]
    cells += _cells(figure.readings.get("ours"), sign, digits)
    verdict = {True: "met", False: "NOT MET", None: ""}[figure.met]
    limit = "" if figure.limit is None else f"≤ {sign}{figure.limit}"
    cells.append(f"{limit} {verdict}".strip())
    return cells + (_cells(figure.readings.get("peer"), sign, digits) if peer else [])


def _cells(reading, sign, digits):
    """The cells of a Reading, list of two str"""
    if reading is None:
        return ["-", "-"]
    value = _number(reading.value, digits)
    if reading.compared is None or not sign:
        return [value, ""]
    median, least, most = reading.compared
    flag = "+" if sign == "+" else ""
    text = f"{sign if not flag else ''}{median:{flag},.{digits}f}"
    if least != most:
        text += f" ({least:{flag},.{digits}f} – {most:{flag},.{digits}f})"
    return [value, text]


def _number(value, digits):
    return "" if value is None else f"{value:,.{digits}f}"


def as_json(figures, **facts):
    """One line of JSON: the facts and the figures by section and name."""
    by_section = {}
    for figure in figures:
        values = asdict(figure)
        values["readings"] = {
            name: {
                "value": reading.value,
                "compared": reading.compared and reading.compared._asdict(),
            }
            for name, reading in figure.readings.items()
        }
        values.update(limit=figure.limit, met=figure.met)
        by_section.setdefault(values.pop("section"), {})[values.pop("name")] = values
    return json.dumps({**facts, "figures": by_section}, ensure_ascii=False)
