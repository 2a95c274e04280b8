"""PUT accepts what GET returns: read-only members may be sent unchanged."""

import operator
from collections.abc import Iterator, Sequence
from typing import Any

from odoo.models import BaseModel

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.validation import json_schema

from . import rows
from .references import Loc
from .resource import Resource
from .schemas import DELETE
from .writable import Writable

#: types whose JSON contains no ids of related records in place of their objects
_PLAIN = ("json", "properties")


def check(
    resource: Resource, record: BaseModel, sent: Any, base: str
) -> tuple[dict[str, Any], set[str]]:
    """
    :param sent: the JSON body
    :param base: path of the collection, for the URLs of files
    :return: (members to write, names of further fields that keep their value)
    :raise RequestValidationError: the body does not match the schema, or changes a
        member that cannot be written
    """
    kept, detail = set(), []
    if isinstance(sent, dict):
        names = rows.readable(resource, record)
        [shown] = rows.make(record, names, resource.expand, base)
        plain = [n for n in names if record._fields[n].type in _PLAIN]
        changed, kept = _compare(sent, shown, resource.write, ("body",), detail, plain)
        for name, writable in resource.writable.lines.items():
            if name in changed and isinstance(changed[name], list):
                loc, known = ("body", name), shown.get(name, ())
                changed[name] = _lines(changed[name], known, writable, loc, detail)
        # The schema may require members that keep their value.
        required = kept.intersection(resource.writable.names)
        unchanged = {n: "" if n in resource.files else _ids(sent[n]) for n in required}
        sent = {**changed, **unchanged}
    errors, is_cut = json_schema.errors(resource.validators["PUT"], sent)
    if detail := [*detail, *errors]:
        limit = json_schema.MAX_ERRORS
        raise RequestValidationError(detail[:limit], is_cut or len(detail) > limit)
    sent = {name: sent[name] for name in sent if name not in kept}
    for name in resource.writable.lines.keys() - kept:
        if left_out := list(_left_out(record, name, sent)):
            sent[name] = [*sent.get(name, ()), *left_out]
    return sent, kept


def _compare(
    sent: dict,
    shown: dict,
    writable: Sequence[str],
    loc: Loc,
    detail: list,
    plain: Sequence[str] = (),
) -> tuple[dict[str, Any], set[str]]:
    """:return: (members with another value than shown, names of the others)"""
    changed, kept = {}, set()
    for name, value in sent.items():
        is_same = operator.eq if name in plain else _is_shown
        if name in shown and is_same(value, shown[name]):
            kept.add(name)
        elif name in shown and name not in writable:
            message = "this field cannot be changed"
            detail.append({"loc": [*loc, name], "msg": message, "type": "readOnly"})
        else:
            changed[name] = value
    return changed, kept


def _lines(
    sent: list, shown: Sequence, writable: Writable, loc: Loc, detail: list
) -> list[Any]:
    """:return: the lines without the members that keep their value"""
    known = {row["id"]: row for row in shown if isinstance(row, dict)}
    lines = []
    for index, line in enumerate(sent):
        if type(line) is int:  # as in a response without ?expand=
            line = {"id": line}
        elif isinstance(line, dict) and type(id_ := line.get("id")) is int:
            row, here = known.get(id_, {"id": id_}), (*loc, index)
            changed, _kept = _compare(line, row, writable.names, here, detail)
            line = {"id": id_, **changed}
        lines.append(line)
    return lines


def _left_out(record: BaseModel, name: str, sent: dict) -> Iterator[dict[str, Any]]:
    """Yield what deletes each line that the caller sees and that is not in the body."""
    if record._has_field_access(record._fields[name], "write"):
        named = {line.get("id") for line in sent.get(name, ())}
        for id_ in record[name]._ids:
            if id_ not in named:
                yield {"id": id_, DELETE: True}


def _is_shown(value: Any, shown: Any) -> bool:
    """``shown`` contains all members of related records, including ``?expand=``."""
    if isinstance(shown, list) and isinstance(value, list):
        return len(value) == len(shown) and all(map(_is_shown, value, shown))
    if isinstance(shown, dict):
        if not isinstance(value, dict):
            return type(value) is int and value == shown["id"]
        return "id" in value and value.items() <= shown.items()
    return type(value) is not bool and value == shown or value is shown


def _ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_ids(each) for each in value]
    return value["id"] if isinstance(value, dict) else value
