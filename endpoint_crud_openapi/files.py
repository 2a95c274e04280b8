"""The files of a resource in the OpenAPI document."""

import json
from typing import Any

from odoo.models import BaseModel

from odoo.addons.endpoint_crud.rest import schemas
from odoo.addons.endpoint_crud.rest.resource import Resource
from odoo.addons.endpoint_openapi.pure.source import Answer, Header

ITEM = "/<int(min=1):id>"
IF_NONE_MATCH = (
    Header("If-None-Match", "An `ETag`: if it is still current, the response is 304."),
)
NOT_MODIFIED = "The client's copy is current."
_ETAG = (Header("ETag", "The version of the file (RFC 9110 §8.8.3)."),)
_RANGE = (Header("Range", "Part of the file to send (RFC 9110 §14.2)."),)
_WRITE = {
    "status": 204,
    "request_headers": (
        Header("If-Match", "`ETag` that the file or its record must still have."),
        Header("If-None-Match", "`*`: only if the record does not have the file."),
    ),
    "errors": "412 The file or its record changed, or the file exists.",
}


def read(_model: BaseModel, resource: Resource) -> dict[str, Any] | None:
    return resource.files and _read(resource.files, "file", ITEM)


def download(_model: BaseModel, resource: Resource) -> dict[str, Any] | None:
    names = [name for name in resource.files if name in resource.uploads]
    return names and _read(names, "read a file", f"{ITEM}/files")


def upload(_model: BaseModel, resource: Resource) -> dict[str, Any] | None:
    return resource.uploads and {
        **_WRITE,
        "method": "PUT",
        "path": _path(f"{ITEM}/files", resource.uploads),
        "label": "write a file",
        "description": "The body is the file itself, of any media type except forms.",
        "content_type": "application/octet-stream",
    }


def clear(_model: BaseModel, resource: Resource) -> dict[str, Any] | None:
    return resource.uploads and {
        **_WRITE,
        "method": "DELETE",
        "path": _path(f"{ITEM}/files", resource.uploads),
        "label": "remove a file",
    }


def form_schema(model: BaseModel, resource: Resource) -> str:
    """:return: JSON Schema of the form of a PATCH; empty if no file can be written"""
    if not resource.uploads:
        return ""
    schema = schemas.for_document(schemas.body(model, resource.writable, "PATCH"))
    file = {"type": "string", "format": "binary"}
    for name in resource.uploads:
        title = schema["properties"][name]["title"]
        schema["properties"][name] = {**file, "title": title}
    return json.dumps(schema)


def _read(names, label, base):
    return {
        "method": "GET",
        "path": _path(base, names),
        "label": label,
        "description": "The file itself, of any type.",
        "request_headers": (*IF_NONE_MATCH, *_RANGE),
        "response_headers": _ETAG,
        "further_answers": (
            Answer(206, "The part that `Range` asks for.", _ETAG),
            Answer(304, NOT_MODIFIED, _ETAG),
        ),
        "errors": "416 The requested range is outside the file (`Range`).",
    }


def _path(base, names):
    return f"{base}/<any({', '.join(names)}):file>"
