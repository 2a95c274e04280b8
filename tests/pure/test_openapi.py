"""The OpenAPI document, made from plain data."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from endpoint.validation import query, yaml_text
from endpoint_openapi.pure import authored
from endpoint_openapi.pure.components import to_components
from endpoint_openapi.pure.document import build, operation_ids
from endpoint_openapi.pure.parameters import parse_route
from endpoint_openapi.pure.source import Answer, Endpoint, Header

WHOLE = Path(__file__).parent / "openapi_order.json"


def make(number=1, **values):
    defaults = {"name": "Orders", "method": "GET", "routes": ("/orders",)}
    return Endpoint(key=f"endpoint.endpoint:{number}", **{**defaults, **values})


def operation(endpoint, path="/orders"):
    """The operation of one endpoint in a valid document."""
    document = build([endpoint])
    validate(document)
    return document["paths"][path][endpoint.method.lower()]


def test_a_whole_document():
    endpoint = make(
        name="Order",
        method="PUT",
        routes=("/orders/<int:number>",),
        group="shop",
        security=("bearer",),
        content_type="application/json",
        max_size=16,
        request_schema="type: array\nitems: {$ref: '#/$defs/line'}\n"
        "$defs:\n  line: {type: object}",
        query="- {name: dry, type: boolean, default: false}",
        description="Sends an **order**.",
        status=201,
        response_schema="{type: integer}",
        errors="409 Sent already",
    )
    document = build([endpoint])
    validate(document)
    assert document == json.loads(WHOLE.read_text())


@pytest.mark.parametrize(
    "route, path, expected",
    [
        ("/a", "/a", []),
        ("/a/<x>", "/a/{x}", [{"type": "string", "minLength": 1}]),
        ("/a/<int:x>", "/a/{x}", [{"type": "integer"}]),
        ("/a/<int(min=1):x>", "/a/{x}", [{"type": "integer", "minimum": 1}]),
        ("/a/<int(min='x'):x>", "/a/{x}", [{"type": "integer"}]),
        ("/a/<float:x>", "/a/{x}", [{"type": "number"}]),
        ("/a/<any(b, 'c'):x>", "/a/{x}", [{"type": "string", "enum": ["b", "c"]}]),
        ("/a/<uuid:x>", "/a/{x}", [{"type": "string", "format": "uuid"}]),
        ("/a/<nope:x>", "/a/{x}", [{"type": "string"}]),
        (
            "/a/<model('res.partner'):x>",
            "/a/{x}",
            [{"type": "integer", "minimum": 1}],
        ),
        ("/a b/{c}", "/a%20b/%7Bc%7D", []),
    ],
)
def test_paths(route, path, expected):
    template, parameters = parse_route(route)
    schemas = [parameter["schema"] for parameter in parameters]
    assert (template, schemas) == (path, expected)


def test_paths_that_differ_only_in_names_are_merged():
    document = build(
        [
            make(1, routes=("/a/<int:x>",)),
            make(2, method="PUT", routes=("/a/<int:y>",)),
        ]
    )
    validate(document)
    assert list(document["paths"]) == ["/a/{x}"]
    assert document["paths"]["/a/{x}"]["put"]["parameters"][0]["name"] == "x"


def test_the_description_lists_what_is_left_out():
    document = build(
        [
            make(1, routes=("/a/<int:x>",)),
            make(2, routes=("/a/<y>",)),
            make(3, method="REPORT"),
        ]
    )
    validate(document)
    assert list(document["paths"]) == ["/a/{x}"]
    assert "`GET /a/<y>`: in OpenAPI" in document["info"]["description"]
    assert "the method REPORT" in document["info"]["description"]


def test_operation_ids_are_unique_and_stable():
    older, newer = make(9, routes=("/a-b",)), make(10, routes=("/a/b", "/a_b"))
    assert operation_ids([older]).items() <= operation_ids([newer, older]).items()
    assert len(set(operation_ids([newer, older]).values())) == 3


@pytest.mark.parametrize(
    "text, reason",
    [
        ("{type: 5}", "type: 5 is not valid"),
        ("{type: object", "neither JSON nor YAML"),
        ("5", "a schema is an object"),
        ("{const: .nan}", "JSON cannot represent it"),
        ('{"const": "\\ud800"}', "JSON cannot represent it"),
        ("{$ref: '#/$defs/no'}", "does not exist"),
        ("{$ref: 'https://json-schema.org/draft/2020-12/schema'}", "another file"),
        ("{$dynamicRef: '#a'}", "in its own file"),
        ("{items: {$id: 'https://a.example'}}", "in its own file"),
        ("{properties: [a]}", "properties: ["),
        ("{required: [a, a]}", "non-unique"),
        ("{not: {not: 5}}", "not/not: 5 is not of types"),
        ("{allOf: []}", "less than 1 item"),
        ("[" * 3000, "cannot represent it"),
    ],
)
def test_the_description_mentions_unusable_schemas(text, reason):
    described = operation(
        make(method="PUT", content_type="application/json", request_schema=text)
    )
    assert described["requestBody"]["content"]["application/json"] == {"schema": {}}
    assert "*The request schema cannot be shown" in described["description"]
    assert reason in described["description"]


def test_references_are_rewritten():
    components = to_components(
        {
            "$id": "https://a.example/s",
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": {
                "a": {"$ref": "#/$defs/x~1y/items"},
                "b": {"$ref": "https://a.example/s#here"},
                "c": {"$ref": "#"},
                "d": {"$ref": "#/definitions/old"},
                "$ref": {"enum": [{"$ref": "data"}]},
            },
            "$defs": {"x/y": {"items": {"$anchor": "here", "type": "string"}}},
            "definitions": {"old": True},
            "unknown": 1,
        },
        "S",
        taken=["SOld"],
    )
    properties = components["S"]["properties"]
    assert [properties[name]["$ref"] for name in "abcd"] == [
        *("#/components/schemas/SXY/items",) * 2,
        "#/components/schemas/S",
        "#/components/schemas/SOld2",
    ]
    assert properties["$ref"] == {"enum": [{"$ref": "data"}]}
    assert components["S"]["x-unknown"] == 1
    assert components["SOld2"] == {}


def test_true_and_false_become_objects():
    components = to_components(
        {"items": True, "not": False, "additionalProperties": False}, "S"
    )
    assert components["S"] == {
        "items": {},
        "not": {"not": {}},
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    "values",
    [
        {"name": "  ", "group": "\x07"},
        {"description": "```\nnever closed", "errors": "409 x"},
        {"description": "\x00\x08 <script>alert(1)</script> " * 2000},
        {"query": "{", "errors": "nonsense", "response_schema": "]"},
        {"response_example": "{", "response_type": "application/json"},
        {"security": ("secret",), "status": 299},
        {"route_type": "jsonrpc", "content_type": "application/json"},
        {"content_type": "text/csv", "method": "PUT", "request_example": "a\x00b"},
        {"status": 204, "deprecated": "2030-01-01", "sunset": "2031-01-01"},
        {"errors": "403 No\n403 Never\n500", "query_strict": True},
    ],
)
def test_the_document_is_always_valid(values):
    document = build([make(**values)])
    validate(document)
    assert yaml.safe_load(yaml_text.dump(document)) == document
    json.dumps(document, allow_nan=False).encode()


def test_titles_of_objects_are_unique():
    """Code generators name classes after them, and drop the second one."""
    order = "{title: Order, type: object, properties: {to: {$ref: '#/$defs/a'}, "
    order += "text: {title: Text, type: string}}, $defs: {a: {title: error, allOf: [{"
    order += "title: Order, type: [object, 'null']}]}}}"
    values = {"method": "PUT", "content_type": "application/json"}
    document = build(
        make(number, routes=(f"/{number}",), request_schema=order, **values)
        for number in (1, 2)
    )
    validate(document)
    schemas = document["components"]["schemas"]
    assert [schemas[name]["title"] for name in ("Put1Request", "Put2Request")] == [
        *("Order", "Order of Put2Request")
    ]
    inner = [schemas[name] for name in ("Put1RequestA", "Put2RequestA")]
    assert [schema["title"] for schema in inner] == [
        *("error of Put1RequestA", "error of Put2RequestA")
    ]
    assert [schema["allOf"][0]["title"] for schema in inner] == [
        *("Order of Put1RequestA", "Order of Put2RequestA")
    ]
    texts = [schemas[f"Put{number}Request"]["properties"]["text"] for number in (1, 2)]
    assert [text["title"] for text in texts] == ["Text", "Text"]
    assert schemas["Error"]["title"] == "Error"


@pytest.mark.parametrize(
    "text, fields", [("", None), ("{type: object, properties: {a: true}}", {"a": {}})]
)
def test_fields_of_a_form(text, fields):
    media_type = "application/x-www-form-urlencoded"
    endpoint = make(method="POST", content_type=media_type, request_schema=text)
    document = build([endpoint])
    validate(document)
    body = document["paths"]["/orders"]["post"]["requestBody"]["content"][media_type]
    if fields is None:
        assert body["schema"] == {"type": "object"}
    else:
        assert body["schema"] == {"$ref": "#/components/schemas/PostOrdersRequest"}
        schema = document["components"]["schemas"]["PostOrdersRequest"]
        assert schema["properties"] == fields


def test_open_code_blocks_are_closed():
    assert authored.markdown("a\n```python\nb") == "a\n```python\nb\n```"
    assert authored.markdown("```\nb\n```") == "```\nb\n```"


def test_an_empty_document():
    for group in (None, "shop"):
        document = build([], group=group)
        validate(document)
        assert "You cannot access any endpoints" in document["info"]["description"]


def test_endpoints_without_a_group():
    assert operation(make())["tags"] == ["Other endpoints"]


def test_json_rpc_envelope():
    described = operation(
        make(
            method="POST",
            route_type="jsonrpc",
            content_type="application/json",
            request_schema="{type: object}",
        )
    )
    body = described["requestBody"]["content"]["application/json"]["schema"]
    reference = {"$ref": "#/components/schemas/PostOrdersRequest"}
    assert body["properties"]["params"] == reference
    assert set(described["responses"]) == {"200", "415"}


@pytest.mark.parametrize(
    "text",
    [
        "name",
        "- name",
        "- {name: 5}",
        "- {name: a, type: int}",
        "- {name: a, kind: b}",
        "- {name: a}\n- {name: a}",
        "- {name: a, pattern: '('}",
        "- {name: a, minimum: x}",
        "- {name: a, required: true, default: b}",
        "- {name: a, type: integer, default: b}",
        "- {name: a, multiple: true, default: b}",
        "{",
    ],
)
def test_invalid_query_parameters(text):
    with pytest.raises(ValueError):
        query.load(text)


@pytest.mark.parametrize(
    "kind, text, expected",
    [
        ("integer", "-7", -7),
        ("integer", "7.0", None),
        ("integer", "٣", None),
        ("integer", "9" * 5000, None),
        ("number", "1.5e3", 1500.0),
        ("number", "nan", None),
        ("number", "1e999", None),
        ("boolean", "True", True),
        ("boolean", "0", False),
        ("boolean", "yes", None),
        ("string", "", ""),
        ("string", "a\x00b", None),
    ],
)
def test_values_of_query_parameters(kind, text, expected):
    parameters = query.load(f"- {{name: a, type: {kind}}}")
    values, errors, _more = query.convert(parameters, [("a", text)])
    if expected is None:
        assert [(error["loc"], error["type"]) for error in errors] == [
            (["query", "a"], "type")
        ]
    else:
        assert (values, errors) == ({"a": expected}, [])


def test_values_separated_by_commas():
    text = "- {name: a, type: integer, maximum: 5, separated: true, default: [1]}"
    parameters = query.load(text)
    assert query.convert(parameters, [])[0] == {"a": [1]}
    assert query.convert(parameters, [("a", "1,2"), ("a", "3")])[0] == {"a": [1, 2, 3]}
    _values, errors, _more = query.convert(parameters, [("a", "1,,x,9")])
    assert [error["type"] for error in errors] == ["type", "type", "maximum"]
    [shown] = operation(make(query=text))["parameters"]
    assert (shown["style"], shown["explode"]) == ("form", False)
    assert shown["schema"]["items"] == {"type": "integer", "maximum": 5}


def test_headers_of_request_and_response():
    etag = Header("ETag", "The *state*.")
    described = operation(
        make(
            request_headers=(Header("If-None-Match", "An `ETag`."),),
            response_headers=(etag,),
            further_answers=(Answer(304, "As it was.", (etag,)),),
            deprecated="2030-01-01",
        )
    )
    assert [(item["in"], item["name"]) for item in described["parameters"]] == [
        ("header", "If-None-Match")
    ]
    for status in ("200", "304"):
        assert set(described["responses"][status]["headers"]) == {"ETag", "Deprecation"}
    assert "content" not in described["responses"]["304"]


def test_a_record_with_several_endpoints():
    parts = [
        make(2),
        Endpoint("endpoint.endpoint:2#b", "B", "GET", ("/b", "/orders")),
        Endpoint("endpoint.endpoint:10", "C", "GET", ("/c",)),
    ]
    mixed = [parts[2], parts[0], parts[1]]  # parts of a record keep their order
    assert sorted(mixed, key=lambda endpoint: endpoint.order) == parts
    ids = operation_ids(parts)
    assert ids["endpoint.endpoint:2", "/orders"] == "get-orders"
    assert ids["endpoint.endpoint:2#b", "/orders"] == "get-orders-2-b"


def test_at_most_a_hundred_errors():
    parameters = query.load("- {name: a, type: integer, multiple: true}")
    _values, errors, more = query.convert(parameters, [("a", "x")] * 5000)
    assert (len(errors), more) == (100, True)


def test_numbers_of_yaml_1_2_stay_strings():
    assert yaml_text.dump({"a": ["1e3", "0o17", "on", "a b"]}).split() == [
        *("a:", "-", "'1e3'", "-", "'0o17'", "-", "'on'", "-", "a", "b")
    ]


def test_an_example_is_checked_against_its_schema():
    text = "{$ref: '#/$defs/a', $defs: {a: {type: integer}}}"
    authored.check_example("5", "application/json", text)
    with pytest.raises(ValueError, match="is not of type"):
        authored.check_example('"x"', "application/json", text)


KEYWORDS = (
    *("type", "properties", "items", "$ref", "$defs", "allOf", "required", "enum"),
    *("const", "pattern", "minLength", "multipleOf", "additionalProperties", "example"),
    *("discriminator", "xml", "externalDocs", "$id", "$anchor", "$comment", "format"),
    *("default", "examples", "dependentRequired", "unknown", "definitions", "title"),
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["object", "string", "#", "#/$defs/a", "#b", "\x07", "a/b~c"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYWORDS) | st.text(max_size=3), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(KEYWORDS), VALUES))
def test_any_schema_leaves_the_document_valid(value):
    text = json.dumps(value)
    values = {"request_schema": text, "response_schema": text, "query": f"[{text}]"}
    document = build([make(method="PUT", content_type="application/json", **values)])
    validate(document)
    assert yaml.safe_load(yaml_text.dump(document)) == document
