import re

import jsonschema
import pytest

from endpoint.validation import json_schema, schema_text, schema_warnings

TREE = """
$ref: "#/$defs/node"
$defs:
  node:
    type: object
    properties: {children: {type: array, items: {$ref: "#/$defs/node"}}}
"""


def found(schema, instance):
    detail, truncated = json_schema.errors(json_schema.load(schema), instance)
    return [(error["loc"], error["type"]) for error in detail], truncated


def test_every_error_with_its_location():
    schema = "{type: array, items: {type: integer}, minItems: 4}"
    errors, truncated = found(schema, [1, "a", None])
    assert sorted(errors, key=str) == [
        (["body", 1], "type"),
        (["body", 2], "type"),
        (["body"], "minItems"),
    ]
    assert not truncated


def test_at_most_a_hundred_errors():
    errors, truncated = found("{items: {type: integer}}", ["a"] * 500)
    assert (len(errors), truncated) == (100, True)


def test_messages_do_not_repeat_a_large_value():
    detail, _truncated = json_schema.errors(
        json_schema.load("{type: object}"), ["a"] * 10_000
    )
    assert len(detail[0]["msg"]) < 320


def test_dates_in_yaml_stay_texts():
    assert found("{const: 2020-01-31}", "2020-01-31") == ([], False)


@pytest.mark.parametrize(("leaf", "types"), [({}, []), ("leaf", ["type"])])
def test_a_body_nested_deeper_than_python_can_go(leaf, types):
    for _level in range(5000):
        leaf = {"children": [leaf]}
    errors, _truncated = found(TREE, leaf)
    assert [keyword for _loc, keyword in errors] == types


def test_false_allows_nothing():
    assert found("false", 1) == ([(["body"], "false")], False)


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ("{", "neither JSON nor YAML"),
        ("a: {1, 2}\nb: !!python/object:os.system x", "neither"),
        ("text", "an object"),
        ('{"not": ' * 300 + "true" + "}" * 300, "nested too deeply"),
        ("{type: no}", "at type"),
        ("{properties: {a: {minimum: x}}}", "at properties/a/minimum"),
        ("{$ref: '#/$defs/missing'}", "does not exist"),
        ("{items: {$ref: other.json}}", "nothing is fetched"),
        ("{items: {$ref: 'http://127.0.0.1:1/a'}}", "nothing is fetched"),
        ("{$dynamicRef: 'file:///etc/passwd'}", "nothing is fetched"),
    ],
)
def test_unusable_schemas(schema, words):
    with pytest.raises(json_schema.SchemaError, match=words):
        json_schema.load(schema)


def test_references_open_no_file_or_url(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("something was fetched")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    with pytest.raises(json_schema.SchemaError):
        json_schema.load("{$ref: 'http://127.0.0.1:1/a.json'}")


def test_errors_are_in_the_order_of_the_value():
    errors, _truncated = found("{items: {type: integer}, maxItems: 2}", ["a"] * 12)
    assert [loc for loc, _type in errors] == [
        ["body"],
        *(["body", index] for index in range(12)),
    ]


def test_unexpected_names_are_reported_in_order():
    detail, _truncated = json_schema.errors(
        json_schema.load("{additionalProperties: {type: integer}}"),
        dict.fromkeys("zyxabc", "text"),
    )
    assert [each["loc"][1] for each in detail] == sorted("zyxabc")


def test_a_long_name_is_truncated_in_the_location_of_an_error():
    schema = json_schema.load("{additionalProperties: {type: integer}}")
    ((error,), _truncated) = json_schema.errors(schema, {"a" * 10_000: "b"})
    assert len(error["loc"][1]) < 110


@pytest.mark.parametrize("value", [0, 1.0, 1e999, 10**4000, -(10**400), True])
def test_remainders_of_any_number(value):
    for divisor in ("0.1", "3", "1e-8", "1e300"):
        json_schema.errors(json_schema.load(f'{{"multipleOf": {divisor}}}'), value)


def test_json_numbers_are_not_read_as_yaml_strings():
    assert found('{"maximum": 1e-8}', 1) == ([(["body"], "maximum")], False)


@pytest.mark.parametrize("name", ["1", "true", "null"])
def test_names_that_yaml_reads_as_something_else_are_refused(name):
    with pytest.raises(json_schema.SchemaError, match="in quotes"):
        json_schema.load(f"{{properties: {{{name}: {{}}}}}}")


@pytest.mark.parametrize(
    ("values", "unique"),
    [
        ([1, 1.0], False),
        ([1, True], True),
        ([0, False, None, "", [], {}], True),
        ([{"a": 1, "b": [2.0]}, {"b": [2], "a": 1.0}], False),
        ([[1, 2], [12]], True),
        (["1", 1], True),
        ([["1"], [1]], True),
    ],
)
def test_unique_items(values, unique):
    assert (found("{uniqueItems: true}", values)[0] == []) is unique


def test_a_recursive_reference_terminates():
    assert found("{allOf: [{$ref: '#'}]}", 1) == ([], False)


@pytest.mark.parametrize(
    ("schema", "value", "valid"),
    [
        ("{multipleOf: 0.01}", 19.99, True),
        ("{multipleOf: 0.01}", 19.999, False),
        ("{enum: [NO, SE]}", "NO", True),
        ("{enum: [NO, SE]}", False, False),
        ("{pattern: '^[A-Z]{3}$'}", "ABC", True),
        ("{pattern: '^[A-Z]{3}$'}", "ABC\n", False),
        (r"{pattern: '^\d$'}", "\u0663", False),
        (r"{pattern: '^(?=.*\d).{3}$'}", "a1b", True),
        (r"{pattern: '^(?=.*\d).{3}$'}", "abc", False),
        ("{pattern: '^(?=a)a$'}", "a\n", False),
        ("{patternProperties: {^x: {type: integer}}}", {"x": "a"}, False),
        (
            "{patternProperties: {^x: true}, additionalProperties: false}",
            {"x1": 1, "y": 1},
            False,
        ),
        (
            "{patternProperties: {^x: true}, unevaluatedProperties: false}",
            {"x1": 1, "y": 1},
            False,
        ),
    ],
)
def test_values(schema, value, valid):
    errors, _truncated = found(schema, value)
    assert (not errors) == valid


def test_a_lone_surrogate_is_an_error():
    assert found("{type: string}", "\ud800")[0] == [(["body"], "json_invalid")]
    assert found("{const: 1}", "\ud800")[0]
    schema = "{patternProperties: {a: true}, unevaluatedProperties: false, type: array}"
    assert found(schema, {"b": "\ud800"})[0]


def test_the_location_in_the_request_can_be_given():
    validator = json_schema.load("{type: integer}")
    ((error,), _truncated) = json_schema.errors(validator, "a", loc=("query", "page"))
    assert error["loc"] == ["query", "page"]


@pytest.mark.parametrize("place", ["{%s}", "{properties: {a: {%s}}}", "{not: {%s}}"])
def test_another_draft_is_refused_at_save_but_still_served(place):
    schema = place % "$schema: 'http://json-schema.org/draft-07/schema#'"
    with pytest.raises(json_schema.SchemaError, match="read as Draft 2020-12"):
        schema_text.check(schema)
    assert json_schema.load(schema)


def test_the_supported_draft_may_be_named():
    schema_text.check("{$schema: 'https://json-schema.org/draft/2020-12/schema#'}")


@pytest.mark.parametrize(
    "schema", ["{items: [{type: string}]}", "{exclusiveMinimum: true}"]
)
def test_keywords_with_values_of_another_draft_are_refused(schema):
    with pytest.raises(json_schema.SchemaError, match="is required"):
        schema_text.check(schema)


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ("{reqired: [a]}", "Did you mean “required”"),
        ("{dependencies: {a: [b]}}", "Use dependentRequired or dependentSchemas"),
        ("{definitions: {a: {typ: string}}}", "Use \\$defs"),
        ("{properties: {a: {nullable: true}}}", "“nullable”"),
        (r"{pattern: '(?=a)'}", "uses look-around"),
    ],
)
def test_likely_mistakes_are_reported(schema, words):
    assert any(re.search(words, text) for text in schema_warnings.warnings(schema))


@pytest.mark.parametrize(
    "schema",
    [
        "{x-internal: true, example: 1, $comment: a, title: b, format: date}",
        "{properties: {reqired: {}}, enum: [{typ: 1}]}",
        "{pattern: '^(a+)+$'}",
    ],
)
def test_harmless_schemas_have_no_warnings(schema):
    assert schema_warnings.warnings(schema) == []


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ("{pattern: '^a$', type: string}", "b"),
        ("{multipleOf: 0.5}", 0.3),
        ("{uniqueItems: true}", [1, 1]),
        ("{format: date}", "today"),
        ("{additionalProperties: false}", {"a": 1, "b": 2}),
        ("{patternProperties: {^x: true}, additionalProperties: false}", {"a": 1}),
        (
            "{patternProperties: {^x: true}, additionalProperties: {type: string}}",
            {"a": 1},
        ),
        ("{patternProperties: {^x: {type: string}}}", {"x": 1}),
        ("{anyOf: [{type: string}, {minimum: 5}]}", 1),
        ("{required: [a], minProperties: 1}", {}),
    ],
)
def test_the_messages_come_from_jsonschema(schema, value):
    validator = json_schema.load(schema)
    kind = jsonschema.Draft202012Validator
    stock = kind(validator.schema, format_checker=kind.FORMAT_CHECKER)
    wanted = {(error.message, error.validator) for error in stock.iter_errors(value)}
    detail, _truncated = json_schema.errors(validator, value)
    assert {(error["msg"], error["type"]) for error in detail} == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("type: objekt", "Did you mean “object”?"),
        ("properties: {a: {type: [string, nul]}}", "Did you mean “null”?"),
        ("required: name", "a list is required"),
        ("maximum: '3'", "a number is required"),
    ],
)
def test_a_wrong_value_of_a_keyword_is_explained(text, words):
    with pytest.raises(schema_text.SchemaError, match=re.escape(words)):
        schema_text.check(text)


def test_an_unknown_format_is_reported():
    [warning] = schema_warnings.warnings("{type: string, format: emial}")
    assert "Did you mean “email”?" in warning
