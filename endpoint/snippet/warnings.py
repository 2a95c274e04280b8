"""Probable mistakes in a snippet, from its syntax tree."""

import ast
import builtins
import difflib
from collections.abc import Iterator

from odoo.tools import safe_eval as odoo_sandbox

from ..controllers.main import RESULT_KEYS
from .check import DEFINITIONS, Finding, parse
from .names import CONSTANTS

# Methods of a model, attributes of env and variables that return records.
_METHODS = ("search", "browse", "create", "sudo", "filtered", "exists")
_ATTRIBUTES = ("user", "company", "companies")
_VARIABLES = ("user", "caller", "endpoint")


def find_warnings(text: str, names: set[str]) -> list[Finding]:
    """
    :param text: Python that compiles
    :param names: the variables of a snippet
    :return: what will fail, in line order
    :raise ValueError: nested too deeply
    """
    tree = parse(text)
    bound = set(_bound_names(tree))
    findings = [
        *_unknown_names(tree, {*names, *bound}),
        *_unknown_members(tree, CONSTANTS.keys() - bound),
        *_result_members(tree),
    ]
    if "result" not in bound:
        findings.append(Finding("result", 0))
    return sorted(set(findings), key=lambda finding: finding.line)


def _bound_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        elif isinstance(node, DEFINITIONS):
            yield node.name


def _unknown_names(tree: ast.AST, names: set[str]) -> Iterator[Finding]:
    known = {*names, *odoo_sandbox._BUILTINS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in known:
            yield Finding("unknown", node.lineno, node.id, _nearest(node.id, known))


def _unknown_members(tree: ast.AST, modules: set[str]) -> Iterator[Finding]:
    """Yield misspelt members, such as ``re.findal``."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            continue
        if node.value.id in modules:
            module, name = CONSTANTS[node.value.id], node.attr
            if not hasattr(module, name):
                nearest = _nearest(name, dir(module))
                yield Finding("member", node.lineno, f"{node.value.id}.{name}", nearest)


def _result_members(tree: ast.AST) -> Iterator[Finding]:
    """Yield mistakes in ``result = {…}`` and ``result["…"] = …``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Name) and target.id == "result":
                if isinstance(node.value, ast.Dict):
                    for key, value in zip(
                        node.value.keys, node.value.values, strict=True
                    ):
                        yield from _member(key, value)
            elif _is_member_of_result(target):
                yield from _member(target.slice, node.value)


def _is_member_of_result(target):
    return (
        isinstance(target, ast.Subscript)
        and isinstance(target.value, ast.Name)
        and target.value.id == "result"
    )


def _member(key, value):
    if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
        return
    if key.value not in RESULT_KEYS:
        suggestion = _nearest(key.value, RESULT_KEYS)
        yield Finding("key", key.lineno, key.value, suggestion)
    if key.value == "payload" and _is_records(value):
        yield Finding("records", value.lineno)


def _is_records(value):
    match value:
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _METHODS
        case ast.Attribute(value=ast.Name(id="env"), attr=name):
            return name in _ATTRIBUTES
        case ast.Subscript(value=ast.Name(id="env")):
            return True
        case ast.Name(id=name):
            return name in _VARIABLES
    return False


def _nearest(name, names):
    """:return: the name that was probably meant; empty if none is similar"""
    near = difflib.get_close_matches(name, sorted(names), 1, 0.65)
    return near[0] if near and not hasattr(builtins, name) else ""
