"""PUT accepts what GET returns: read-only members may be sent unchanged."""

import operator
from typing import Any

from odoo.models import BaseModel

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.validation import json_schema

from . import rows
from .resource import Resource

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
        body = {}
        for name, value in sent.items():
            is_writable = name in resource.write
            is_same = operator.eq if name in plain else _is_shown
            is_unchanged = name in shown and is_same(value, shown[name])
            if is_unchanged and name in resource.files:
                kept.add(name)
                body |= {name: ""} if is_writable else {}  # it may be required
            elif is_unchanged and is_writable:
                body[name] = _ids(value)
            elif is_unchanged:
                kept.add(name)
            elif name in shown and not is_writable:
                message = "this field cannot be changed"
                detail.append(
                    {"loc": ["body", name], "msg": message, "type": "readOnly"}
                )
            else:
                body[name] = value
        sent = body
    errors, is_cut = json_schema.errors(resource.validators["PUT"], sent)
    if detail := [*detail, *errors]:
        limit = json_schema.MAX_ERRORS
        raise RequestValidationError(detail[:limit], is_cut or len(detail) > limit)
    return {name: sent[name] for name in sent if name not in kept}, kept


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
