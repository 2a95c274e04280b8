"""The text of a JSON Schema (Draft 2020-12): parsing, checks at save, and warnings."""

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

_META = jsonschema_rs.Draft202012Validator({"$ref": DIALECT})

_MAPS = ("properties", "patternProperties", "$defs", "dependentSchemas", "definitions")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE = (
    *("items", "contains", "additionalProperties", "propertyNames", "contentSchema"),
    *("if", "then", "else", "not", "unevaluatedItems", "unevaluatedProperties"),
)
_KEYWORDS = {
    keyword
    for vocabulary in jsonschema.Draft202012Validator.META_SCHEMA["allOf"]
    for keyword in SPECIFICATIONS.contents(
        f"https://json-schema.org/draft/2020-12/{vocabulary['$ref']}"
    )["properties"]
}
#: keywords of OpenAPI 3.1 (Schema Object, §4.8.24) that validate nothing
_OPENAPI = {"example", "xml", "externalDocs", "discriminator"}
#: keywords of older drafts and of OpenAPI 3.0, and their replacements
_SUCCESSORS = {
    "definitions": "$defs",
    "dependencies": "dependentRequired or dependentSchemas",
    "additionalItems": "items with prefixItems",
    "id": "$id",
    "nullable": 'type: [string, "null"]',
    "$recursiveRef": "$dynamicRef",
    "$recursiveAnchor": "$dynamicAnchor",
}


_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
#: JSON type -> its name in a message
_KINDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
#: formats of Draft 2020-12 (Validation §7.3)
_FORMATS = {
    *("date-time", "date", "time", "duration", "email", "idn-email", "hostname"),
    *("idn-hostname", "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference"),
    *("uuid", "uri-template", "json-pointer", "relative-json-pointer", "regex"),
    # formats of OpenAPI 3.1, which are informative only
    *("int32", "int64", "float", "double", "password", "binary", "byte"),
}


_MAX_WARNINGS = 50


class SchemaError(ValueError):
    """A schema that cannot be used; the message says how to correct it."""


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
        _META.validate(schema)  # jsonschema takes a minute for a schema of 1 MB
    except jsonschema_rs.ValidationError as exc:
        raise SchemaError(f"{_place(exc.instance_path)}: {_explain(exc)}") from exc
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
        unknown = next((item for item in values if item not in _TYPES), value)
        return (
            f"{unknown} is not a type.{_did_you_mean(str(unknown), _TYPES)} The types "
            f"are {', '.join(_TYPES)}"
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
    for part in subschemas(schema):
        dialect = part.get("$schema", DIALECT)
        if dialect.removesuffix("#") != DIALECT:
            raise SchemaError(
                f"$schema names {dialect}, but schemas are read as Draft 2020-12: "
                f"write {DIALECT}, or leave $schema out"
            )
    judge(schema)


def judge(schema: Schema) -> jsonschema_rs.Draft202012Validator:
    """Compile the jsonschema-rs validator. It fetches nothing.

    :raise SchemaError: a pattern or a reference cannot be used
    """
    limit = schema_size.pattern_limit(schema)
    try:
        return _compile(schema, jsonschema_rs.RegexOptions(size_limit=limit))
    except jsonschema_rs.ValidationError:
        # Look-around and back-references need a backtracking engine.
        options = jsonschema_rs.FancyRegexOptions(
            backtrack_limit=100_000, size_limit=limit
        )
    try:
        return _compile(schema, options)
    except jsonschema_rs.ValidationError as exc:
        words = f"{_place(exc.instance_path)}: {exc.message}"
        if exc.kind.name == "$ref":
            words = (
                f"a reference points outside this schema ({exc.message}). Copy its "
                "target to $defs and refer to that: nothing is fetched."
            )
        raise SchemaError(words) from exc


def _compile(schema, options):
    try:
        return jsonschema_rs.Draft202012Validator(
            schema, pattern_options=options, validate_formats=True, offline=True
        )
    except jsonschema_rs.ValidationError:
        raise
    except ValueError as exc:
        raise SchemaError("nested too deeply") from exc


def warnings(text: str) -> list[str]:
    """Report keywords that Draft 2020-12 ignores and patterns that may be slow.

    :raise SchemaError: see :func:`read`
    """
    messages = {}
    for part in subschemas(read(text)):
        if len(messages) >= _MAX_WARNINGS:
            break
        for keyword in part.keys() - _KEYWORDS - _OPENAPI:
            if not keyword.startswith("x-"):
                messages[_unknown(keyword)] = None
        known_format = part.get("format", "uuid")
        if known_format not in _FORMATS:
            messages[
                f"the format “{known_format}” is unknown and not checked."
                f"{_did_you_mean(str(known_format), _FORMATS)}"
            ] = None
        for pattern in (part.get("pattern"), *part.get("patternProperties", ())):
            if pattern is not None and not _is_linear(pattern):
                messages[
                    f"the pattern “{pattern}” uses look-around or back-references: a "
                    "text that takes too many steps is refused"
                ] = None
    return sorted(messages)


def _unknown(keyword: str) -> str:
    words = f"Draft 2020-12 has no keyword “{keyword}”: it is ignored"
    if keyword in _SUCCESSORS:
        return f"{words}. Use {_SUCCESSORS[keyword]}."
    return f"{words}.{_did_you_mean(keyword, _KEYWORDS)}"


def _did_you_mean(word: str, words: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, sorted(words), 1)
    return f" Did you mean “{close[0]}”?" if close else ""


def _is_linear(pattern: str) -> bool:
    try:
        _compile({"pattern": pattern}, jsonschema_rs.RegexOptions())
    except jsonschema_rs.ValidationError:
        return False
    return True


def subschemas(schema: Schema) -> Iterator[dict[str, Any]]:
    """:return: iterator over the schema and all its subschemas, without booleans"""
    parts = [schema]
    while parts:
        part = parts.pop()
        if not isinstance(part, dict):
            continue
        yield part
        for keyword in _MAPS:
            parts.extend(part.get(keyword, {}).values())
        for keyword in _LISTS:
            parts.extend(part.get(keyword, ()))
        parts.extend(part[keyword] for keyword in _SINGLE if keyword in part)


def _place(path) -> str:
    return f"at {'/'.join(map(str, path)) or 'the top'}"
