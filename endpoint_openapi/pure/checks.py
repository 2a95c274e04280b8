"""What an author enters, checked when it is saved."""

from odoo.addons.endpoint.validation import json_schema, schema_text

from . import schema, texts


def check_schema(text: str) -> None:
    """
    :param text: JSON Schema as JSON or YAML
    :raise ValueError: it is not, or OpenAPI cannot carry it
    """
    schema_text.check(text)
    schema.carry(texts.read(text), "Schema")


def check_example(text: str, media_type: str, schema_of_body: str) -> None:
    """
    :param text: a body
    :param media_type: of the body
    :param schema_of_body: JSON Schema that the body must match, or empty
    :raise ValueError: it is not JSON, or does not match
    """
    if media_type != "application/json":
        return
    value = texts.read(text)
    if not schema_of_body or not schema_of_body.strip():
        return
    detail, _truncated = json_schema.errors(
        json_schema.load(schema_of_body), value, loc=()
    )
    if detail:
        path = "/".join(map(str, detail[0]["loc"])) or "the top"
        raise ValueError(f"at {path}: {texts.one_line(detail[0]['msg'])}")


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
