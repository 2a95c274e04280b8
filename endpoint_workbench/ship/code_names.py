"""What a snippet names: models, external ids, fields. Reads the text, runs nothing."""

import ast
from typing import NamedTuple


class CodeNames(NamedTuple):
    """
    :param models: texts in ``env["…"]``
    :param external_ids: texts in ``env.ref("…")``
    :param names: attributes and words in texts, which may be fields or methods
    :param record_ids: (line, code) of calls such as ``browse(7)``
    """

    models: frozenset[str]
    external_ids: frozenset[str]
    names: frozenset[str]
    record_ids: tuple[tuple[int, str], ...]


def read(code: str | None) -> CodeNames:
    """
    >>> read('env["res.partner"].browse(7).name').record_ids
    ((1, 'env["res.partner"].browse(7)'),)

    :return: no names for code that is not Python
    """
    text = (code or "").strip()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return CodeNames(frozenset(), frozenset(), frozenset(), ())
    models, external_ids, names, record_ids = set(), set(), set(), {}
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=owner, slice=ast.Constant(value=str(name))):
                if _name_of(owner) == "env":
                    models.add(name)
            case ast.Call(func=ast.Attribute(attr="ref"), args=[first, *_]):
                if isinstance(first, ast.Constant) and "." in str(first.value):
                    external_ids.add(first.value)
            case ast.Call(func=ast.Attribute(attr="browse"), args=[ids, *_]):
                if any(_is_number(part) for part in ast.walk(ids)):
                    record_ids[node.lineno] = ast.get_source_segment(text, node)
            case ast.Attribute(attr=name):
                names.add(name)
            case ast.Constant(value=str(words)):
                names.update(words.replace(",", " ").replace(".", " ").split())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names.add(node.func.attr)
        names.update(word.arg for word in getattr(node, "keywords", ()) if word.arg)
    found = tuple(sorted(record_ids.items()))
    return CodeNames(*map(frozenset, (models, external_ids, names)), found)


def _name_of(node):
    """:return: the last name of ``env`` or ``request.env``"""
    return getattr(node, "attr", None) or getattr(node, "id", None)


def _is_number(node):
    return isinstance(node, ast.Constant) and type(node.value) is int
