"""JSON Schemas (Draft 2020-12) of request bodies, built from the fields of a model."""

from collections.abc import Sequence
from typing import Any

from odoo.api import Environment
from odoo.fields import Field
from odoo.models import BaseModel

from .field_types import STORED_ID, TYPES
from .query_values import MAX_TEXT
from .writable import Writable

Schema = dict[str, Any]
#: maximum number of records that one request may create
MAX_RECORDS = 1000
#: maximum number of lines of one record
MAX_LINES = 1000
#: member of a line that PATCH removes
DELETE = "_delete"
_DELETED = {
    "type": "object",
    # openapi-python-client writes invalid Python for a boolean “const”.
    "properties": {
        "id": STORED_ID,
        DELETE: {"type": "boolean", "not": {"const": False}},
    },
    "required": ["id", DELETE],
    "additionalProperties": False,
}
#: the body of an action
NOTHING: Schema = {"type": "object", "additionalProperties": False}


def body(model: BaseModel, writable: Writable, method: str) -> Schema:
    """
    :param model: recordset of the model, as superuser
    :param method: POST accepts one record or a list, PATCH some fields, PUT all fields
    """
    if method != "POST":
        return record(model, writable, method)
    one = {"$ref": "#/$defs/record"}
    several = {"type": "array", "minItems": 1, "maxItems": MAX_RECORDS, "items": one}
    return {
        **_either({"not": {"type": "array"}}, one, several),
        "$defs": {"record": record(model, writable, method)},
    }


def record(model: BaseModel, writable: Writable, method: str) -> Schema:
    """:return: schema of one JSON object, see :func:`body`"""
    env, fields = model.env, model._fields
    properties = {
        name: _value(fields[name], env, writable.keys.get(name))
        for name in writable.names
    }
    for name, of_lines in writable.lines.items():
        properties[name] = _lines(fields[name], env, of_lines, method)
    schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if method != "PATCH":
        needed = [n for n in writable.names if _is_needed(model, fields[n])]
        schema["required"] = needed
    return schema


def _lines(field: Field, env: Environment, writable: Writable, method: str) -> Schema:
    """:return: schema of a list of lines: only POST has none that exist"""
    model = env[field.comodel_name]
    line = record(model, writable, "POST")
    if method != "POST":
        changed = record(model, writable, "PATCH")
        changed["properties"] = {"id": STORED_ID, **changed["properties"]}
        changed["required"] = ["id"]
        line = _either({"required": ["id"]}, changed, line)
    if method == "PATCH":
        line = _either({"required": [DELETE]}, _DELETED, line)
    lines = {"type": "array", "items": line, "maxItems": MAX_LINES}
    return described(field, lines, env)


def _either(condition: Schema, then: Schema, otherwise: Schema) -> Schema:
    # With “oneOf”, errors would not name the invalid property.
    return {"if": condition, "then": then, "else": otherwise}


def for_document(schema: Any) -> Any:
    """:return: the schema with “oneOf” instead of “if”, which generators of clients do
    not read. They take the first alternative that fits, so the strictest comes first.
    """
    if isinstance(schema, list):
        return list(map(for_document, schema))
    if not isinstance(schema, dict):
        return schema
    schema = {name: for_document(part) for name, part in schema.items()}
    if schema.pop("if", None):
        options = (schema.pop("then"), schema.pop("else"))
        alternatives = [option.get("oneOf", [option]) for option in options]
        schema["oneOf"] = [each for some in alternatives for each in some]
    return schema


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


def _value(field: Field, env: Environment, keys: Sequence[str] | None = None) -> Schema:
    """:param keys: names of the fields that may name a related record"""
    field_type = TYPES[field.type]
    schema = dict(field_type.body_schema or field_type.schema)
    if field.type == "selection":
        schema = {"enum": [key for key, _label in field._description_selection(env)]}
    if field.type == "char" and field.size:
        schema["maxLength"] = field.size
    if field.required and field.type in ("char", "text", "html"):
        schema["minLength"] = 1
    if not (field.required or field.type == "boolean" or "items" in schema):
        schema = or_null(schema)
    if keys and field.type == "many2many":
        schema["items"] = _key_or(schema["items"], env[field.comodel_name], keys)
    elif keys:
        schema = _key_or(schema, env[field.comodel_name], keys)
    return described(field, schema, env)


def _key_or(schema: Schema, model: BaseModel, keys: Sequence[str]) -> Schema:
    """:return: a schema that also accepts an object with one of the keys"""
    by_key = {
        "type": "object",
        "properties": {key: _key(model._fields[key], model.env) for key in keys},
        "additionalProperties": False,
    }
    one = {"required": keys} if len(keys) == 1 else {"minProperties": 1}
    by_key |= {**one, "maxProperties": 1}
    return _either({"type": "object"}, by_key, schema)


def _key(field: Field, env: Environment) -> Schema:
    schema = {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}
    if field.type == "integer":
        schema = TYPES["integer"].body_schema
    return described(field, schema, env)
