"""Examples of JSON Schemas: they are what the schema accepts."""

import doctest
import json

import pytest

from endpoint.validation import json_schema
from endpoint_workbench.pure import schema_example
from endpoint_workbench.pure.schema_example import examples_of

_ORDER = {
    "type": "object",
    "required": ["lines", "date"],
    "additionalProperties": False,
    "properties": {
        "date": {"type": "string", "format": "date"},
        "reference": {"type": ["null", "string"], "minLength": 8, "maxLength": 20},
        "lines": {
            "type": "array",
            "minItems": 2,
            "items": {"$ref": "#/$defs/line"},
        },
    },
    "$defs": {
        "line": {
            "type": "object",
            "required": ["quantity"],
            "properties": {
                "quantity": {"type": "integer", "exclusiveMinimum": 5},
                "price": {"type": "number", "multipleOf": 0.5, "minimum": 2.25},
                "unit": {"enum": ["box", "piece"]},
            },
        }
    },
}
_TREE = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#"}},
    },
}


def test_doctest():
    assert doctest.testmod(schema_example).failed == 0


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {},
        _ORDER,
        _TREE,
        {"const": 5},
        {"type": "boolean"},
        {"type": "integer", "maximum": -3},
        {"type": "number", "minimum": 0.5, "exclusiveMaximum": 9},
        {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}]},
        {"oneOf": [{"type": "string", "format": "uuid"}, {"type": "integer"}]},
        {
            "allOf": [
                {"required": ["a"], "properties": {"a": {"type": "integer"}}},
                {"required": ["b"], "properties": {"b": {"type": "null"}}},
            ]
        },
        {"type": "string", "examples": ["first", "second"]},
        {"type": "string", "format": "date-time"},
        {"type": "string", "format": "email", "minLength": 30},
    ],
)
def test_the_schema_accepts_its_example(schema):
    for value in examples_of(schema):
        detail, _truncated = json_schema.errors(json_schema.Validator(schema), value)
        assert detail == [], value


def test_endless_references_end():
    endless = {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}
    assert examples_of(endless) == [None, None]
    required = {"type": "object", "required": ["x"], "properties": {"x": {"$ref": "#"}}}
    assert isinstance(examples_of(required)[0], dict)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "number", "multipleOf": 5e-324},
        {"type": "number", "minimum": 10**400, "multipleOf": 0.5},
    ],
)
def test_numbers_are_finite(schema):
    for value in examples_of(schema):
        assert json.loads(json.dumps(value, allow_nan=False)) == value
