import random
import re

import pytest

from endpoint.pure import json_schema
from endpoint.pure.json_schema_automaton import Automaton, sre_parse
from endpoint.pure.json_schema_regex import Pattern, TooLong

CATASTROPHES = [
    r"^(a+)+$", r"(a*)*b", r"^(a|a)*$", r"^(a|ab|b)*$", r"(x+x+)+y", r"(.*a){20}",
    r"^([a-z]+[0-9]*)+$", "a?" * 30 + "a" * 30,
]  # fmt: skip
HARMLESS = [
    r"^[a-z]+$", r"^\d{5}(-\d{4})?$", r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$", r"^x-", "",
    r"^(foo|bar)$", r"^[^@\s]+@[^@\s]+\.[^@\s]+$", r"^(?=.*\d)(?=.*[a-z]).{8,}$",
]  # fmt: skip
REGULAR = [
    *CATASTROPHES[:5], *HARMLESS[:-1], r"a$", r"^\Z", r"\Aa\Z", r"$", r"(?i)^AB",
    r"(?s)^.b$", r"^.$", r"(?:a|^b)+$", r"[^a]{2}", r"\W", r"(a|b$)c?",
]  # fmt: skip


def free(_steps):
    """A budget without an end."""


@pytest.mark.parametrize("text", REGULAR)
def test_the_automaton_matches_what_python_matches(text):
    chance, automaton = random.Random(text), Automaton(sre_parse.parse(text))
    for _round in range(300):
        value = "".join(chance.choices("aabbxXy1@. \n٣é", k=chance.randrange(7)))
        assert automaton.search(value, free) == bool(re.search(text, value)), value


@pytest.mark.parametrize("text", CATASTROPHES)
def test_a_catastrophe_is_matched_in_linear_time(text):
    steps = []
    Pattern(text).search("a" * 5000 + "!", steps.append)
    assert sum(steps) < 5000


@pytest.mark.parametrize("text", CATASTROPHES)
def test_a_catastrophe_is_reported(text):
    (words,) = json_schema.warnings(f"pattern: '{text}'")
    assert "exponential time" in words


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_pattern_is_not_reported(text):
    assert json_schema.warnings(f"patternProperties: {{'{text}': true}}") == []


def test_a_long_text_for_a_pattern_that_looks_back_is_refused():
    pattern = Pattern(r"^(a+)+\1$")
    assert not pattern.linear
    with pytest.raises(TooLong):
        pattern.search("a" * 1000, free)


def test_the_refusal_is_an_error_of_the_body():
    validator = json_schema.load(r"pattern: '^(a+)+\1$'")
    detail, _truncated = json_schema.errors(validator, "a" * 1000 + "!")
    assert detail[0]["type"] == "pattern"
    assert "too long for" in detail[0]["msg"]


def test_patterns_of_one_repetition_see_texts_of_any_length():
    assert Pattern("^[a-z]+$").search("a" * 2**20, free)
