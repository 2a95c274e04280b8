"""The parts of a form (``multipart/form-data``, RFC 7578) as a JSON body.

A part is named like a field. The value of a file is its content; that of a text, a date
or a selection is the text; any other is JSON: ``7``, ``true``, ``[1, 2]``.
"""

import base64
from typing import Any

from werkzeug.wrappers import Request

from odoo.models import BaseModel

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.validation.json_schema import MAX_ERRORS
from odoo.addons.endpoint_route_handler.pure import strict_json

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
    :raise RequestValidationError: a part is sent twice or is not JSON, or a file is
        sent as a field of another type
    """
    body, detail = {}, []
    for name, part in (*httprequest.form.items(True), *httprequest.files.items(True)):
        field = model._fields.get(name)
        field_type = field.type if field is not None else "char"
        try:
            if name in body:
                raise ValueError("this part is sent twice")
            is_text = isinstance(part, str)
            body[name] = _text(field_type, part) if is_text else _file(field_type, part)
        except ValueError as exc:
            detail.append(
                {"loc": ["body", name[:100]], "msg": str(exc), "type": "format"}
            )
    if detail:
        raise RequestValidationError(detail[:MAX_ERRORS], len(detail) > MAX_ERRORS)
    return body


def _text(field_type: str, text: str) -> Any:
    if field_type in _TEXTS:
        return text
    if not text or field_type in _STRINGS:
        return text or None
    return strict_json.loads(text.encode())


def _file(field_type, part):
    if field_type != "binary":
        raise ValueError("this field is not a file")
    return base64.b64encode(part.read()).decode()
