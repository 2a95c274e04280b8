"""Texts written by an endpoint's author: checked at save, put into the document."""

import functools
import re
from typing import Any

from odoo.addons.endpoint.pure.text import CONTROLS, one_line
from odoo.addons.endpoint.validation import json_schema, schema_text, yaml_text

from .components import to_components

MAX_MARKDOWN = 20_000
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")


@functools.lru_cache(maxsize=4096)
def read(text: str) -> Any:
    """Read JSON or YAML.

    :return: what JSON can represent; cached, so do not change it
    :raise ValueError: neither JSON nor YAML, or JSON cannot represent it
    """
    try:
        return yaml_text.load(text)
    except ValueError as exc:
        raise ValueError(one_line(exc)) from exc


def printable(text: str) -> str:
    """:return: the text without control characters"""
    return CONTROLS.sub("", text)


def markdown(text: str) -> str:
    """Prevent an author's text from breaking the text after it.

    :param text: CommonMark
    :return: the text without control characters, its code blocks closed
    """
    text = printable(text.replace("\r\n", "\n")).strip()
    if len(text) > MAX_MARKDOWN:
        text = (
            f"{text[:MAX_MARKDOWN]}\n\n*The description is too long and was cut here.*"
        )
    fence = _open_fence(text)
    return f"{text}\n{fence}" if fence else text


def _open_fence(text):
    """:return: the marker of an unclosed code block, or empty
    (CommonMark §4.5)"""
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if not match:
            continue
        marker, rest = match.groups()
        if not fence:
            fence = "" if marker[0] == "`" and "`" in rest else marker
        elif marker.startswith(fence) and not rest.strip():
            fence = ""
    return fence


def parse_errors(text: str | None) -> tuple[tuple[int, str], ...]:
    """
    >>> parse_errors("409 Already lent")
    ((409, 'Already lent'),)
    :param text: one error per line, its status first
    :return: (status, description) of each status
    :raise ValueError: a line does not start with the status of an error
    """
    descriptions = {}
    for line in filter(str.strip, (text or "").splitlines()):
        status, _, description = line.strip().partition(" ")
        if not (status.isascii() and status.isdigit() and 400 <= int(status) <= 599):
            raise ValueError(f"“{one_line(line)}”: write it as 409 Already lent")
        descriptions.setdefault(int(status), []).append(description.strip())
    return tuple((status, "\n\n".join(texts)) for status, texts in descriptions.items())


def check_schema(text: str | None) -> None:
    """
    :param text: JSON Schema as JSON or YAML, or empty
    :raise ValueError: the text is not a schema, or OpenAPI cannot express it
    """
    if not _is_empty(text):
        schema_text.check(text)
        to_components(read(text), "Schema")


def check_example(text: str | None, media_type: str, schema: str | None) -> None:
    """
    :param text: a body, or empty
    :param media_type: of the body; only JSON is checked
    :param schema: JSON Schema of the body, or empty
    :raise ValueError: the body is not JSON, or does not match the schema
    """
    if media_type != "application/json" or _is_empty(text):
        return
    value = read(text)
    if _is_empty(schema):
        return
    detail, _truncated = json_schema.errors(json_schema.load(schema), value, loc=())
    if detail:
        path = "/".join(map(str, detail[0]["loc"])) or "the top"
        raise ValueError(f"at {path}: {one_line(detail[0]['msg'])}")


def _is_empty(text):
    return not text or not text.strip()


class Authored:
    """Adds an author's texts to the document. Unusable texts are omitted and mentioned
    in ``notes``, for the description of the operation.

    :param components: of the document, added to
    :param name: prefix of the component names of its schemas
    """

    def __init__(self, components: dict, name: str):
        self.components = components
        self.name = name
        self.notes = []

    def json_schema(self, text: str, of: str) -> dict:
        """
        :param of: ``request``, ``response`` or ``form``
        :return: Reference Object; empty if there is no usable schema
        """
        if _is_empty(text):
            return {}
        schemas = self.components["schemas"]
        name = self.name + of.title()
        try:
            schemas.update(to_components(read(text), name, schemas))
        except ValueError as exc:
            self.leave_out(f"{of} schema", exc)
            return {}
        return {"$ref": f"#/components/schemas/{name}"}

    def example(self, text: str, media_type: str, of: str) -> dict:
        """:return: members of a Media Type Object; empty if there is no example"""
        if _is_empty(text):
            return {}
        if media_type != "application/json":
            return {"example": printable(text)}
        try:
            return {"example": read(text)}
        except ValueError as exc:
            self.leave_out(f"{of} example", exc)
            return {}

    def leave_out(self, what: str, exc: ValueError) -> None:
        """Mention a text that cannot be shown."""
        self.notes.append(f"*The {what} cannot be shown: {one_line(exc)}.*")
