"""Texts that people wrote: JSON, YAML and Markdown, whatever is in them."""

import contextlib
import functools
import json
import re

import yaml

MAX_MARKDOWN = 20_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML as JSON has it: a date stays a text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if "timestamp" not in tag]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@functools.lru_cache(maxsize=4096)
def read(text):
    """Read JSON or YAML.

    :param str text:
    :return: what JSON can carry; shared by all callers, so not to be changed
    :raise ValueError: neither, or what JSON cannot carry
    """
    try:
        value = _load(text)
        plain = json.dumps(value, allow_nan=False, ensure_ascii=False)
        plain.encode()
        return json.loads(plain)
    except yaml.YAMLError as exc:
        raise ValueError(f"neither JSON nor YAML: {one_line(exc)}") from exc
    except (TypeError, ValueError, RecursionError) as exc:
        raise ValueError(f"JSON cannot carry it: {one_line(exc)}") from exc


def _load(text):
    if text.lstrip()[:1] in ("{", "["):
        # YAML allows brackets too, and words its own error.
        with contextlib.suppress(ValueError):
            return json.loads(text)
    return yaml.load(text, Loader=_Loader)  # a SafeLoader


def one_line(value, limit=200):
    """:return: str, short enough for the middle of a sentence"""
    text = _CONTROLS.sub("", " ".join(str(value).split()))
    return text if len(text) <= limit else f"{text[:limit]} …"


def printable(text):
    """:return: str without control characters"""
    return _CONTROLS.sub("", text)


def markdown(text):
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
