"""A REST resource as endpoints of the OpenAPI document, one per operation."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from odoo.models import BaseModel

from odoo.addons.endpoint_crud.rest import formats, response_schemas, schemas
from odoo.addons.endpoint_crud.rest.resource import Resource
from odoo.addons.endpoint_openapi.pure.source import Answer, Endpoint, Header

from . import parameters

_JSON = "application/json"
_ITEM = "/<int(min=1):id>"
_ETAG = (Header("ETag", "The version of the record and its JSON (RFC 9110 §8.8.3)."),)
_FILE_ETAG = (Header("ETag", "The version of the file (RFC 9110 §8.8.3)."),)
_LINK = (Header("Link", "First, previous, next and last page (RFC 8288)."),)
_LOCATION = (Header("Location", "URL of the record. Absent for a list."),)
_RANGE = (Header("Range", "Part of the file to send (RFC 9110 §14.2)."),)
_IF_MATCH = (
    Header("If-Match", "The `ETag` that the record must still have, else 412."),
)
_IF_NONE_MATCH = (
    Header("If-None-Match", "An `ETag`: if it is still current, the response is 304."),
)
_NOT_MODIFIED = "The client's copy is current."
_CHANGED = "412 The record changed since it was read (`If-Match`)."
_LIST = """Records match all filters, including filters that are given several times.

Send `page` or `after`, not both. A cursor needs an order without relations.

`format` or the header `Accept` asks for all records at once: an export as CSV or JSON
Lines. It has no pages, so `page`, `after` and `total` are refused. The last line of an
export that is not complete says why."""
_TOO_MANY = "413 There are more records than the API exports."


def describe(
    common: Endpoint, model: BaseModel, resource: Resource
) -> Iterator[Endpoint]:
    """
    :param common: the values that all operations share
    :param model: recordset of the resource's model, as superuser
    """
    # The record may still contain the response documentation of another exec mode.
    blank = replace(
        common,
        query_strict=True,
        status=200,
        errors="",
        response_type="",
        request_example="",
        response_example="",
    )
    for part, (operation, make) in _OPERATIONS.items():
        if operation in resource.operations and (values := make(model, resource)):
            yield _endpoint(blank, part, **values)


def _endpoint(
    common: Endpoint,
    part: str,
    *,
    label: str,
    path: str = "",
    description: str = "",
    query: Sequence[parameters.Parameter] = (),
    request_schema: schemas.Schema | None = None,
    response_schema: schemas.Schema | None = None,
    **values: Any,
) -> Endpoint:
    return replace(
        common,
        key=f"{common.key}#{part}",
        name=f"{common.name}: {label}",
        routes=tuple(f"{route}{path}" for route in common.routes),
        description="\n\n".join(filter(None, (common.description, description))),
        query=json.dumps(list(query)),
        content_type=_JSON if request_schema else "",
        request_schema=json.dumps(request_schema) if request_schema else "",
        response_schema=json.dumps(response_schema) if response_schema else "",
        **values,
    )


def _list(model, resource):
    return {
        "method": "GET",
        "label": "list",
        "description": _LIST,
        "query": parameters.of_list(model, resource),
        "response_schema": response_schemas.page(model, resource),
        "response_headers": _LINK,
        "response_types": tuple(formats.EXPORTS.values()),
        "errors": _TOO_MANY,
    }


def _create(model, resource):
    record = {"$ref": "#/$defs/record"}
    several = {"type": "array", "minItems": 1, "maxItems": schemas.MAX_RECORDS}
    return {
        "method": "POST",
        "label": "create",
        "description": "One record, or a list. From a list, either all records are "
        "created or none.",
        "query": parameters.of_record(resource),
        "request_schema": {
            "anyOf": [record, {**several, "items": record}],
            "$defs": schemas.body(model, resource.write, "POST")["$defs"],
        },
        "status": 201,
        "response_schema": response_schemas.created(model, resource),
        "response_headers": (*_LOCATION, *_etag(model)),
    }


def _read(model, resource):
    etag = _etag(model)
    return {
        "method": "GET",
        "path": _ITEM,
        "label": "read",
        "query": parameters.of_record(resource),
        "response_schema": response_schemas.record(model, resource),
        "request_headers": _IF_NONE_MATCH if etag else (),
        "response_headers": etag,
        "further_answers": (Answer(304, _NOT_MODIFIED, etag),) if etag else (),
    }


def _patch(model, resource):
    return {
        **_update(model, resource, "PATCH"),
        "label": "change",
        "description": "Changes the fields in the body, which may also be sent as "
        "`application/merge-patch+json`.",
    }


def _put(model, resource):
    return {
        **_update(model, resource, "PUT"),
        "label": "replace",
        "description": "Replaces all writable fields. Fields that the body leaves out "
        "get their default. Other members of the record may be sent unchanged.",
    }


def _update(model, resource, method):
    return {
        "method": method,
        "path": _ITEM,
        "query": parameters.of_record(resource),
        "request_schema": schemas.body(model, resource.write, method),
        "response_schema": response_schemas.record(model, resource),
        "request_headers": _IF_MATCH,
        "response_headers": _etag(model),
        "errors": _CHANGED,
    }


def _delete(_model, _resource):
    return {
        "method": "DELETE",
        "path": _ITEM,
        "label": "delete",
        "status": 204,
        "request_headers": _IF_MATCH,
        "errors": _CHANGED,
    }


def _file(_model, resource):
    return resource.files and {
        "method": "GET",
        "path": f"{_ITEM}/<any({', '.join(resource.files)}):file>",
        "label": "file",
        "description": "The file itself, of any type.",
        "request_headers": (*_IF_NONE_MATCH, *_RANGE),
        "response_headers": _FILE_ETAG,
        "further_answers": (
            Answer(206, "The part that `Range` asks for.", _FILE_ETAG),
            Answer(304, _NOT_MODIFIED, _FILE_ETAG),
        ),
        "errors": "416 The requested range is outside the file (`Range`).",
    }


def _etag(model):
    return _ETAG if model._log_access else ()


#: part of the key -> (operation of the resource, function that describes it)
_OPERATIONS = {
    "list": ("list", _list),
    "create": ("create", _create),
    "read": ("read", _read),
    "patch": ("update", _patch),
    "put": ("update", _put),
    "delete": ("delete", _delete),
    "file": ("read", _file),
}
