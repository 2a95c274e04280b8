"""JSON Schema Draft 2020-12: jsonschema-rs validates, jsonschema writes the errors.

jsonschema-rs matches ECMA-262 patterns in linear time and calculates with exact
decimals. Only values that it rejects reach jsonschema, whose messages and keywords
callers see. jsonschema works within a budget; when that is exhausted, callers get one
error of jsonschema-rs.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import jsonschema
import jsonschema_rs
import referencing.exceptions
from jsonschema_specifications import REGISTRY as SPECIFICATIONS

from .schema_text import Schema, SchemaError, judge, read

__all__ = ["MAX_ERRORS", "SchemaError", "Validator", "errors", "load"]

MAX_ERRORS = 100
_MAX_MESSAGE = 300
_MAX_NAME = 100
#: evaluations of a keyword, about 15 µs each
_MAX_STEPS = 20_000
#: nesting depth of keywords, three frames each: jsonschema's type checker panics when
#: Python's stack overflows
_MAX_DEPTH = 120

_STOCK = jsonschema.Draft202012Validator


class Validator:
    """A compiled schema. Threads can share it.

    :raise SchemaError: a pattern or a reference cannot be used
    """

    __slots__ = ("is_valid", "judge", "names", "schema")

    def __init__(self, schema: Schema):
        self.schema = schema
        self.judge = judge(schema)
        self.is_valid = self.judge.is_valid
        self.names = _names(schema)


def load(text: str) -> Validator:
    """
    :param text: a schema as JSON or YAML
    :raise SchemaError: the schema cannot be used
    """
    return Validator(read(text))


def errors(
    validator: Validator, instance: Any, *, loc: Sequence[str] = ("body",)
) -> tuple[list[dict[str, Any]], bool]:
    """
    :param instance: the value to validate
    :param loc: where the value is in the request
    :return: (list of ``{"loc", "msg", "type"}``, whether there may be more)
    """
    try:
        if validator.is_valid(instance):
            return [], False
    except ValueError as exc:  # lone surrogate
        return [_item(loc, (), f"not a JSON value: {exc}", "json_invalid")], False
    worded, complete = _word(validator, instance)
    if not worded:
        return [_first_error(validator, instance, loc)], True
    detail = [
        _item(loc, error.path, error.message, error.validator or "false")
        for error in sorted(worded[:MAX_ERRORS], key=_order)
    ]
    return detail, len(worded) > MAX_ERRORS or not complete


def _word(
    validator: Validator, instance: Any
) -> tuple[list[jsonschema.ValidationError], bool]:
    """:return: (errors of jsonschema, whether the list is complete)"""
    worded = []
    if {"patternProperties", "unevaluatedProperties"} <= validator.names:
        return worded, False  # Python's regular expressions would match the names
    # jsonschema passes its format checker to every keyword: use it to carry the budget.
    checker = _Words(
        validator.schema, registry=SPECIFICATIONS, format_checker=_Budget(())
    )
    try:
        for error in islice(checker.iter_errors(instance), MAX_ERRORS + 1):
            worded.append(error)
    except (_Exhausted, referencing.exceptions.Unresolvable, ValueError, OverflowError):
        return worded, False
    return worded, True


def _first_error(
    validator: Validator, instance: Any, loc: Sequence[str]
) -> dict[str, Any]:
    """:return: the first error of jsonschema-rs"""
    unworded = _item(loc, (), "does not match the schema", "schema")
    # For these, jsonschema-rs collects the errors of all branches without a limit.
    if not {"anyOf", "oneOf"} & validator.names:
        try:
            validator.judge.validate(instance)
        except jsonschema_rs.ValidationError as exc:
            keywords = [name for name in exc.schema_path if name in _STOCK.VALIDATORS]
            keyword = keywords[-1] if keywords else "false"
            return _item(loc, exc.instance_path, exc.message, keyword)
        except ValueError:  # a lone surrogate, which is_valid did not reach
            return unworded
    return unworded


def _names(schema: Schema) -> set[str]:
    """:return: names of all members in it, keywords or not"""
    names, parts = set(), [schema]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            names.update(part)
            parts.extend(part.values())
        elif isinstance(part, list):
            parts.extend(part)
    return names


def _item(loc, path, message: str, keyword: str) -> dict[str, Any]:
    return {
        "loc": [*loc, *map(_shorten_name, path)],
        "msg": _shorten(message),
        "type": str(keyword),
    }


def _order(error: jsonschema.ValidationError) -> list:
    """Sort by position in the value: parents before children, the second before the
    tenth.
    """
    return [(isinstance(part, str), part) for part in error.path]


def _shorten_name(name: str | int) -> str | int:
    if isinstance(name, str) and len(name) > _MAX_NAME:
        return f"{name[:_MAX_NAME]}…"
    return name


def _shorten(message: str) -> str:
    if len(message) <= _MAX_MESSAGE:
        return message
    return f"{message[: _MAX_MESSAGE // 2]} … {message[-_MAX_MESSAGE // 2 :]}"


class _Exhausted(Exception):
    """Writing the errors of a value takes too long."""


class _Budget(jsonschema.FormatChecker):
    def __init__(self, formats):
        super().__init__(formats)
        self.left = _MAX_STEPS
        self.depth = 0

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise _Exhausted


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
                raise _Exhausted
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
        stock = _STOCK.VALIDATORS["additionalProperties"]
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
    **_STOCK.VALIDATORS,
    "additionalProperties": _additional_properties,
    "format": _judged("format", "{!r} is not a {!r}"),
    "multipleOf": _judged("multipleOf", "{!r} is not a multiple of {!r}"),
    "pattern": _judged("pattern", "{!r} does not match {!r}"),
    "patternProperties": _pattern_properties,
    "uniqueItems": _judged("uniqueItems", "{!r} has non-unique elements"),
}
_Words = jsonschema.validators.extend(
    _STOCK, {name: _counted(keyword) for name, keyword in _CHECKS.items()}
)
