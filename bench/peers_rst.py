"""Writes the figures of `under_load` into docs/benchmarks.rst."""

import datetime
import importlib.metadata
import os
import platform
import re
import statistics

from devenv import database, paths
from devenv.steps import say

from .peers import BUSY, CONTENDERS, TASKS

DOCUMENT = paths.ROOT / "docs" / "benchmarks.rst"
_BEGIN, _END = ".. figures: begin", ".. figures: end"
_CPU = ("Odoo", "PostgreSQL", "ratio")
_GAP = "  "
# Three columns are as wide as the longest title above them.
_WIDTH = 5
_VERSIONS = {
    "ours": ("these addons:", ("endpoint", "endpoint_crud")),
    "oca": ("OCA's", ("endpoint", "fastapi")),
}


def facts(env, made, theirs, meter):
    """The machine and the versions.

    :param made: dict of name to sites.Site
    :param theirs: oca.Peer
    :return: list of str
    """
    [(postgres,)] = database.query(env, "SHOW server_version")
    found = [
        datetime.date.today().isoformat(),
        f"{os.cpu_count()} cores, {_processor()}",
        # Without the path of a checkout
        f"Odoo: {env.source.version.partition(':')[0]}",
        f"Python {platform.python_version()}, PostgreSQL {postgres}, {meter.version}",
    ]
    sql = "SELECT latest_version FROM ir_module_module WHERE name = %s"
    for name, (title, modules) in _VERSIONS.items():
        for module in modules:
            [(version,)] = database.query(env, sql, (module,), made[name].db)
            found.append(f"{title} ``{module}`` {version}")
    [library] = importlib.metadata.distributions(
        name="fastapi", path=[str(theirs.folder / "packages")]
    )
    found.append(f"the library FastAPI {library.version}")
    return [*found, f"load average before the run: {meter.load_before:.1f}"]


def _processor():
    with open("/proc/cpuinfo") as file:
        found = re.search(r"^model name\s*: (.*)$", file.read(), re.M)
    return found[1] if found else platform.machine()


def write(compared, costs, facts, seconds, rounds):
    """Print the figures, and put them between the marks of the document.

    :param compared: dict of (task, title of a contender, connections) to list of Load
    :param costs: dict of settings.Setting to list of Load
    :param facts: list of str
    """
    lines = [f"* {fact}" for fact in [*facts, f"rounds: {rounds}, {seconds} s each"]]
    for task, title in TASKS.items():
        lines += ["", title, "-" * len(title), "", *_compared(compared, task)]
    lines += ["", "Settings", "--------", "", *_costs(costs)]
    block = "\n".join(lines)
    say(f"\n{block}\n")
    head, rest = DOCUMENT.read_text().split(_BEGIN)
    tail = rest.split(_END)[1]
    DOCUMENT.write_text(f"{head}{_BEGIN}\n\n{block}\n\n{_END}{tail}")


def _compared(compared, task):
    levels = sorted({connections for _, _, connections in compared})
    rows = [["\\", *map(str, levels), *map(str, levels), *_CPU]]
    base = compared[task, CONTENDERS[0].title, BUSY]
    for contender in CONTENDERS:
        each = [compared[task, contender.title, level] for level in levels]
        row = [f"{_median(loads, 'rate'):,.0f}" for loads in each]
        row += [f"{1000 * _median(loads, 'p99'):,.0f}" for loads in each]
        row += _cpu(compared[task, contender.title, BUSY], base)
        rows.append([contender.title, *row])
    groups = {"\\": 1, "requests per second": len(levels), "p99, ms": len(levels)}
    return _table(rows, {**groups, "CPU of a request, ms": len(_CPU)})


def _costs(costs):
    rows = [["\\", *_CPU]]
    by_title = {setting.title: loads for setting, loads in costs.items()}
    for setting, loads in costs.items():
        rows.append([setting.title, *_cpu(loads, by_title[setting.base])])
    return _table(rows, {"\\": 1, "CPU of a request, ms": len(_CPU)})


def _cpu(loads, base):
    """The cells below _CPU"""
    ratios = [
        (mine.odoo + mine.postgres) / (theirs.odoo + theirs.postgres)
        for mine, theirs in zip(loads, base, strict=True)
    ]
    figures = [1000 * _median(loads, name) for name in ("odoo", "postgres")]
    return [f"{figure:.2f}" for figure in [*figures, statistics.median(ratios)]]


def _median(loads, name):
    return statistics.median(getattr(load, name) for load in loads)


def _table(rows, groups):
    """A simple table of reStructuredText.

    :param rows: list of list of str, the first one with the titles
    :param groups: dict of a title above them to the number of its columns
    :return: list of lines
    """
    widths = [max(_WIDTH, *map(len, column)) for column in zip(*rows, strict=True)]
    titles, lines, first = [], [], 0
    for title, count in groups.items():
        columns = widths[first : first + count]
        width = sum(columns) + len(_GAP) * (count - 1)
        titles.append(f"{title:<{width}}")
        lines.append("-" * width)
        first += count
    rule = _GAP.join("=" * width for width in widths)
    head, *body = (_row(row, widths) for row in rows)
    above = [_GAP.join(titles).rstrip(), _GAP.join(lines)]
    return [rule, *above, head, rule, *body, rule]


def _row(cells, widths):
    title, *figures = map("{:{}{}}".format, cells, "<" + ">" * len(cells), widths)
    return _GAP.join([title, *figures])
