"""The operations of a resource, each as what ``pure.source.Endpoint`` of
``endpoint_openapi`` takes beside what all have in common.
"""

import json

from . import parameters, records

JSON = "application/json"
_ITEM = "/<int(min=1):id>"
_ETAG = (("ETag", "The state of the record (RFC 9110 §8.8.3)."),)
_FILE_ETAG = (("ETag", "The state of the file (RFC 9110 §8.8.3)."),)
_RANGE = (("Range", "A part of the file (RFC 9110 §14.2)."),)
_LINK = (("Link", "The first, previous, next and last page (RFC 8288)."),)
_LOCATION = (("Location", "Where the record is. A list has none."),)
_IF_MATCH = (("If-Match", "The `ETag` that the record must still have, else 412."),)
_IF_NONE_MATCH = (("If-None-Match", "An `ETag`: with this one the answer is 304."),)
_CHANGED = "412 The record changed since it was read (`If-Match`)."
_LIST = """Several filters, and one that is given several times, have all to hold.

Give `page` or `after`, not both. A cursor needs an order without relations."""


def describe(resource):
    """Yield (name of the part, dict) of each operation.

    Headers are (name, description), answers (status, description, headers).

    :param resource: :class:`~.facts.Resource`
    """
    has = set(resource.operations)
    for part, (operation, make) in _PARTS.items():
        if operation in has and (made := make(resource)):
            yield part, _whole(resource, made)


def _whole(resource, made):
    """:return: dict, with a value for everything that depends on the operation"""
    path, label = made.pop("path", ""), made.pop("label")
    words = (resource.description, made.pop("description", ""))
    return {
        "routes": tuple(f"{route}{path}" for route in resource.routes),
        "name": f"{resource.name}: {label}",
        "description": "\n\n".join(filter(None, words)),
        "query": json.dumps(made.pop("query", [])),
        "request_schema": _text(made.pop("request_schema", None)),
        "response_schema": _text(made.pop("response_schema", None)),
        **{
            "query_strict": True,
            "content_type": "",
            "status": 200,
            "response_type": "",
            "request_headers": (),
            "response_headers": (),
            "further_answers": (),
            "errors": "",
        },
        **made,
    }


def _text(schema):
    return "" if schema is None else json.dumps(schema)


def _list(resource):
    return {
        "method": "GET",
        "label": "list",
        "description": _LIST,
        "query": parameters.of_list(resource),
        "response_schema": records.page(resource.read),
        "response_headers": _LINK,
    }


def _create(resource):
    one = resource.bodies["POST"]
    several = {
        "type": "array",
        "minItems": 1,
        "maxItems": resource.max_created,
        "items": {"$ref": "#/$defs/record"},
    }
    return {
        "method": "POST",
        "label": "create",
        "description": "One record, or a list: all of them are created, or none.",
        "query": parameters.of_record(resource),
        "content_type": JSON,
        "request_schema": {
            "anyOf": [{"$ref": "#/$defs/record"}, several],
            "$defs": {"record": one},
        },
        "status": 201,
        "response_schema": records.record_or_list(resource.read),
        "response_headers": (*_LOCATION, *_etag(resource)),
    }


def _read(resource):
    etag = _etag(resource)
    return {
        "method": "GET",
        "path": _ITEM,
        "label": "read",
        "query": parameters.of_record(resource),
        "response_schema": records.record(resource.read),
        "request_headers": _IF_NONE_MATCH if etag else (),
        "response_headers": etag,
        "further_answers": ((304, "The caller has it as it is.", etag),)
        if etag
        else (),
    }


def _update(method, label, description):
    def make(resource):
        return {
            "method": method,
            "path": _ITEM,
            "label": label,
            "description": description,
            "query": parameters.of_record(resource),
            "content_type": JSON,
            "request_schema": resource.bodies[method],
            "response_schema": records.record(resource.read),
            "request_headers": _IF_MATCH,
            "response_headers": _etag(resource),
            "errors": _CHANGED,
        }

    return make


def _delete(resource):
    return {
        "method": "DELETE",
        "path": _ITEM,
        "label": "delete",
        "status": 204,
        "request_headers": _IF_MATCH,
        "errors": _CHANGED,
    }


def _file(resource):
    names = [field.name for field in resource.read if field.type == "binary"]
    return names and {
        "method": "GET",
        "path": f"{_ITEM}/<any({', '.join(names)}):file>",
        "label": "file",
        "description": "The file itself, of whatever type it is.",
        "request_headers": (*_IF_NONE_MATCH, *_RANGE),
        "response_headers": _FILE_ETAG,
        "further_answers": (
            (206, "The part that `Range` asks for.", _FILE_ETAG),
            (304, "The caller has it as it is.", _FILE_ETAG),
        ),
        "errors": "416 The file has no such part (`Range`).",
    }


def _etag(resource):
    return _ETAG if resource.has_etag else ()


#: part -> (what callers must be allowed to do, function to describe it)
_PARTS = {
    "list": ("list", _list),
    "create": ("create", _create),
    "read": ("read", _read),
    "patch": ("update", _update("PATCH", "change", "Changes what the body has.")),
    "put": (
        "update",
        _update(
            "PUT",
            "replace",
            "Replaces all writable fields, those that the body leaves out by their "
            "default.",
        ),
    ),
    "delete": ("delete", _delete),
    "file": ("read", _file),
}
