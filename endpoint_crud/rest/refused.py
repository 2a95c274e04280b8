"""Find the record, and its line, that Odoo or PostgreSQL refuses.

Searching writes values again, by halves: about twice the work of the first attempt.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, NoReturn

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.models import BaseModel
from odoo.sql_db import Cursor

from odoo.addons.endpoint_route_handler import errors

from .body import Item
from .references import Loc
from .resource import Resource

#: what Odoo raises for values that it refuses
ERRORS = (IntegrityError, UserError)


class _Line(NamedTuple):
    loc: Loc
    relation: str
    command: Command


def first(
    cr: Cursor, write: Callable[[Sequence], Any], values: Sequence
) -> tuple[int, Exception] | None:
    """Write values until one is refused. Those before it stay written.

    :return: its index and the exception; None if the values only fail together
    """
    start, stop = 0, len(values)
    while start < stop:
        middle = (start + stop + 1) // 2
        try:
            with cr.savepoint():
                write(values[start:middle])
            start = middle
        except ERRORS as exc:
            if middle - start == 1:
                return start, exc
            stop = middle
    return None


def raise_error(
    resource: Resource, model: BaseModel, item: Item, vals: dict, exc: Exception
) -> NoReturn:
    """
    :param vals: values of the item
    :param exc: why Odoo or PostgreSQL refused them
    :raise EndpointHTTPException: with the place of the item, or of its line, in the
        detail
    """
    header, lines = _split(resource, item, vals)
    loc = item.loc
    try:
        with model.env.cr.savepoint():
            record = item.record or model.create(header)
            if item.record:
                record.write(header)
    except ERRORS:
        lines = []  # the record itself is refused
    found = first(model.env.cr, lambda some: record.write(_joined(some)), lines)
    if found:
        index, exc = found
        loc = lines[index].loc
    if isinstance(exc, IntegrityError):
        exc = ValidationError(_message(resource, model, exc))
    detail = [{"loc": list(loc), "msg": str(exc), "type": "refused"}]
    raise errors.explain(exc, detail=detail) from exc


def _split(resource, item, vals):
    """:return: (values without lines, commands of the lines: deletions first, as Odoo
    does them)
    """
    header, lines = dict(vals), []
    for relation in resource.writable.lines.keys() & vals.keys():
        sent = enumerate(item.sent[relation])
        places = [index for index, line in sent if line.keys() != {"id"}]
        for index, command in zip(places, header.pop(relation), strict=True):
            lines.append(_Line((*item.loc, relation, index), relation, command))
    return header, sorted(lines, key=lambda line: line.command[0] != Command.DELETE)


def _joined(lines):
    commands = {}
    for line in lines:
        commands.setdefault(line.relation, []).append(line.command)
    return commands


def _message(resource, model, exc):
    models = [model, *(model[name] for name in resource.writable.lines)]
    of_table = {each._table: each for each in models}
    return of_table.get(exc.diag.table_name, model)._sql_error_to_message(exc)
