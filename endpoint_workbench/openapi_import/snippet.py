"""The code of a draft: it answers an example."""

import json
from typing import Any

from odoo.addons.endpoint.pure import media_type as media_types

_WIDTH = 72


def write(heading: str, status: int, media_type: str, value: Any) -> str:
    """
    :param heading: a comment of one line
    :param media_type: of the response; empty for a response without a body
    :param value: JSON value, or text for another media type
    :return: Python code that sets ``result``
    """
    result = {}
    lines = [f"# {heading}"]
    if media_type:
        is_plain = media_types.essence(media_type) == media_types.JSON
        if not is_plain:
            result["headers"] = {"Content-Type": media_type}
            if media_types.family(media_types.essence(media_type)) == media_types.JSON:
                # With a Content-Type header, Odoo sends texts as they are.
                value = json.dumps(value, ensure_ascii=False)
        lines.append(f"payload = {literal(value)}")
    if status != 200:
        result["status_code"] = status
    members = [f"{literal(name)}: {literal(each)}" for name, each in result.items()]
    if media_type:
        members.insert(0, '"payload": payload')
    return "\n".join([*lines, f"result = {{{', '.join(members)}}}", ""])


def literal(value: Any, indent: str = "") -> str:
    """
    >>> literal({"a": [1, None, "é"]})
    '{"a": [1, None, "é"]}'

    :param value: what JSON can represent
    :return: the value as a Python expression; long ones have a line for each member
    """
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list):
        return repr(value)
    inner = f"{indent}    "
    if isinstance(value, dict):
        opening, closing = "{}"
        parts = [f"{literal(n)}: {literal(v, inner)}" for n, v in value.items()]
    else:
        opening, closing = "[]"
        parts = [literal(each, inner) for each in value]
    line = f"{opening}{', '.join(parts)}{closing}"
    if len(line) + len(indent) <= _WIDTH and "\n" not in line:
        return line
    lines = "".join(f"{inner}{part},\n" for part in parts)
    return f"{opening}\n{lines}{indent}{closing}"
