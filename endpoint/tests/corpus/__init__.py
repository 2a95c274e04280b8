"""Snippets and what Odoo's sandbox does with each: data for ``test_sandbox_corpus``."""

import sys
from pathlib import Path
from typing import NamedTuple

import yaml

_FILES = ("escapes", "variables", "language")


class Snippet(NamedTuple):
    """One item of a file; the top of ``escapes.yaml`` explains the format."""

    family: str
    name: str
    verdict: str
    code: str
    only: dict

    @property
    def fits(self):
        """Whether this Python version supports the syntax and gives this verdict."""
        running = sys.version_info[:2]
        since = _version(self.only.get("since", "3.0"))
        until = _version(self.only.get("until", "3.99"))
        return since <= running <= until

    def __str__(self):
        return f"{self.family}: {self.name}"


def snippets():
    """Yield every :class:`Snippet`."""
    for name in _FILES:
        text = Path(__file__).with_name(f"{name}.yaml").read_text("utf-8")
        for family, items in yaml.safe_load(text).items():
            for item in items:
                yield Snippet(family, *item[:3], item[3] if len(item) > 3 else {})


def _version(text):
    return tuple(map(int, text.split(".")))
