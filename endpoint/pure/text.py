"""Untrusted text, made safe to quote in a message."""

import re

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def one_line(value: object, limit: int = 200) -> str:
    """:return: text short enough to quote within a sentence"""
    text = CONTROLS.sub("", " ".join(str(value).split()))
    return text if len(text) <= limit else f"{text[:limit]} …"
