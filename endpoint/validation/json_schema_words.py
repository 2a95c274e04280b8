"""The keywords of JSON Schema as jsonschema words their errors, within a budget."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema

from .schema_text import judge

#: evaluations of a keyword, about 15 µs each
_MAX_STEPS = 20_000
#: nesting depth of keywords, three frames each: jsonschema's type checker panics when
#: Python's stack overflows
_MAX_DEPTH = 120

STOCK = jsonschema.Draft202012Validator


class Exhausted(Exception):
    """Writing the errors of a value takes too long."""


class Budget(jsonschema.FormatChecker):
    def __init__(self, formats):
        super().__init__(formats)
        self.left = _MAX_STEPS
        self.depth = 0

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise Exhausted


def _counted(keyword):
    """:return: the function of a keyword, whose work and messages count against the
    budget
    """

    @functools.wraps(keyword)
    def check(validator, value, instance, schema) -> Iterator:
        budget = validator.format_checker
        size = len(instance) if isinstance(instance, dict | list) else 0
        budget.spend(1 + size // 10)
        budget.depth += 1
        try:
            if budget.depth > _MAX_DEPTH:
                raise Exhausted
            for error in keyword(validator, value, instance, schema) or ():
                if not error.schema_path:  # from this keyword, not a nested one
                    budget.spend(len(error.message) // 100)
                yield error
        finally:
            budget.depth -= 1

    return check


@functools.lru_cache(maxsize=1024)
def _judge_of(keyword: str, value: Any) -> Callable[[Any], bool]:
    return judge({keyword: value}).is_valid


def _judged(keyword: str, words: str):
    """:return: function of a keyword that jsonschema-rs decides: Python's regular
    expressions and floats differ from JSON Schema's, and may be slow
    """

    def check(validator, value, instance, schema):
        if not _judge_of(keyword, value)(instance):
            yield jsonschema.ValidationError(words.format(instance, value))

    return check


def _pattern_properties(validator, patterns, instance, schema):
    if validator.is_type(instance, "object"):
        for pattern, part in patterns.items():
            for name in filter(_judge_of("pattern", pattern), instance):
                yield from validator.descend(
                    instance[name], part, path=name, schema_path=pattern
                )


def _additional_properties(validator, allowed, instance, schema):
    patterns = schema.get("patternProperties")
    if not patterns or not validator.is_type(instance, "object"):
        stock = STOCK.VALIDATORS["additionalProperties"]
        yield from stock(validator, allowed, instance, schema)
        return
    matches = [_judge_of("pattern", pattern) for pattern in patterns]
    extra = [
        name
        for name in instance.keys() - schema.get("properties", {}).keys()
        if not any(match(name) for match in matches)
    ]
    if isinstance(allowed, dict):
        for name in extra:
            yield from validator.descend(instance[name], allowed, path=name)
    elif not allowed and extra:
        names = ", ".join(map(repr, sorted(extra)))
        verb = "does" if len(extra) == 1 else "do"
        yield jsonschema.ValidationError(
            f"{names} {verb} not match any of the regexes: "
            + ", ".join(map(repr, sorted(patterns)))
        )


_CHECKS = {
    **STOCK.VALIDATORS,
    "additionalProperties": _additional_properties,
    "format": _judged("format", "{!r} is not a {!r}"),
    "multipleOf": _judged("multipleOf", "{!r} is not a multiple of {!r}"),
    "pattern": _judged("pattern", "{!r} does not match {!r}"),
    "patternProperties": _pattern_properties,
    "uniqueItems": _judged("uniqueItems", "{!r} has non-unique elements"),
}
Words = jsonschema.validators.extend(
    STOCK, {name: _counted(keyword) for name, keyword in _CHECKS.items()}
)
