"""Domains with database ids: the ids become external ids, or nothing matches."""

import ast
from collections.abc import Callable
from typing import NamedTuple

from odoo import models


class Portable(NamedTuple):
    """
    :param text: the domain; with ``%s`` for each external id, if there are any
    :param external_ids: in the order of the text
    :param has_lost_ids: a record has no external id
    """

    text: str
    external_ids: tuple[str, ...] = ()
    has_lost_ids: bool = False


def portable(
    text: str, model: models.BaseModel, xml_id_of: Callable[..., str | None]
) -> Portable:
    """
    :param model: the model that the domain filters
    :param xml_id_of: takes a record
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        return Portable(text)
    text = text.strip()
    found = sorted(_ids(tree, model), key=lambda pair: _position(pair[0]))
    lines, parts, start = text.splitlines(keepends=True), [], 0
    external_ids = []
    for node, comodel in found:
        xml_id = xml_id_of(model.env[comodel].browse(node.value))
        if xml_id is None:
            return Portable(text, (), True)
        begin = _offset(lines, node.lineno, node.col_offset)
        parts.append(text[start:begin].replace("%", "%%"))
        start = _offset(lines, node.end_lineno, node.end_col_offset)
        external_ids.append(xml_id)
    if not external_ids:
        return Portable(text)
    parts.append(text[start:].replace("%", "%%"))
    return Portable("%s".join(parts), tuple(external_ids))


def paths(text: str) -> set[str]:
    """:return: the fields that a domain names"""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        return set()
    return {path for path, _operator, _value in _leaves(tree)}


def _leaves(tree):
    """:return: (path, node of the operator, node of the value) of each condition"""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Tuple(elts=[path, operator, value])
                | ast.List(elts=[path, operator, value])
            ):
                if isinstance(path, ast.Constant) and isinstance(path.value, str):
                    yield path.value, operator, value


def _ids(tree, model):
    """:return: (node of the number, model of the record) of each id"""
    for path, _operator, value in _leaves(tree):
        comodel = _comodel(model, path)
        if comodel:
            for part in ast.walk(value):
                if isinstance(part, ast.Constant) and type(part.value) is int:
                    yield part, comodel


def _comodel(model, path):
    """:return: the model that the values of the path are ids of, or None"""
    for name in path.split("."):
        if name == "id":
            return model._name
        field = model._fields.get(name)
        if field is None or not field.comodel_name:
            return None
        model = model.env[field.comodel_name]
    return model._name


def _position(node):
    return node.lineno, node.col_offset


def _offset(lines, line, column):
    """:param column: in bytes of UTF-8, as in :mod:`ast`"""
    before = lines[line - 1].encode()[:column].decode()
    return sum(map(len, lines[: line - 1])) + len(before)
