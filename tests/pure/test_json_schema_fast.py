"""What the fast road accepts, jsonschema accepts."""

import json
import random
import threading

import jsonschema
import pytest

from endpoint.pure import json_schema

pytest.importorskip("jsonschema_rs")

INF = float("inf")
NUMBERS = [0, 1, -1, 1.0, -0.0, 0.1, 0.3, 4.35, 2**53 + 1, 2.0**53, 2**53,
           2**64 + 1, 2.0**64, 2**64, 10**400, 1e30, 1e308, INF, -INF,
           True, False]  # fmt: skip
TEXTS = ["", "a", "ab", "\ud800", "é", "e\u0301", "🐲", "a\n", "2020-01-31", "٣"]
SCHEMAS = [
    "{maximum: 5}", "{type: number, minimum: 0}", "{not: {type: number}}",
    "{multipleOf: 0.1}", "{multipleOf: 0.01}", "{multipleOf: 2}", "{const: 1}",
    "{exclusiveMaximum: 18446744073709551617}", "{enum: [1.0e+30, 1, a]}",
    "{uniqueItems: true}", "{pattern: '^a$'}", "{not: {pattern: '^.$'}}",
    r"{pattern: '\d'}", r"{not: {pattern: '\w'}}", "{format: date}", "{maxLength: 1}",
    "{not: {format: date}}", "{oneOf: [{type: integer}, {type: number}]}",
    "{if: {minimum: 1}, then: {type: integer}, else: {type: string}}",
    "{items: {type: integer}}", "{contains: {type: number}, maxContains: 1}",
    "{additionalProperties: {type: integer}}", "{not: {dependencies: {a: [b]}}}",
    "{$schema: 'http://json-schema.org/draft-07/schema#', items: [{type: string}]}",
    "{not: {patternProperties: {'^.$': {type: integer}}}}", "{unevaluatedItems: false}",
]  # fmt: skip


def values(chance, depth=2):
    kind = chance.random()
    if not depth or kind < 0.4:
        return chance.choice(NUMBERS)
    if kind < 0.7:
        return chance.choice([*TEXTS, None])
    parts = [values(chance, depth - 1) for _part in range(chance.randrange(4))]
    return parts if kind < 0.85 else dict(zip("abc", parts, strict=False))


@pytest.mark.parametrize("schema", SCHEMAS)
def test_random_values(schema):
    try:
        validator = json_schema.load(schema)
    except json_schema.SchemaError:
        pytest.skip("refused at load")
    if validator.fast is None:
        return  # it goes to jsonschema alone
    stock = jsonschema.Draft202012Validator(validator.schema)
    chance = random.Random(schema)
    for value in [*NUMBERS, *TEXTS, *(values(chance) for _round in range(300))]:
        if validator.fast.accepts(value):
            assert _is_valid(stock, validator, value), ascii(value)


def _is_valid(stock, validator, value):
    if "format" in json.dumps(validator.schema):
        return not next(validator.plan.iter_errors(value), None)
    try:
        return stock.is_valid(value)
    except OverflowError:  # jsonschema falls over integers beyond floats
        return not next(validator.plan.iter_errors(value), None)


@pytest.mark.parametrize(
    "schema",
    [
        "{not: {dependencies: {a: [b]}}}",
        "{patternProperties: {a: true}}",
        "{maximum: 9007199254740993}",
        "{enum: [1.0e+300]}",
        "{$schema: 'http://json-schema.org/draft-07/schema#'}",
        "{$ref: '#'}",
        "{properties: {a: {$id: 'http://a/b'}}}",
    ],
)
def test_schemas_that_go_to_jsonschema_alone(schema):
    assert json_schema.load(schema).fast is None


def test_a_value_nested_too_deep_does_not_come_here():
    deep = []
    for _level in range(100_000):
        deep = [deep]
    assert not json_schema.load("{type: array}").fast.accepts(deep)


def test_threads_share_a_validator():
    validator, wrong = json_schema.load("{items: {pattern: '^a+$'}}"), []

    def check(text, count):
        for _round in range(200):
            detail, _truncated = json_schema.errors(validator, [text, "a"])
            if len(detail) != count:
                wrong.append(detail)

    threads = [
        threading.Thread(target=check, args=each) for each in [("a", 0), ("b", 1)] * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
