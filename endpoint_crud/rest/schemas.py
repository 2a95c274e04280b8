"""JSON Schemas (Draft 2020-12) of request bodies, built from the fields of a model."""

from collections.abc import Iterable
from typing import Any

from odoo.api import Environment
from odoo.fields import Field
from odoo.models import BaseModel

from .field_types import TYPES

Schema = dict[str, Any]
#: maximum number of records that one request may create
MAX_RECORDS = 1000


def body(model: BaseModel, names: Iterable[str], method: str) -> Schema:
    """
    :param model: recordset of the model, as superuser
    :param names: names of the writable fields
    :param method: POST accepts one record or a list, PATCH some fields, PUT all fields
    """
    record = {
        "type": "object",
        "properties": {name: _value(model._fields[name], model.env) for name in names},
        "additionalProperties": False,
    }
    if method == "PATCH":
        return record
    record["required"] = [
        name for name in names if _is_needed(model, model._fields[name])
    ]
    if method == "PUT":
        return record
    # With “anyOf”, errors would not name the invalid property.
    return {
        "if": {"type": "array"},
        "then": {
            "minItems": 1,
            "maxItems": MAX_RECORDS,
            "items": {"$ref": "#/$defs/record"},
        },
        "else": {"$ref": "#/$defs/record"},
        "$defs": {"record": record},
    }


def described(field: Field, schema: Schema, env: Environment) -> Schema:
    """:return: ``schema`` with the field's label and help"""
    words = field.get_description(env, ["string", "help"])
    schema = {**schema, "title": words["string"]}
    if words.get("help"):
        schema["description"] = words["help"]
    return schema


def or_null(schema: Schema) -> Schema:
    """:return: a schema that also accepts null"""
    schema = dict(schema)
    if "type" in schema:
        schema["type"] = [schema["type"], "null"]
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return schema


def _is_needed(model: BaseModel, field: Field) -> bool:
    """:return: whether the caller must send a value to create a record"""
    return bool(
        field.required
        and field.type != "boolean"
        and not field.compute
        and not field.default
        and not model.env["ir.default"]._get(model._name, field.name)
    )


def _value(field: Field, env: Environment) -> Schema:
    field_type = TYPES[field.type]
    schema = dict(field_type.body_schema or field_type.schema)
    if field.type == "selection":
        schema = {"enum": [key for key, _label in field._description_selection(env)]}
    if field.type == "char" and field.size:
        schema["maxLength"] = field.size
    if field.required and field.type in ("char", "text", "html"):
        schema["minLength"] = 1
    schema = described(field, schema, env)
    if field.required or field.type == "boolean" or schema.get("type") == "array":
        return schema
    return or_null(schema)
