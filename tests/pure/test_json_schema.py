import pytest

from endpoint.pure import json_schema

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


def test_every_error_with_its_place():
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


def test_a_body_nested_deeper_than_python_can_go_is_an_error():
    instance = {}
    for _level in range(5000):
        instance = {"children": [instance]}
    errors, _truncated = found(TREE, instance)
    assert errors == [(["body"], "recursion")]


def test_false_allows_nothing():
    assert found("false", 1) == ([(["body"], "false")], False)


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ("{", "neither JSON nor YAML"),
        ("a: {1, 2}\nb: !!python/object:os.system x", "neither"),
        ("text", "an object"),
        ("{type: no}", "at type"),
        ("{properties: {a: {minimum: x}}}", "at properties/a/minimum"),
        ("{$ref: '#/$defs/missing'}", "not a part"),
        ("{items: {$ref: other.json}}", "nothing is fetched"),
        ("{items: {$ref: 'http://127.0.0.1:1/a'}}", "nothing is fetched"),
        ("{$dynamicRef: 'file:///etc/passwd'}", "nothing is fetched"),
    ],
)
def test_schemas_that_cannot_be_used(schema, words):
    with pytest.raises(json_schema.SchemaError, match=words):
        json_schema.load(schema)


def test_nothing_is_opened_for_a_reference(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("something was fetched")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    with pytest.raises(json_schema.SchemaError):
        json_schema.load("{$ref: 'http://127.0.0.1:1/a.json'}")
