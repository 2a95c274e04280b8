"""The cost of a hostile body: a bounded number of steps, in memory and time."""

import json
import time

import pytest

from endpoint.validation import json_schema, query, schema_text, schema_warnings

SELF = {"$ref": "#"}
TOWER = {
    "$ref": "#/$defs/0",
    "$defs": {
        "24": {"type": "string"},
        **{str(i): {"anyOf": [{"$ref": f"#/$defs/{i + 1}"}] * 2} for i in range(24)},
    },
}
# Measured: up to 0.9 s on an idle machine, 1.4 s on a busy one. Without a budget, these
# take minutes.
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
    for _attempt in range(3):  # other programs run during the tests
        begin = time.thread_time()
        detail, _truncated = json_schema.errors(validator, instance)
        if (seconds := time.thread_time() - begin) < SECONDS:
            break
    assert seconds < SECONDS
    assert all(len(json.dumps(error)) < 1200 for error in detail)


def test_an_error_at_the_end_of_a_long_body_has_its_location():
    validator = json_schema.load("{items: {type: integer}}")
    (error,), truncated = json_schema.errors(validator, [1] * 1_000_000 + ["a"])
    assert (error["loc"], error["type"]) == (["body", 1_000_000], "type")
    assert truncated


def test_a_long_valid_body_is_not_refused():
    line = "{type: object, properties: {a: {type: string}, b: {minimum: 0}}}"
    validator = json_schema.load(f"{{type: array, items: {line}}}")
    body = [{"a": "x", "b": 1, "c": 1.5}] * 300_000
    assert json_schema.errors(validator, body) == ([], False)


def tower(levels, keyword="anyOf"):
    """:return: a schema with ten references on each level"""
    definitions = {
        str(level): {keyword: [{"$ref": f"#/$defs/{level + 1}"}] * 10}
        for level in range(levels)
    }
    return {"$defs": {**definitions, str(levels): {}}, "$ref": "#/$defs/0"}


def wide(part, count=30_000):
    return {"properties": {f"p{i}": part for i in range(count)}}


UNEVALUATED = {"unevaluatedProperties": False}
LEVEL = "x{}: &x{} {{items: [" + ", ".join(["*x{}"] * 10) + "]}}\n"
ALIASES = "x0: &x0 {}\n" + "".join(
    LEVEL.format(i + 1, i + 1, *[i] * 10) for i in range(7)
)
#: schema -> part of the message if it is refused
COSTLY_SCHEMAS = {
    "wide": (json.dumps(wide({"type": "string", "minLength": 1})), None),
    "wide and wrong": (json.dumps(wide({"type": "objekt"})), "not a type"),
    "too many values": (json.dumps(wide({"type": "string"}, 90_000)), "100000 values"),
    "aliases": (ALIASES, "aliases"),
    "unknown keywords": (json.dumps(wide({"typ": 1})), None),
    "a tower of references": (json.dumps(tower(30)), None),
    "many closed objects": (json.dumps(wide(UNEVALUATED | {"title": "a"})), None),
    "an unevaluated tower": (json.dumps(UNEVALUATED | tower(9)), "20000 schemas"),
    "all of a tower": (
        json.dumps(UNEVALUATED | tower(9, "allOf")),
        "20000 schemas",
    ),
    "large patterns": (
        json.dumps(wide({"pattern": r"^\p{L}{200}$"}, 1000)),
        "properties/p0/pattern",
    ),
    "deep": ('{"items":' * 90 + "{}" + "}" * 90, None),
    "too deep": ('{"items":' * 300 + "{}" + "}" * 300, "nested too deeply"),
}


@pytest.mark.parametrize("name", COSTLY_SCHEMAS)
def test_a_costly_schema_is_saved_or_refused_at_once(name):
    text, words = COSTLY_SCHEMAS[name]
    begin = time.thread_time()
    if words:
        with pytest.raises(ValueError, match=words):
            schema_text.check(text)
    else:
        schema_text.check(text)
        schema_warnings.warnings(text)
    assert time.thread_time() - begin < SECONDS


def test_many_query_parameters_are_saved_at_once():
    parameters = [{"name": f"p{i}", "minimum": 1} for i in range(30_000)]
    begin = time.thread_time()
    query.check(json.dumps(parameters), ())
    assert time.thread_time() - begin < SECONDS


def test_a_recursive_schema_may_be_closed():
    branch = {"properties": {"a": SELF}, "required": ["a"]}
    text = json.dumps({"anyOf": [branch, {"const": {}}], **UNEVALUATED})
    assert json_schema.load(text).is_valid({"a": {"a": {}}})
