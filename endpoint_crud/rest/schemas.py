"""JSON Schemas (Draft 2020-12) made of the fields of a model."""

from .field_types import TYPES

#: the most records that are created at once
MAX_RECORDS = 1000


def body(model, resource, method):
    """
    :param model: recordset of the model, as superuser
    :param resource: :class:`~.resource.Resource`
    :param str method: POST takes one record or a list; PATCH some fields; PUT all
    :return: dict, the schema of a request's body
    """
    record = {
        "type": "object",
        "properties": {
            name: written(model._fields[name], model.env) for name in resource.write
        },
        "additionalProperties": False,
    }
    if method == "PATCH":
        return record
    record["required"] = [
        name for name in resource.write if is_needed(model, model._fields[name])
    ]
    if method == "PUT":
        return record
    # Not “anyOf”: what does not fit is to be told of the one that was sent.
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


def is_needed(model, field):
    """:return: whether a record cannot be made without a value of the caller's"""
    return bool(
        field.required
        and field.type != "boolean"
        and not field.compute
        and not field.default
        and not model.env["ir.default"]._get(model._name, field.name)
    )


def written(field, env):
    """:return: dict, the schema of a value in a request"""
    schema = described(field, TYPES[field.type].schema(field, env), env)
    return schema if field.required or field.type == "boolean" else _or_null(schema)


def described(field, schema, env):
    """:return: ``schema`` with the words that the form has for the field"""
    words = field.get_description(env, ["string", "help"])
    schema = {**schema, "title": words["string"]}
    if words.get("help"):
        schema["description"] = words["help"]
    return schema


def _or_null(schema):
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if schema["type"] == "array":
        return schema
    return {**schema, "type": [schema["type"], "null"]}
