"""The route parser."""

import doctest

import pytest

from endpoint_route_handler.routing import grammar
from endpoint_route_handler.routing.grammar import Argument


def test_examples():
    assert doctest.testmod(grammar).failed == 0


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("/a", ("/a",)),
        ("/a//b|c", ("/a//b|c",)),
        ("/<x>.<y>", ("/", Argument("x"), ".", Argument("y"))),
        ("/a/<int(min=1):x>/", ("/a/", Argument("x", "int", (), {"min": 1}), "/")),
        ("/<any(b, 'c<d>'):x>", ("/", Argument("x", "any", ("b", "c<d>")))),
    ],
)
def test_a_route_is_parsed_into_parts(route, expected):
    assert grammar.parse(route) == expected


@pytest.mark.parametrize("route", ["/a/<x", "/<x>/<x>", "/<int(a b):x>", "a<x>"])
def test_a_route_that_werkzeug_cannot_read_is_refused(route):
    with pytest.raises(ValueError):
        grammar.parse(route)


def test_the_shape_does_not_depend_on_quotes_or_names():
    assert grammar.shape("/<model('a.b'):x>") == grammar.shape('/<model("a.b"):y>')


def test_an_unreadable_route_is_its_own_shape():
    assert grammar.shape("/a/<x") == "/a/<x"
