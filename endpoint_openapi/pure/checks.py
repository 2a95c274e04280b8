"""What an author enters, checked when it is saved."""

import jsonschema

from . import query, schema, texts
from .routes import parse

_DRAFT = jsonschema.Draft202012Validator


def check_query(text, all_routes):
    """
    :param str text: see :func:`.query.load`
    :param all_routes: iterable of werkzeug routes
    :raise ValueError: unfit, or a name is that of a path parameter
    """
    names = {parameter.name for parameter in query.load(text)}
    for route in all_routes:
        for parameter in parse(route)[1]:
            if parameter["name"] in names:
                raise ValueError(f"“{parameter['name']}” is a part of the path {route}")


def check_schema(text):
    """
    :param str text: JSON Schema as JSON or YAML
    :raise ValueError: it is not, or OpenAPI cannot carry it
    """
    value = texts.read(text)
    try:
        _DRAFT.check_schema(value)
    except jsonschema.SchemaError as exc:
        path = "/".join(map(str, exc.absolute_path)) or "the top"
        raise ValueError(f"at {path}: {texts.one_line(exc.message)}") from exc
    schema.carry(value, "Schema")


def check_example(text, media_type, schema_text):
    """
    :param str text: a body
    :param str media_type: of it
    :param str schema_text: JSON Schema that it has to fit, or empty
    :raise ValueError: it is not JSON, or does not fit
    """
    if media_type != "application/json":
        return
    value = texts.read(text)
    if not schema_text or not schema_text.strip():
        return
    # The whole made of its components: no reference leads out of it.
    parts = schema.carry(texts.read(schema_text), "Example")
    whole = {"$ref": "#/components/schemas/Example", "components": {"schemas": parts}}
    error = next(_DRAFT(whole).iter_errors(value), None)
    if error:
        path = "/".join(map(str, error.absolute_path)) or "the top"
        raise ValueError(f"at {path}: {texts.one_line(error.message)}")


def parse_errors(text):
    """
    >>> parse_errors("409 Lent already")
    ((409, 'Lent already'),)
    :param str text: one error a line, its status first
    :return: tuple of (status, description)
    :raise ValueError: a line has no status of an error
    """
    found = {}
    for line in filter(str.strip, (text or "").splitlines()):
        status, _, description = line.strip().partition(" ")
        if not (status.isascii() and status.isdigit() and 400 <= int(status) <= 599):
            raise ValueError(f"“{texts.one_line(line)}”: write it as 409 Lent already")
        found.setdefault(int(status), []).append(description.strip())
    return tuple((status, "\n\n".join(words)) for status, words in found.items())
