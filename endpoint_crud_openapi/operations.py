"""A REST resource as endpoints of the OpenAPI document, one per operation."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from odoo.models import BaseModel

from odoo.addons.endpoint_crud.rest import formats, response_schemas, schemas
from odoo.addons.endpoint_crud.rest.resource import Resource
from odoo.addons.endpoint_openapi.pure.source import Answer, Endpoint, Header

from . import documents, files, parameters, totals

_JSON = "application/json"
_ITEM = files.ITEM
_ETAG = (Header("ETag", "The version of the record and its JSON (RFC 9110 §8.8.3)."),)
_LOCATION = (Header("Location", "URL of the record. Absent for a list."),)
_IF_NONE_MATCH, _NOT_MODIFIED = files.IF_NONE_MATCH, files.NOT_MODIFIED
_CREATE = """One record, or a list. From a list, either all records are created or
none."""
# No media type of the body: generated clients cannot tell a list from a form.
_FORM = """

The body may also be a form (`multipart/form-data`) with the parts of that of PATCH."""
_LIST = """Records match all filters, including filters that are given several times.

Send `page` or `after`, not both. A cursor needs an order without relations.

`format` or the header `Accept` asks for all records at once: an export as CSV or JSON
Lines. It has no pages, so `page`, `after` and `total` are refused. The last line of an
export that is not complete says why."""
_TOO_MANY = "413 There are more records than the API exports."

_PATCH_LINES = """

A line with `id` is changed, a line without is added, `{"id": 7, "_delete": true}` is
deleted. Other lines stay."""
_PUT_LINES = """

A list of lines is replaced: a line with `id` is changed, a line without is added, other
lines are deleted."""


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
    parts = {
        part: values
        for part, (operation, make) in _OPERATIONS.items()
        if operation in resource.operations and (values := make(model, resource))
    }
    parts |= documents.describe(model, resource, parts)
    for part, values in parts.items():
        yield _endpoint(blank, part, **values)


def _endpoint(
    common: Endpoint,
    part: str,
    *,
    label: str,
    path: str = "",
    description: str = "",
    query: Sequence[parameters.Parameter] = (),
    content_type: str = "",
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
        content_type=content_type or (_JSON if request_schema else ""),
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
        "response_headers": totals.LINK,
        "response_types": tuple(formats.EXPORTS.values()),
        "errors": _TOO_MANY,
    }


def _create(model, resource):
    return {
        "method": "POST",
        "label": "create",
        "description": _CREATE + (_FORM if resource.uploads else ""),
        "query": parameters.of_record(resource),
        "request_schema": _body(model, resource, "POST"),
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
        "form_schema": files.form_schema(model, resource),
        "description": "Changes the fields in the body, which may also be sent as "
        "`application/merge-patch+json`."
        + (_PATCH_LINES if resource.writable.lines else ""),
    }


def _put(model, resource):
    return {
        **_update(model, resource, "PUT"),
        "label": "replace",
        "description": "Replaces all writable fields. Fields that the body leaves out "
        "get their default. Other members of the record may be sent unchanged."
        + (_PUT_LINES if resource.writable.lines else ""),
    }


def _update(model, resource, method):
    return {
        "method": method,
        "path": _ITEM,
        "query": parameters.of_record(resource),
        "request_schema": _body(model, resource, method),
        "response_schema": response_schemas.record(model, resource),
        "request_headers": (documents.IF_MATCH,),
        "response_headers": _etag(model),
        "errors": documents.CHANGED,
    }


def _delete(_model, _resource):
    return {
        "method": "DELETE",
        "path": _ITEM,
        "label": "delete",
        "status": 204,
        "request_headers": (documents.IF_MATCH,),
        "errors": documents.CHANGED,
    }


def _body(model, resource, method):
    return schemas.for_document(schemas.body(model, resource.writable, method))


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
    "file": ("read", files.read),
    "download": ("read", files.download),
    "upload": ("update", files.upload),
    "clear": ("update", files.clear),
    "aggregate": ("list", totals.describe),
}
