"""Several operations in one request: ``POST <route>/bulk``."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg2 import IntegrityError
from werkzeug.exceptions import HTTPException

from odoo.exceptions import UserError, ValidationError
from odoo.models import BaseModel

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.validation import json_schema
from odoo.addons.endpoint_route_handler import errors
from odoo.addons.endpoint_route_handler.exceptions import EndpointHTTPException

from .field_types import STORED_ID
from .schemas import MAX_RECORDS, Schema

#: operation -> method whose schema its values match
METHODS = {"create": "POST", "update": "PATCH", "delete": None}
Loc = tuple[str | int, ...]


def operations(
    allowed: Sequence[str], values: Mapping[str, Schema], key: Schema | None
) -> dict[str, Schema]:
    """
    :param allowed: keys of :data:`METHODS`
    :param values: schemas of the values of ``create`` and ``update``
    :param key: schema of the resource's key; None if it has none
    :return: operation -> schema of an item of the body
    """
    return {op: _operation(op, values, key) for op in allowed}


def _operation(op, values, key):
    schema = {
        "type": "object",
        "properties": {"op": {"const": op}},
        "required": ["op"],
        "additionalProperties": False,
    }
    if op != "create":
        schema["properties"]["id"] = STORED_ID
        schema["required"].append("id")
    if op != "create" and key:
        schema["required"].remove("id")
        schema["properties"]["key"] = key
        schema |= {
            "if": {"required": ["key"]},
            "then": {"not": {"required": ["id"]}},
            "else": {"required": ["id"]},
        }
    if op != "delete":
        schema["properties"]["values"] = values[op]
        schema["required"].append("values")
    return schema


def body(items: Schema) -> Schema:
    """:param items: schema of an operation"""
    listed = {"type": "array", "minItems": 1, "maxItems": MAX_RECORDS, "items": items}
    return {
        "type": "object",
        "properties": {"operations": listed},
        "required": ["operations"],
        "additionalProperties": False,
    }


def validator(allowed: Sequence[str], key: Schema | None) -> json_schema.Validator:
    """:return: validator of everything except values, see :func:`check_values`"""
    by_op = operations(allowed, dict.fromkeys(METHODS, {"type": "object"}), key)
    # With “oneOf”, errors would not name the invalid property.
    cases = [
        {
            "if": {"properties": {"op": {"const": op}}, "required": ["op"]},
            "then": schema,
        }
        for op, schema in by_op.items()
    ]
    op = {"required": ["op"], "properties": {"op": {"enum": list(by_op)}}}
    return json_schema.Validator(body({"type": "object", **op, "allOf": cases}))


def loc_of(index: int) -> Loc:
    return ("body", "operations", index)


def check_values(
    validators: Mapping[str, json_schema.Validator], operations: Mapping[int, dict]
) -> None:
    """
    :param validators: method -> validator of a record
    :param operations: index -> operation
    :raise RequestValidationError: values do not match the schema of their operation
    """
    detail, limit = [], json_schema.MAX_ERRORS
    for index, operation in operations.items():
        if "values" in operation and len(detail) <= limit:
            judge = validators[METHODS[operation["op"]]]
            found, _is_cut = json_schema.errors(judge, operation["values"])
            place = [*loc_of(index), "values"]
            detail += [{**each, "loc": place + each["loc"][1:]} for each in found]
    if detail:
        raise RequestValidationError(detail[:limit], len(detail) > limit)


@contextmanager
def located(model: BaseModel, index: int) -> Iterator[None]:
    """Roll back an operation that is refused.

    :raise EndpointHTTPException: the error, with the place of the operation in its
        detail
    """
    try:
        with model.env.cr.savepoint():
            yield
    except EndpointHTTPException:
        raise  # names the place already
    except (HTTPException, IntegrityError, UserError) as exc:
        error: Any = exc
        if isinstance(exc, IntegrityError):
            error = ValidationError(model._sql_error_to_message(exc))
        message = errors.describe(error).body["message"]
        item = {"loc": list(loc_of(index)), "msg": message, "type": "refused"}
        raise errors.explain(error, detail=[item]) from exc
