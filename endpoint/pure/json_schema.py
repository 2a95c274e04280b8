"""JSON Schema Draft 2020-12: read at save, checked at each request.

Nothing is ever fetched: a schema may refer to its own parts alone.
"""

import json
from itertools import islice

import jsonschema
import referencing
import referencing.exceptions
import yaml
from jsonschema_specifications import REGISTRY as SPECIFICATIONS
from referencing.jsonschema import DRAFT202012

MAX_ERRORS = 100
_MAX_MESSAGE = 300


class SchemaError(ValueError):
    """A schema that cannot be used; the message says what to mend."""


class _Loader(yaml.SafeLoader):
    """YAML as JSON has it: a date stays a text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if "timestamp" not in tag]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(text):
    """Read a schema from JSON or YAML and check it.

    :param str text:
    :return: a validator
    :raise SchemaError: not JSON or YAML, not a schema, or one that refers elsewhere
    """
    try:
        schema = yaml.load(text, Loader=_Loader)  # a SafeLoader
        json.dumps(schema)
    except (yaml.YAMLError, TypeError, ValueError, RecursionError) as exc:
        raise SchemaError(f"neither JSON nor YAML: {exc}") from exc
    if not isinstance(schema, dict | bool):
        raise SchemaError("a schema is an object, such as {type: object}")
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as exc:
        path = "/".join(map(str, exc.absolute_path)) or "the top"
        raise SchemaError(f"at {path}: {exc.message}") from exc
    _check_references(schema)
    return jsonschema.Draft202012Validator(
        schema,
        # Its own default would fetch what a reference names.
        registry=SPECIFICATIONS,
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )


def _check_references(schema):
    resource = referencing.Resource.from_contents(
        schema, default_specification=DRAFT202012
    )
    base = resource.id() or ""
    registry = SPECIFICATIONS.with_resource(base, resource).crawl()
    resolver = registry.resolver(base)
    for keyword, reference in _references(schema):
        try:
            resolver.lookup(reference)
        except referencing.exceptions.Unresolvable as exc:
            raise SchemaError(
                f"{keyword} {reference!r} is not a part of this schema. Copy what it "
                "names below $defs and refer to that: nothing is fetched."
            ) from exc


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


def errors(validator, instance):
    """
    :param validator: what :func:`load` gave
    :param instance: the value to check
    :return: (list of ``{"loc", "msg", "type"}``, whether there were more)
    """
    try:
        found = list(islice(validator.iter_errors(instance), MAX_ERRORS + 1))
    except RecursionError:
        too_deep = {"loc": ["body"], "msg": "nested too deep", "type": "recursion"}
        return [too_deep], False
    detail = [
        {
            "loc": ["body", *error.absolute_path],
            "msg": _shorten(error.message),
            "type": str(error.validator or "false"),
        }
        for error in sorted(found[:MAX_ERRORS], key=lambda e: str(e.json_path))
    ]
    return detail, len(found) > MAX_ERRORS


def _shorten(message):
    # It may quote the whole value.
    if len(message) <= _MAX_MESSAGE:
        return message
    return f"{message[: _MAX_MESSAGE // 2]} … {message[-_MAX_MESSAGE // 2 :]}"
