"""The description of REST resources, made of plain facts."""

import json
from dataclasses import replace

import jsonschema
import pytest
from openapi_spec_validator import validate

from endpoint.validation import query
from endpoint_crud_openapi.pure import operations, parameters, records
from endpoint_crud_openapi.pure.facts import Field, Resource
from endpoint_openapi.pure.document import build
from endpoint_openapi.pure.source import Answer, Endpoint, Header

NAME = Field("name", "char", "Name", "Of the book.", always=True, operators=("eq",))
STATE = Field(
    *("state", "selection", "State"), values=("new", "old"), operators=("eq", "in")
)
AUTHOR = Field("author_id", "many2one", "Author", expand=(NAME,))
TAGS = Field("tag_ids", "many2many", "Tags", expand=(NAME,))
COVER = Field("cover", "binary", "Cover", operators=("null",))
BODY = {"type": "object", "properties": {"name": {"type": "string"}}}
BOOKS = Resource(
    name="Books",
    routes=("/books", "/v2/books"),
    read=(NAME, STATE, AUTHOR, TAGS, COVER),
    filter=(NAME, STATE, COVER),
    sort=("name",),
    order=(("name", True), ("id", False)),
    bodies=dict.fromkeys(("POST", "PATCH", "PUT"), BODY),
)


def endpoints(resource):
    """:return: list of what the document is made of"""
    return [
        Endpoint(
            key=f"endpoint.endpoint:1#{part}",
            **{
                **values,
                "request_headers": headers(values["request_headers"]),
                "response_headers": headers(values["response_headers"]),
                "further_answers": tuple(
                    Answer(status, words, headers(pairs))
                    for status, words, pairs in values["further_answers"]
                ),
            },
        )
        for part, values in operations.describe(resource)
    ]


def headers(pairs):
    return tuple(Header(*pair) for pair in pairs)


def document(resource):
    made = build(endpoints(resource))
    validate(made)
    return made


def operation(resource, method="get", path="/books"):
    return document(resource)["paths"][path][method]


def by_name(found):
    return {each["name"]: each for each in found}


def test_the_operations():
    found = {path: set(item) for path, item in document(BOOKS)["paths"].items()}
    expected = {
        "/books": {"get", "post"},
        "/books/{id}": {"get", "patch", "put", "delete"},
        "/books/{id}/{file}": {"get"},
    }
    expected |= {f"/v2{path}": methods for path, methods in expected.items()}
    assert found == expected


def test_those_of_one_path_stand_in_their_usual_order():
    paths = document(BOOKS)["paths"]
    assert list(paths["/books"]) == ["get", "post"]
    assert list(paths["/books/{id}"]) == ["get", "patch", "put", "delete"]


def test_what_callers_may_not_do_is_not_there():
    one = replace(BOOKS, operations=("list", "delete"), routes=("/books",))
    found = {path: set(item) for path, item in document(one)["paths"].items()}
    assert found == {"/books": {"get"}, "/books/{id}": {"delete"}}


def test_without_files():
    plain = replace(BOOKS, read=(NAME,))
    assert "/books/{id}/{file}" not in document(plain)["paths"]


@pytest.mark.parametrize(
    "method, path, expected",
    [
        ("get", "/books", {"200"}),
        ("post", "/books", {"201", "413", "415"}),
        ("get", "/books/{id}", {"200", "304"}),
        ("patch", "/books/{id}", {"200", "412", "413", "415"}),
        ("put", "/books/{id}", {"200", "412", "413", "415"}),
        ("delete", "/books/{id}", {"204", "412"}),
        ("get", "/books/{id}/{file}", {"200", "206", "304", "416"}),
    ],
)
def test_statuses(method, path, expected):
    found = set(operation(BOOKS, method, path)["responses"])
    assert found - {"400", "403", "404", "500"} == expected


def test_headers():
    created = operation(BOOKS, "post")["responses"]["201"]["headers"]
    assert set(created) == {"Location", "ETag"}
    assert set(operation(BOOKS)["responses"]["200"]["headers"]) == {"Link"}
    one = operation(BOOKS, path="/books/{id}")
    assert by_name(one["parameters"])["If-None-Match"]["in"] == "header"
    assert set(one["responses"]["304"]["headers"]) == {"ETag"}


def test_a_model_without_dates_has_no_etag():
    dateless = replace(BOOKS, has_etag=False)
    found = operation(dateless, path="/books/{id}")
    assert "If-None-Match" not in by_name(found["parameters"])
    assert "304" not in found["responses"]
    assert "headers" not in found["responses"]["200"]


def test_filters_are_typed():
    found = by_name(parameters.of_list(BOOKS))
    assert found["state"]["enum"] == ["new", "old"]
    assert found["state__in"]["separated"]
    assert found["cover__null"]["type"] == "boolean"
    assert found["name"]["description"] == "Name is this."


def test_the_order_and_the_names():
    found = by_name(parameters.of_list(BOOKS))
    assert found["order"]["enum"] == ["id", "-id", "name", "-name"]
    assert "-name,id" in found["order"]["description"]
    assert found["expand"]["enum"] == ["author_id", "tag_ids"]
    assert found["fields"]["enum"][0] == "id"


def test_where_nothing_is_counted_nobody_may_ask_for_it():
    found = by_name(parameters.of_list(replace(BOOKS, count_total=False)))
    assert (found["total"]["enum"], found["total"]["default"]) == ([False], False)


@pytest.mark.parametrize("make", [parameters.of_list, parameters.of_record])
def test_the_query_parameters_can_be_read(make):
    query.load(json.dumps(make(BOOKS)))


ROW = {
    "id": 1,
    "name": "Moby Dick",
    "state": None,
    "author_id": {"id": 2, "display_name": "Melville", "name": "Melville"},
    "tag_ids": [3, {"id": 4, "display_name": None}],
    "cover": "/books/1/cover",
}


@pytest.mark.parametrize(
    "change, fits",
    [
        ({}, True),
        ({"name": None}, False),
        ({"state": "lost"}, False),
        ({"author_id": None}, True),
        ({"author_id": 2}, False),
        ({"tag_ids": None}, False),
        ({"cover": None}, True),
    ],
)
def test_the_schema_of_a_record(change, fits):
    kind = jsonschema.Draft202012Validator(records.record(BOOKS.read))
    assert kind.is_valid({**ROW, **change}) is fits


@pytest.mark.parametrize(
    "pagination, fits",
    [
        ({"page": 1, "limit": 2}, True),
        ({"page": 1, "limit": 2, "total": 5, "pages": 3}, True),
        ({"limit": 2, "next": None}, True),
        ({"limit": 2}, False),
    ],
)
def test_the_schema_of_a_list(pagination, fits):
    kind = jsonschema.Draft202012Validator(records.page(BOOKS.read))
    assert kind.is_valid({"data": [ROW], "pagination": pagination}) is fits


def test_the_schema_of_what_was_created():
    kind = jsonschema.Draft202012Validator(records.record_or_list(BOOKS.read))
    assert kind.is_valid(ROW)
    assert kind.is_valid({"data": [ROW]})


def test_a_list_may_be_sent():
    [create] = (e for e in endpoints(BOOKS) if e.method == "POST")
    kind = jsonschema.Draft202012Validator(json.loads(create.request_schema))
    assert kind.is_valid({"name": "a"})
    assert kind.is_valid([{"name": "a"}])
    assert not kind.is_valid([])
