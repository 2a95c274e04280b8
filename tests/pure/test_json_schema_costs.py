"""What a hostile body may cost: a bounded number of steps, whatever is installed."""

import json
import time

import pytest

from endpoint.pure import json_schema

SELF = {"$ref": "#"}
TOWER = {
    "$ref": "#/$defs/0",
    "$defs": {
        "24": {"type": "string"},
        **{str(i): {"anyOf": [{"$ref": f"#/$defs/{i + 1}"}] * 2} for i in range(24)},
    },
}
# Several times the 50 ms that were measured: other programs run beside the tests.
SECONDS = 0.5


def nested(levels, leaf=1):
    for _level in range(levels):
        leaf = {"a": leaf}
    return leaf


BRANCHES = [{"properties": {"a": SELF}, "required": [name]} for name in "bc"]
HOSTILE = {
    "small errors": ({"items": {"type": "string"}}, [1] * 1_000_000),
    "a large value in messages": (
        {"type": "object", "not": {}, "enum": [1], "maxItems": 1, "const": 2},
        [1] * 1_000_000,
    ),
    "different objects": ({"uniqueItems": True}, [{"a": i} for i in range(200_000)]),
    "numbers of one hash": (
        {"uniqueItems": True},
        [i * (2**61 - 1) for i in range(10_000)],
    ),
    "branches that call themselves": ({"anyOf": BRANCHES}, nested(60)),
    "one of two": ({"oneOf": [{"properties": {"a": SELF}}] * 2}, nested(60)),
    "not not": (
        {"not": {"not": {"properties": {"a": SELF}}}, "allOf": BRANCHES},
        nested(60),
    ),
    "conditions": (
        {"if": {"properties": {"a": SELF}}, "then": {"properties": {"a": SELF}}},
        nested(60),
    ),
    "unevaluated": (
        {"anyOf": [{"properties": {"a": SELF}}] * 2, "unevaluatedProperties": False},
        nested(60),
    ),
    "a tower of references": (TOWER, 1),
    "many names": (
        {"additionalProperties": False},
        {str(i): 1 for i in range(300_000)},
    ),
    "many unevaluated names": (
        {"properties": {"a": {}}, "unevaluatedProperties": False},
        {str(i): 1 for i in range(100_000)},
    ),
    "wide choices": (
        {"items": {"anyOf": [{"const": i} for i in range(100)]}},
        [99] * 50_000,
    ),
    "a catastrophic pattern": ({"pattern": "^(a+)+$"}, "a" * 30_000 + "!"),
    "a quadratic pattern": ({"pattern": "[a-z]+@"}, "a" * 1_000_000),
    "long numbers": ({"items": {"minimum": 1}}, [10**4000] * 1000),
}


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_costs_little(name, fast):
    schema, instance = HOSTILE[name]
    validator, text = json_schema.load(json.dumps(schema)), json.dumps(instance)
    if not fast:
        validator.fast = None
    begin = time.thread_time()
    detail, _truncated = json_schema.errors(validator, instance, text.encode())
    assert time.thread_time() - begin < SECONDS
    assert all(len(json.dumps(each)) < 1000 for each in detail)


def test_what_is_too_much_is_refused_as_a_whole():
    validator = json_schema.load("{items: {type: integer}}")
    validator.fast = None
    (error,), truncated = json_schema.errors(validator, [1] * 100_000)
    assert (error["loc"], error["type"], truncated) == (["body"], "too_complex", False)


def test_errors_found_before_the_budget_ends_are_told():
    validator = json_schema.load("{items: {type: integer}}")
    validator.fast = None
    (error,), truncated = json_schema.errors(validator, ["a"] + [1] * 100_000)
    assert (error["loc"], truncated) == (["body", 0], True)


def test_an_order_of_a_thousand_lines_is_no_hostile_body():
    line = "{type: object, properties: {a: {type: string}, b: {minimum: 0}}}"
    validator = json_schema.load(f"{{type: array, items: {line}}}")
    validator.fast = None
    body = [{"a": "x", "b": 1, "c": 1.5}] * 1000
    assert json_schema.errors(validator, body) == ([], False)
