"""JSON Schema Draft 2020-12: jsonschema-rs validates, jsonschema writes the errors.

jsonschema-rs matches ECMA-262 patterns in linear time and calculates with exact
decimals. Only values that it rejects reach jsonschema, whose messages and keywords
callers see. jsonschema works within a budget; when that is exhausted, callers get one
error of jsonschema-rs.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import jsonschema
import jsonschema_rs
import referencing.exceptions
from jsonschema_specifications import REGISTRY as SPECIFICATIONS

from .json_schema_words import STOCK, Budget, Exhausted, Words
from .schema_text import Schema, SchemaError, judge, read

__all__ = ["MAX_ERRORS", "SchemaError", "Validator", "errors", "load"]

MAX_ERRORS = 100
_MAX_MESSAGE = 300
_MAX_NAME = 100


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
    checker = Words(
        validator.schema, registry=SPECIFICATIONS, format_checker=Budget(())
    )
    try:
        for error in islice(checker.iter_errors(instance), MAX_ERRORS + 1):
            worded.append(error)
    except (Exhausted, referencing.exceptions.Unresolvable, ValueError, OverflowError):
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
            keywords = [name for name in exc.schema_path if name in STOCK.VALIDATORS]
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
