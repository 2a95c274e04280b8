"""JSON Schemas (Draft 2020-12) of the JSON in responses, see :mod:`.rows`."""

from odoo.api import Environment
from odoo.fields import Field
from odoo.models import BaseModel

from .aggregate_query import FUNCTIONS, member
from .field_types import DISPLAY_NAME, ID, TYPES
from .resource import Resource
from .schemas import Schema, described, or_null

_COUNT = {"type": "integer", "minimum": 0}
_RECORD = {"$ref": "#/$defs/record"}


def record(model: BaseModel, resource: Resource) -> Schema:
    """:return: schema of one record. Only ``id`` is required: other members depend on
    ``fields`` and on the rights of the user.
    """
    properties = {
        name: _value(model._fields[name], model.env, resource.expand.get(name, ()))
        for name in resource.read
    }
    return {
        "type": "object",
        "required": ["id"],
        "properties": {"id": ID, **properties},
    }


def created(model: BaseModel, resource: Resource) -> Schema:
    """:return: schema of the response to POST: one record, or a list"""
    listed = _object(data={"type": "array", "items": _RECORD})
    return {"anyOf": [_RECORD, listed], "$defs": {"record": record(model, resource)}}


def page(model: BaseModel, resource: Resource) -> Schema:
    """:return: schema of a page of records"""
    after = {
        "type": ["string", "null"],
        "description": "The value of `after` for the next page; null on the last one.",
    }
    by_cursor = _object(next=after, limit=ID)
    either = [{"$ref": "#/$defs/pages"}, {"$ref": "#/$defs/cursor"}]
    return {
        **_object(
            data={"type": "array", "items": _RECORD}, pagination={"oneOf": either}
        ),
        "$defs": {
            "record": record(model, resource),
            "pages": _pages(),
            "cursor": by_cursor,
        },
    }


def totals(model: BaseModel, resource: Resource) -> Schema:
    """:return: schema of a page of groups. The query chooses the members."""
    groups = {name: _group(model._fields[name], model.env) for name in resource.group}
    numbers = {
        member(name, function): _total(model._fields[name], function)
        for name in resource.aggregate
        for function, types in FUNCTIONS.items()
        if model._fields[name].type in types
    }
    row = {"type": "object", "properties": {**groups, "count": _COUNT, **numbers}}
    return _object(data={"type": "array", "items": row}, pagination=_pages())


def _group(field: Field, env: Environment) -> Schema:
    schema = dict(TYPES[field.type].schema)
    if field.type in ("date", "datetime"):
        schema = {"type": "string"}
    elif field.relational:
        schema = _related(field, env, ())
    elif (keys := selection_keys(field, env)) is not None:
        schema["enum"] = keys
    return described(field, or_null(schema), env)


def _total(field: Field, function: str) -> Schema:
    schema = {"type": "number"} if function == "avg" else TYPES[field.type].schema
    return or_null(schema)


def _pages() -> Schema:
    """:return: schema of ``pagination``, for pages by number"""
    pages = _object(page=ID, limit=ID)
    pages["properties"] |= {
        "total": {**_COUNT, "description": "Number of items on all pages."},
        "pages": {**_COUNT, "description": "Number of pages."},
    }
    return pages


def selection_keys(field: Field, env: Environment) -> list[str] | None:
    """:return: keys of a selection; None if they depend on the database"""
    if field.type != "selection" or not isinstance(field.selection, list):
        return None
    return [key for key, _label in field._description_selection(env)]


def _object(**members: Schema) -> Schema:
    return {"type": "object", "required": list(members), "properties": members}


def _value(field: Field, env: Environment, expand: tuple[str, ...] = ()) -> Schema:
    """:param expand: names of the fields that ``?expand=`` adds to a relation"""
    schema = dict(TYPES[field.type].schema)
    if field.type == "many2one":
        schema = _related(field, env, expand)
    elif field.relational and expand:
        schema["items"] = {"anyOf": [ID, _related(field, env, expand)]}
    elif (keys := selection_keys(field, env)) is not None:
        schema["enum"] = keys
    is_always_set = field.required and field.store and not field.company_dependent
    if TYPES[field.type].nullable and not is_always_set:
        schema = or_null(schema)
    schema = described(field, schema, env)
    if field.type == "binary":
        parts = (schema.get("description"), "URL of the file.")
        schema["description"] = "\n\n".join(filter(None, parts))
    return schema


def _related(field: Field, env: Environment, expand: tuple[str, ...]) -> Schema:
    """Expanded members are optional: users need the right to read them."""
    schema = _object(id=ID, display_name=DISPLAY_NAME)
    fields = env[field.comodel_name]._fields
    schema["properties"] |= {name: _value(fields[name], env) for name in expand}
    return schema
