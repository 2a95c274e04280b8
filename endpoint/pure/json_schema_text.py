"""The text of a schema: JSON or YAML, checked so far as that is possible at save."""

import json

import jsonschema
import referencing
import referencing.exceptions
import yaml
from jsonschema_specifications import REGISTRY as SPECIFICATIONS
from referencing.jsonschema import DRAFT202012


class SchemaError(ValueError):
    """A schema that cannot be used; the message says what to mend."""


class _Loader(yaml.SafeLoader):
    """YAML as JSON has it: a date stays a text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if "timestamp" not in tag]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(text):
    """
    :param str text: JSON or YAML
    :return: the schema, dict or bool
    :raise SchemaError: not JSON or YAML, not a schema, or one that refers elsewhere
    """
    try:
        schema = _parse(text)
        json.dumps(schema, allow_nan=False)
    except (yaml.YAMLError, TypeError, ValueError, RecursionError) as exc:
        raise SchemaError(f"neither JSON nor YAML: {exc}") from exc
    if not isinstance(schema, dict | bool):
        raise SchemaError("a schema is an object, such as {type: object}")
    _check_names(schema, "the top")
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as exc:
        path = "/".join(map(str, exc.absolute_path)) or "the top"
        raise SchemaError(f"at {path}: {exc.message}") from exc
    _check_references(schema)
    return schema


def _parse(text):
    try:
        return json.loads(text)  # YAML takes 1e-8 for a text
    except ValueError:
        return yaml.load(text, Loader=_Loader)  # a SafeLoader


def _check_names(part, path):
    """YAML reads ``on`` and ``12`` as names that no JSON has."""
    if isinstance(part, list):
        for item in part:
            _check_names(item, path)
    if not isinstance(part, dict):
        return
    for name, value in part.items():
        if not isinstance(name, str):
            raise SchemaError(f"at {path}: put the name {name!r} in quotes")
        _check_names(value, name)


def _check_references(schema):
    resolver = resolver_of(schema)
    for keyword, reference in _references(schema):
        try:
            resolver.lookup(reference)
        except referencing.exceptions.Unresolvable as exc:
            raise SchemaError(
                f"{keyword} {reference!r} is not a part of this schema. Copy what it "
                "names below $defs and refer to that: nothing is fetched."
            ) from exc


def resolver_of(schema):
    """:return: ``referencing`` resolver of the references at the top"""
    resource = referencing.Resource.from_contents(
        schema, default_specification=DRAFT202012
    )
    base = resource.id() or ""
    return SPECIFICATIONS.with_resource(base, resource).crawl().resolver(base)


def _references(part):
    if isinstance(part, dict):
        for keyword, value in part.items():
            if keyword in ("$ref", "$dynamicRef") and isinstance(value, str):
                yield keyword, value
            else:
                yield from _references(value)
    elif isinstance(part, list):
        for item in part:
            yield from _references(item)
