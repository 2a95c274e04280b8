"""Records by key, actions and bulk operations of a REST resource."""

from typing import Any

from odoo.models import BaseModel

from odoo.addons.endpoint_crud.rest import bulk, keys, response_schemas, schemas
from odoo.addons.endpoint_crud.rest.resource import Resource
from odoo.addons.endpoint_openapi.pure.source import Answer, Header

from . import parameters

Values = dict[str, Any]
_SEVERAL = "409 Several records have this key."
CHANGED = "412 The record changed since it was read (`If-Match`)."
_LOCATION = Header("Location", "URL of the record.")
_ONLY_NEW = Header("If-None-Match", "`*`: only create the record, else 412.")
IF_MATCH = Header("If-Match", "The `ETag` that the record must still have, else 412.")
_BULK = """Up to 1,000 operations in their order. Either all of them are done or none.
With `atomic=false`, each has its own result, and the status is 200 even if some are
refused."""
_ATOMIC = {
    "name": "atomic",
    "type": "boolean",
    "default": True,
    "description": "Whether one refused operation undoes all others.",
}


def describe(
    model: BaseModel, resource: Resource, parts: dict[str, Values]
) -> dict[str, Values]:
    """
    :param parts: the other operations of the resource, by part of the key
    :return: further operations
    """
    further = {}
    if resource.key:
        for part in ("read", "patch", "put", "delete"):
            if part in parts:
                further[f"{part}-key"] = _by_key(model, resource, parts[part])
    for name in resource.actions:
        values = further[f"action-{name}"] = _action(model, resource, name, parts)
        if resource.key:
            below = f"/{name}"
            further[f"action-{name}-key"] = _by_key(model, resource, values, below)
    if "bulk" in resource.validators:
        further["bulk"] = _bulk(model, resource)
    return further


def _by_key(model, resource, values, below=""):
    is_number = model._fields[resource.key].type == "integer"
    converter = "int(signed=True)" if is_number else "path"
    values = {
        **values,
        "path": f"/by/{resource.key}/<{converter}:value>{below}",
        "label": f"{values['label']} by key",
        "errors": "\n".join(filter(None, (_SEVERAL, values.get("errors")))),
    }
    if values["method"] == "PUT" and "create" in resource.operations:
        headers = (_LOCATION, *values["response_headers"])
        values |= {
            "description": f"{values['description']}\n\nCreates the record if no "
            "record has the key.",
            "request_headers": (*values["request_headers"], _ONLY_NEW),
            "further_answers": (Answer(201, "The record was created.", headers),),
        }
        # The body may leave out the key, which is in the path.
        schema = dict(values["request_schema"])
        schema["required"] = [n for n in schema["required"] if n != resource.key]
        values["request_schema"] = schema
    return values


def _action(model, resource, name, parts):
    etag = parts["read"]["response_headers"] if "read" in parts else ()
    return {
        "method": "POST",
        "path": f"/<int(min=1):id>/{name}",
        "label": name,
        "description": "The response is the record after the action.",
        "query": parameters.of_record(resource),
        "response_schema": response_schemas.record(model, resource),
        "request_headers": (IF_MATCH,),
        "response_headers": etag,
        "further_answers": (Answer(204, "The resource no longer has the record."),),
        "errors": CHANGED,
    }


def _bulk(model, resource):
    values = {
        op: schemas.for_document(schemas.record(model, resource.writable, method))
        for op, method in bulk.METHODS.items()
        if method
    }
    allowed = [op for op in bulk.METHODS if op in resource.operations]
    operations = bulk.operations(allowed, values, keys.schema(model, resource.key))
    result = {
        "type": "object",
        "required": ["status"],
        "properties": {
            "status": {"type": "integer", "description": "As of a single request."},
            "id": response_schemas.ID,
            "record": {"$ref": "#/$defs/record"},
            "error": {"type": "object", "description": "The error object."},
        },
    }
    return {
        "method": "POST",
        "path": "/bulk",
        "label": "several operations",
        "description": _BULK,
        "query": [_ATOMIC, *parameters.of_record(resource)],
        "request_schema": bulk.body({"oneOf": operations}),
        "response_schema": {
            "type": "object",
            "required": ["data"],
            "properties": {"data": {"type": "array", "items": result}},
            "$defs": {"record": response_schemas.record(model, resource)},
        },
    }
