"""Lists in a query: ``endpoint.validation.query_values``."""

import doctest

import pytest

from endpoint.validation import query_values
from endpoint.validation.query_values import split_list, unquote


def test_doctests():
    assert doctest.testmod(query_values).failed == 0


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", [""]),
        ("a,b", ["a", "b"]),
        ('"a,b",c', ["a,b", "c"]),
        (r'"say \"x\", \\"', ['say "x", \\']),
        ('6" pipe,7" pipe', ['6" pipe', '7" pipe']),
        ("a (b,c)", ["a (b", "c)"]),
    ],
)
def test_quoted_values(text, values):
    assert [unquote(part) for part in split_list(text)] == values


@pytest.mark.parametrize("text", ['"', '"a', r'"a\"'])
def test_a_quote_that_is_not_closed(text):
    with pytest.raises(ValueError, match="not closed"):
        split_list(text)


@pytest.mark.parametrize("text", ["(", ")", "a)(b", "(a"])
def test_parentheses_that_do_not_match(text):
    with pytest.raises(ValueError, match="parenthesis"):
        split_list(text, nested=True)
