"""Texts that people wrote: JSON, YAML and Markdown, whatever is in them."""

import functools
import re
from typing import Any

from odoo.addons.endpoint.pure.text import CONTROLS, one_line
from odoo.addons.endpoint.validation import yaml_text

__all__ = ["markdown", "one_line", "printable", "read"]

MAX_MARKDOWN = 20_000
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")


@functools.lru_cache(maxsize=4096)
def read(text: str) -> Any:
    """Read JSON or YAML.

    :return: what JSON can carry; shared by all callers, so not to be changed
    :raise ValueError: neither, or what JSON cannot carry
    """
    try:
        return yaml_text.load(text)
    except ValueError as exc:
        raise ValueError(one_line(exc)) from exc


def printable(text: str) -> str:
    """:return: str without control characters"""
    return CONTROLS.sub("", text)


def markdown(text: str) -> str:
    """Mend what would spoil the text after it, and the document around it.

    :param str text: CommonMark
    :return: str without control characters, its code blocks closed
    """
    text = printable(text.replace("\r\n", "\n")).strip()
    if len(text) > MAX_MARKDOWN:
        text = (
            f"{text[:MAX_MARKDOWN]}\n\n*The description is cut here: it is too long.*"
        )
    fence = _open_fence(text)
    return f"{text}\n{fence}" if fence else text


def _open_fence(text):
    """:return: the marker of a code block that nobody closes, or empty
    (CommonMark §4.5)"""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if not found:
            continue
        marker, rest = found.groups()
        if not fence:
            fence = "" if marker[0] == "`" and "`" in rest else marker
        elif marker.startswith(fence) and not rest.strip():
            fence = ""
    return fence
