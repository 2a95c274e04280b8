"""Where a mistake is in a text. Rows and columns count from 0, in characters."""

import re
from collections.abc import Sequence
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def on_line(text: str, row: int, word: str = "") -> dict[str, int]:
    """
    :param row: a line of ``text``; beyond the end, the last line is meant
    :param word: mark only this part of the line, if it is there
    :return: ``row``, ``column``, ``end_column``
    """
    lines = text.split("\n")
    row = min(max(row, 0), len(lines) - 1)
    line = lines[row]
    found = word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line)
    if found:
        return {"row": row, "column": found.start(), "end_column": found.end()}
    start = len(line) - len(line.lstrip())
    return {"row": row, "column": start, "end_column": max(len(line.rstrip()), start)}


def compose(text: str) -> yaml.Node | None:
    """
    :param text: JSON or YAML
    :return: its root with the places of all parts; None if it cannot be read
    """
    loader = _Loader(text.replace("\t", " "))  # YAML refuses tabs that JSON allows
    try:
        return loader.get_single_node()
    except (yaml.YAMLError, RecursionError):
        return None
    finally:
        loader.dispose()


def of_path(
    text: str, root: yaml.Node | None, path: Sequence[str | int]
) -> dict[str, int]:
    """
    :param root: what :func:`compose` returned for ``text``
    :param path: names and indexes, such as ``("properties", "age", "type")``
    :return: place of the last part of the path that the text has: the name of a member,
        or an item of a list
    """
    node = place = root
    for part in path:
        name, node = _child(node, part)
        if node is None:
            break
        place = name
    return _of_node(text, place)


def _child(node: yaml.Node | None, part: str | int) -> tuple[Any, Any]:
    """:return: (node to mark, value); (None, None) if the part does not exist"""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(part):
                return name, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        if 0 <= part < len(node.value):
            return node.value[part], node.value[part]
    return None, None


def _of_node(text: str, node: yaml.Node | None) -> dict[str, int]:
    if node is None:
        return on_line(text, 0)
    start, end = node.start_mark, node.end_mark
    if start.line != end.line:
        return {**on_line(text, start.line), "column": start.column}
    return {"row": start.line, "column": start.column, "end_column": end.column}


def row_of_yaml_error(error: yaml.YAMLError) -> int:
    """:return: the row where the parser stopped"""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line if mark else 0


def blank_rows(text: str) -> int:
    """:return: number of blank rows at the start"""
    return text[: len(text) - len(text.lstrip())].count("\n")
