"""The code blocks of a reStructuredText page."""

import re
import textwrap
from typing import NamedTuple

_HEADING = re.compile(r"(?m)^(?P<title>\S.*)\n(?P<line>([=-])\3+)$")
_BLOCK = re.compile(
    r"(?m)^(?P<label>\S[^\n]*(?:\n\S[^\n]*)*)\n\n"
    r"\.\. code-block:: (?P<language>\w+)\n\n(?P<code>(?:(?: {4}.*)?\n)+)"
)


class Block(NamedTuple):
    section: str
    label: str  # the paragraph before it, up to the first colon or comma
    language: str
    code: str


def read(text: str) -> list[Block]:
    """:return: list of Block, in page order"""
    blocks = []
    headings = [*_HEADING.finditer(text), None]
    for heading, after in zip(headings, headings[1:], strict=False):
        body = text[heading.end() : after.start() if after else None]
        for block in _BLOCK.finditer(body):
            label = re.split("[:,]", block["label"])[0]
            code = textwrap.dedent(block["code"])
            blocks.append(Block(heading["title"], label, block["language"], code))
    return blocks
