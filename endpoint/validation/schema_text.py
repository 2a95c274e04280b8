"""The text of a JSON Schema (Draft 2020-12): parsing and checks at save."""

import difflib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import jsonschema
import jsonschema_rs
from jsonschema_specifications import REGISTRY as SPECIFICATIONS

from . import schema_size, yaml_text

Schema = dict[str, Any] | bool

DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: validator of schemas
META = jsonschema_rs.Draft202012Validator({"$ref": DIALECT})

#: keywords whose value contains schemas: by name, in a list, or one
MAPS = ("properties", "patternProperties", "$defs", "dependentSchemas", "definitions")
LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
SINGLE = (
    *("items", "contains", "additionalProperties", "propertyNames", "contentSchema"),
    *("if", "then", "else", "not", "unevaluatedItems", "unevaluatedProperties"),
)
KEYWORDS = {
    keyword
    for vocabulary in jsonschema.Draft202012Validator.META_SCHEMA["allOf"]
    for keyword in SPECIFICATIONS.contents(
        f"https://json-schema.org/draft/2020-12/{vocabulary['$ref']}"
    )["properties"]
}


TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
#: JSON type -> its name in a message
_KINDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}


class SchemaError(ValueError):
    """A schema that cannot be used; the message says how to correct it.

    :param path: names and indexes that lead to the mistake in the schema
    """

    def __init__(self, message: str, path: Iterable[str | int] = ()) -> None:
        super().__init__(message)
        self.path = tuple(path)


def read(text: str) -> Schema:
    """
    :param text: JSON or YAML
    :raise SchemaError: neither JSON nor YAML, or not a schema of Draft 2020-12
    """
    try:
        schema = yaml_text.load(text)
    except ValueError as exc:
        raise SchemaError(str(exc)) from exc
    if not isinstance(schema, dict | bool):
        raise SchemaError("a schema is an object, such as {type: object}")
    check_schema(schema)
    return schema


def check_schema(schema: Schema) -> None:
    """:raise SchemaError: not a schema of Draft 2020-12, or too large"""
    try:
        META.validate(schema)  # jsonschema takes a minute for a schema of 1 MB
    except jsonschema_rs.ValidationError as exc:
        message = f"{_place(exc.instance_path)}: {_explain(exc)}"
        raise SchemaError(message, exc.instance_path) from exc
    try:
        schema_size.check(schema)
    except RecursionError as exc:
        raise SchemaError("nested too deeply") from exc
    except ValueError as exc:
        raise SchemaError(str(exc)) from exc


def _explain(error: jsonschema_rs.ValidationError) -> str:
    """:return: what to write instead, if the keyword's value has the wrong type"""
    path = error.instance_path
    value = json.dumps(error.instance, ensure_ascii=False, default=str)[:80]
    if "type" in path[-2:] and path[-2:] != ["properties", "type"]:
        values = (
            error.instance if isinstance(error.instance, list) else [error.instance]
        )
        unknown = next((item for item in values if item not in TYPES), value)
        return (
            f"{unknown} is not a type.{did_you_mean(str(unknown), TYPES)} The types "
            f"are {', '.join(TYPES)}"
        )
    if error.kind.name == "type":
        words = " or ".join(_KINDS.get(name, name) for name in error.kind.value)
        return f"{value} is used where {words} is required"
    return error.message[:300]


def check(text: str) -> None:
    """Check a schema at save. Schemas saved earlier may name another draft.

    :raise SchemaError: the schema cannot be used, or a ``$schema`` names another draft
    """
    schema = read(text)
    for path, part in subschemas_by_path(schema):
        dialect = part.get("$schema", DIALECT)
        if dialect.removesuffix("#") != DIALECT:
            raise SchemaError(
                f"$schema names {dialect}, but schemas are read as Draft 2020-12: "
                f"write {DIALECT}, or leave $schema out",
                (*path, "$schema"),
            )
    judge(schema)


def judge(schema: Schema) -> jsonschema_rs.Draft202012Validator:
    """Compile the jsonschema-rs validator. It fetches nothing.

    :raise SchemaError: a pattern or a reference cannot be used
    """
    limit = schema_size.pattern_limit(schema)
    try:
        return compile_with(schema, jsonschema_rs.RegexOptions(size_limit=limit))
    except jsonschema_rs.ValidationError:
        # Look-around and back-references need a backtracking engine.
        options = jsonschema_rs.FancyRegexOptions(
            backtrack_limit=100_000, size_limit=limit
        )
    try:
        return compile_with(schema, options)
    except jsonschema_rs.ValidationError as exc:
        words = f"{_place(exc.instance_path)}: {exc.message}"
        path = exc.instance_path
        if exc.kind.name == "$ref":
            path = _path_of_reference(schema, exc.message)
            words = (
                f"a reference points outside this schema ({exc.message}). Copy its "
                "target to $defs and refer to that: nothing is fetched."
            )
        raise SchemaError(words, path) from exc


def _path_of_reference(schema: Schema, message: str) -> tuple[str | int, ...]:
    """:return: path of the reference that a message of jsonschema-rs is about"""
    for path, part in subschemas_by_path(schema):
        uri, _sharp, pointer = part.get("$ref", "").partition("#")
        if (uri or pointer) and (uri or pointer) in message:
            return (*path, "$ref")
    return ()


def compile_with(schema, options):
    try:
        return jsonschema_rs.Draft202012Validator(
            schema, pattern_options=options, validate_formats=True, offline=True
        )
    except jsonschema_rs.ValidationError:
        raise
    except ValueError as exc:
        raise SchemaError("nested too deeply") from exc


def did_you_mean(word: str, words: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, sorted(words), 1)
    return f" Did you mean “{close[0]}”?" if close else ""


def subschemas(schema: Schema) -> Iterator[dict[str, Any]]:
    """:return: iterator over the schema and all its subschemas, without booleans"""
    return (part for _path, part in subschemas_by_path(schema))


def subschemas_by_path(
    schema: Schema,
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """:return: as :func:`subschemas`, each with its path in the schema"""
    parts: list[tuple[tuple[str | int, ...], Any]] = [((), schema)]
    while parts:
        path, part = parts.pop()
        if not isinstance(part, dict):
            continue
        yield path, part
        for keyword in MAPS:
            children = part.get(keyword, {}).items()
            parts.extend(((*path, keyword, name), child) for name, child in children)
        for keyword in LISTS:
            children = enumerate(part.get(keyword, ()))
            parts.extend(((*path, keyword, place), child) for place, child in children)
        for keyword in SINGLE:
            if keyword in part:
                parts.append(((*path, keyword), part[keyword]))


def _place(path) -> str:
    return f"at {'/'.join(map(str, path)) or 'the top'}"
