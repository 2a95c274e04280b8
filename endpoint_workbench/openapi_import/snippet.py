"""The code of a draft: it answers an example."""

import json
from typing import Any

from odoo.addons.endpoint.pure import media_type as media_types

from .bodies import Body

_WIDTH = 72


def write(heading: str, status: int, answer: Body) -> str:
    """
    :param heading: a comment of one line
    :param answer: body of the response
    :return: Python code that sets ``result``
    """
    lines, members = [f"# {heading}"], []
    if answer.media_type:
        is_plain = media_types.essence(answer.media_type) == media_types.JSON
        value = answer.value if is_plain else answer.text()
        lines.append(f"payload = {literal(value)}")
        members.append('"payload": payload')
        if not is_plain:
            # With a Content-Type header, a text is sent as it is.
            headers = {"Content-Type": answer.media_type}
            members.append(f'"headers": {literal(headers)}')
    if status != 200:
        members.append(f'"status_code": {status}')
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
