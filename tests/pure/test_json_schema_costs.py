"""What a hostile body may cost: a bounded number of steps, in memory and time."""

import json
import time

import pytest

from endpoint.validation import json_schema

SELF = {"$ref": "#"}
TOWER = {
    "$ref": "#/$defs/0",
    "$defs": {
        "24": {"type": "string"},
        **{str(i): {"anyOf": [{"$ref": f"#/$defs/{i + 1}"}] * 2} for i in range(24)},
    },
}
# Several times what a machine takes that runs other programs beside the tests (1.4 s;
# idle at most 0.9 s). Without a budget these take minutes.
SECONDS = 4


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


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_costs_little(name):
    schema, instance = HOSTILE[name]
    validator = json_schema.load(json.dumps(schema))
    for _attempt in range(3):  # other programs run beside the tests
        begin = time.thread_time()
        detail, _truncated = json_schema.errors(validator, instance)
        if (seconds := time.thread_time() - begin) < SECONDS:
            break
    assert seconds < SECONDS
    assert all(len(json.dumps(error)) < 1200 for error in detail)


def test_an_error_at_the_end_of_a_long_body_has_its_place():
    validator = json_schema.load("{items: {type: integer}}")
    (error,), truncated = json_schema.errors(validator, [1] * 1_000_000 + ["a"])
    assert (error["loc"], error["type"]) == (["body", 1_000_000], "type")
    assert truncated


def test_a_long_valid_body_is_not_refused():
    line = "{type: object, properties: {a: {type: string}, b: {minimum: 0}}}"
    validator = json_schema.load(f"{{type: array, items: {line}}}")
    body = [{"a": "x", "b": 1, "c": 1.5}] * 300_000
    assert json_schema.errors(validator, body) == ([], False)
