"""Valid JSON bodies as values for ``create()`` and ``write()``."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

from odoo.fields import Command
from odoo.models import BaseModel

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.pure import media_type
from odoo.addons.endpoint.validation.json_schema import MAX_ERRORS
from odoo.addons.endpoint_route_handler.exceptions import MediaTypeNotSupported

from . import images
from .field_types import TYPES
from .references import Loc, References
from .resource import Resource
from .schemas import DELETE

#: maximum number of lines in one request
MAX_ALL_LINES = 10_000
#: A PATCH changes the members that are present, with either of the names (RFC 7396).
PATCH_TYPES = (media_type.JSON, "application/merge-patch+json")


def check_media_type(sent: str, method: str) -> None:
    """
    :param sent: value of ``Content-Type``
    :raise MediaTypeNotSupported: not JSON, or another patch format (RFC 6902)
    """
    sent = media_type.essence(sent)
    if media_type.family(sent) != media_type.JSON or sent.endswith("/json-patch+json"):
        accept = ", ".join(PATCH_TYPES) if method == "PATCH" else media_type.JSON
        raise MediaTypeNotSupported(f"Send the body as {accept}.", accept, method)


class Item(NamedTuple):
    """One JSON object that a request writes.

    :param sent: matches the schema of POST for a new record, or of PATCH
    :param loc: where it is in the request
    :param record: the record that it changes; None for a new one
    """

    sent: dict[str, Any]
    loc: Loc = ("body",)
    record: BaseModel | None = None


def values(
    resource: Resource, model: BaseModel, items: Sequence[Item]
) -> list[dict[str, Any]]:
    """
    :param model: recordset of the resource's model, as the exec user
    :return: values of each item for ``create()`` or ``write()``
    :raise RequestValidationError: a value is out of range, or the exec user has no such
        related record or line
    """
    reader = _Reader(model.env)
    vals_list = [
        reader.vals(model, resource.writable, item.sent, item.loc, item.record)
        for item in items
    ]
    detail = reader.detail
    detail += islice(reader.references.errors(), MAX_ERRORS + 1)
    if detail:
        raise RequestValidationError(detail[:MAX_ERRORS], len(detail) > MAX_ERRORS)
    return vals_list


class _Reader:
    def __init__(self, env):
        self.env = env
        self.detail = []
        self.references = References(env)
        self.lines_left = MAX_ALL_LINES

    def vals(self, model, writable, sent, loc, record=None):
        vals = {}
        for name, value in sent.items():
            field, here = model._fields[name], (*loc, name)
            if name in writable.lines:
                lines = writable.lines[name]
                vals[name] = self._commands(field, lines, value, here, record)
            elif field.relational and value:
                self._relate(field, value, here, vals)
            else:
                try:
                    vals[name] = value is not None and TYPES[field.type].take(value)
                    images.check(field, vals[name])
                except ValueError as exc:
                    self._error(here, str(exc), "format")
        return vals

    def _error(self, loc, message, kind):
        self.detail.append({"loc": list(loc), "msg": message, "type": kind})

    def _relate(self, field, value, loc, vals):
        vals[field.name] = value
        places = [(vals, field.name)]
        if isinstance(value, list):
            ids = list(value)
            vals[field.name] = [Command.set(ids)]
            places = [(ids, position) for position in range(len(ids))]
        for container, position in places:
            self.references.add(field.comodel_name, loc, container, position)

    def _commands(self, field, writable, lines, loc, record):
        """:return: commands for the lines that change, in their order"""
        self.lines_left -= len(lines)
        if self.lines_left < 0:
            message = f"a request may have {MAX_ALL_LINES} lines"
            self._error(loc, message, "maxItems")
            return []
        model, commands, ids = self.env[field.comodel_name], [], set()
        archived = model._active_name in writable.names
        for index, line in enumerate(lines):
            here = (*loc, index)
            sent = {n: value for n, value in line.items() if n in writable.names}
            vals = self.vals(model, writable, sent, here)
            if "id" not in line:
                commands.append(Command.create(vals))
                continue
            id_, here = int(line["id"]), (*here, "id")
            if id_ in ids:
                self._error(here, f"line {id_} is listed twice", "uniqueItems")
            ids.add(id_)
            self.references.add_line(field, here, id_, record, archived)
            if DELETE in line:
                commands.append(Command.delete(id_))
            elif vals:
                commands.append(Command.update(id_, vals))
        return commands
