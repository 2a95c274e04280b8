"""Several operations in one request: ``POST <route>/bulk``."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg2 import IntegrityError
from werkzeug.exceptions import HTTPException

from odoo.exceptions import RedirectWarning, UserError, ValidationError
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
) -> list[Schema]:
    """
    :param allowed: keys of :data:`METHODS`
    :param values: schemas of the values of ``create`` and ``update``
    :param key: schema of the resource's key; None if it has none
    :return: schemas of the items of the body. Those with ``id`` have a twin with
        ``key``
    """
    targets = [{"id": STORED_ID}, {"key": key}] if key else [{"id": STORED_ID}]
    return [
        _operation(op, target, values)
        for op in allowed
        for target in ([{}] if op == "create" else targets)
    ]


def _operation(op, target, values):
    properties = {"op": {"const": op}, **target}
    if op != "delete":
        properties["values"] = values[op]
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


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
    no_values = dict.fromkeys(METHODS, {"type": "object"})
    # With “oneOf”, errors would not name the invalid property.
    cases = [
        {"if": _condition(schema["properties"], key), "then": schema}
        for schema in operations(allowed, no_values, key)
    ]
    op = {"required": ["op"], "properties": {"op": {"enum": list(allowed)}}}
    return json_schema.Validator(body({"type": "object", **op, "allOf": cases}))


def _condition(properties, key):
    """:return: schema of the items that must match the schema with the properties"""
    condition = {"properties": {"op": properties["op"]}, "required": ["op"]}
    if "key" in properties:
        condition["required"].append("key")
    elif "id" in properties and key:
        condition["properties"]["key"] = False
    return condition


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
    except (HTTPException, IntegrityError, RedirectWarning, UserError) as exc:
        error: Any = exc
        if isinstance(exc, IntegrityError):
            error = ValidationError(model._sql_error_to_message(exc))
        message = errors.describe(error).body["message"]
        item = {"loc": list(loc_of(index)), "msg": message, "type": "refused"}
        raise errors.explain(error, detail=[item]) from exc
