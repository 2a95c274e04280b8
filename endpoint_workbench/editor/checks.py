"""The checks at save, with the place of each mistake in the text.

Each check returns a list of dicts: ``row``, ``column``, ``end_column`` (from 0, in
characters), ``level`` ("error" or "warning") and ``message``. Errors prevent saving.
"""

from collections.abc import Container
from itertools import islice
from typing import Any

import yaml

from odoo.api import Environment

from odoo.addons.endpoint import body_schema
from odoo.addons.endpoint.snippet import check as snippet_check
from odoo.addons.endpoint.snippet import sandbox
from odoo.addons.endpoint.snippet import warnings as snippet_warnings
from odoo.addons.endpoint.validation import query, schema_text, schema_warnings

from . import places

Findings = list[dict[str, Any]]
_MAX_FINDINGS = 100


def check_code(env: Environment, text: str, names: set[str]) -> Findings:
    """
    :param env: for the language of the messages
    :param text: Python
    :param names: the variables of a snippet
    """
    code = sandbox.strip(text)
    if not code.strip():
        return []
    refusals = []
    try:
        sandbox.compile_snippet.__wrapped__(text)
    except SyntaxError as exc:
        return [_error(env, exc.msg, _place_of_syntax_error(text, exc))]
    except (NameError, TypeError, ValueError) as exc:
        refusals = snippet_check.find_refusals(code)
        if not refusals:
            return [_error(env, str(exc).partition(" in ")[0], places.on_line(text, 0))]
    errors = [_code_finding(env, text, "error", item) for item in refusals]
    refused = {(item.line, item.name) for item in refusals}
    try:
        warnings = snippet_warnings.find_warnings(code, names)
    except ValueError:  # nested too deeply, which is an error already
        return errors
    return [
        *errors[:_MAX_FINDINGS],
        *(
            _code_finding(env, text, "warning", item)
            for item in warnings[:_MAX_FINDINGS]
            if (item.line, item.name) not in refused
        ),
    ]


def _code_finding(env, text, level, finding):
    place = places.on_line(text, finding.line - 1, finding.name)
    return {"level": level, "message": finding.render(env), **place}


def _place_of_syntax_error(text: str, exc: SyntaxError) -> dict[str, int]:
    row = (exc.lineno or 1) - 1
    place = places.on_line(text, row)
    if not exc.offset or place["row"] != row:
        return place
    column, end = exc.offset - 1, exc.offset
    if exc.lineno == exc.end_lineno:
        end = max(end, exc.end_offset - 1)
    if column >= place["end_column"]:  # at the end of the line, where nothing is seen
        return place
    return {**place, "column": column, "end_column": min(end, place["end_column"])}


def check_schema(env: Environment, text: str, media_type: str) -> Findings:
    """
    :param text: JSON Schema as JSON or YAML; XML Schema for XML
    :param media_type: ``request_content_type`` of the endpoint
    """
    try:
        body_schema.check(media_type, text)
    except ValueError as exc:
        return [_value_error(env, text, exc, places.blank_rows(text))]
    if media_type != "application/json" or not text.strip():
        return []
    root = places.compose(text)
    found = schema_warnings.warnings_by_path(schema_text.read(text.strip()))
    return [
        {"level": "warning", "message": message, **places.of_path(text, root, path)}
        for path, message in islice(found, _MAX_FINDINGS)
    ]


def check_query(env: Environment, text: str, in_path: Container[str]) -> Findings:
    """
    :param text: list of query parameters, as JSON or YAML
    :param in_path: names that the routes use
    """
    try:
        query.check(text, in_path)
    except ValueError as exc:
        return [_value_error(env, text, exc)]
    return []


def _value_error(env, text, exc, blank=0):
    """:param blank: blank rows that the check removed at the start of the text"""
    cause = exc
    while cause and not isinstance(cause, yaml.YAMLError):
        cause = cause.__cause__
    if cause:
        row = places.row_of_yaml_error(cause) + blank
        problem = getattr(cause, "problem", None) or str(cause)
        context = getattr(cause, "context", None)
        words = f"neither JSON nor YAML: {f'{context}, ' if context else ''}{problem}"
        return _error(env, words, places.on_line(text, row))
    if path := getattr(exc, "path", ()):
        return _error(env, exc, places.of_path(text, places.compose(text), path))
    row = (getattr(exc, "line", None) or 1) - 1 + blank
    return _error(env, exc, places.on_line(text, row))


def _error(env, message, place):
    message = env._("line %(line)s: %(error)s", line=place["row"] + 1, error=message)
    return {"level": "error", "message": message, **place}
