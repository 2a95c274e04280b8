"""The parts of a form (``multipart/form-data``, RFC 7578) as a JSON body.

A part is named like a field. The value of a file is its content; that of a text, a date
or a selection is the text; any other is JSON, such as ``7`` or ``true``.
"""

import base64
from typing import Any

from werkzeug.wrappers import Request

from odoo.models import BaseModel

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.validation.json_schema import MAX_ERRORS
from odoo.addons.endpoint_route_handler.pure import strict_json

from .query_values import read_boolean

_TEXTS = ("char", "text", "html")
#: types whose JSON is a string, and null if it is empty
_STRINGS = ("date", "datetime", "selection", "binary")
MEDIA_TYPE = "multipart/form-data"


def is_form(httprequest: Request) -> bool:
    """:return: whether the body is a form, which POST and PATCH accept"""
    is_multipart = httprequest.mimetype == MEDIA_TYPE
    return is_multipart and httprequest.method in ("POST", "PATCH")


def parse(model: BaseModel, httprequest: Request) -> dict[str, Any]:
    """
    :param model: recordset of the resource's model
    :return: the JSON body, not validated yet
    :raise RequestValidationError: there are no parts, a part is sent twice or is not
        JSON, or a file is sent as a field of another type
    """
    body, detail = {}, []
    if not (httprequest.form or httprequest.files):  # as werkzeug reads a broken form
        message = "the form has no parts, or its Content-Type has another boundary"
        item = {"loc": ["body"], "msg": message, "type": "format"}
        raise RequestValidationError([item])
    for name, parts in (*httprequest.form.lists(), *httprequest.files.lists()):
        field = model._fields.get(name)
        field_type = field.type if field is not None else "char"
        try:
            if name in body:
                raise ValueError("this part is sent twice")
            body[name] = _value(field_type, [_part(field_type, part) for part in parts])
        except ValueError as exc:
            item = {"loc": ["body", name[:100]], "msg": str(exc), "type": "format"}
            detail.append(item)
    if detail:
        raise RequestValidationError(detail[:MAX_ERRORS], len(detail) > MAX_ERRORS)
    return body


def _value(field_type: str, values: list[Any]) -> Any:
    if field_type in ("many2many", "one2many"):
        # One part for each, or a list in one part.
        is_one_part = len(values) == 1 and not isinstance(values[0], int | dict)
        return values[0] if is_one_part else values
    if len(values) > 1:
        raise ValueError("this part is sent twice")
    return values[0]


def _part(field_type: str, part: Any) -> Any:
    if not isinstance(part, str):
        if field_type != "binary":
            raise ValueError("this field is not a file")
        return base64.b64encode(part.read()).decode()
    if field_type in _TEXTS:
        return part
    if not part or field_type in _STRINGS:
        return part or None
    if field_type == "boolean":
        return read_boolean(part)
    return strict_json.loads(part.encode())
