"""Errors and warnings about a snippet at save, from its syntax tree."""

import ast
import builtins
import difflib
from collections.abc import Iterator
from typing import NamedTuple

from odoo.api import Environment
from odoo.tools import LazyTranslate
from odoo.tools import safe_eval as odoo_sandbox

from ..controllers.main import RESULT_KEYS
from .names import CONSTANTS

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Methods of a model, attributes of env and variables that return records.
_METHODS = ("search", "browse", "create", "sudo", "filtered", "exists")
_ATTRIBUTES = ("user", "company", "companies")
_VARIABLES = ("user", "caller", "endpoint")


_lt = LazyTranslate(__name__)
#: reason of a :class:`Finding` -> message
_MESSAGES = {
    "import": _lt(
        "line %(line)s: imports are not available; see Code Help for what the code can "
        "use."
    ),
    "statement": _lt(
        "line %(line)s: “%(name)s” is not available; see Code Help for what the code "
        "can use."
    ),
    "attribute": _lt(
        "line %(line)s: attributes of objects cannot be set; use write() for records."
    ),
    "name": _lt(
        "line %(line)s: the name “%(name)s” is not available; see Code Help for what "
        "the code can use."
    ),
    "unknown": _lt(
        "line %(line)s: “%(name)s” is not defined; see Code Help for what the code can "
        "use.%(suggestion)s"
    ),
    "member": _lt("line %(line)s: “%(name)s” does not exist.%(suggestion)s"),
    "key": _lt("line %(line)s: “result” has no member “%(name)s”.%(suggestion)s"),
    "records": _lt(
        "line %(line)s: the payload is a recordset, which JSON cannot represent. Use "
        "its read() or ids."
    ),
    "nested": _lt("The code is nested too deeply: split it into several statements."),
    "result": _lt("The code never sets “result”."),
}


class Finding(NamedTuple):
    """A place in a snippet and the message about it."""

    reason: str
    line: int
    name: str = ""
    suggestion: str = ""

    def render(self, env: Environment) -> str:
        """:return: the message for an admin, in the language of ``env``"""
        values = self._asdict()
        if self.suggestion:
            values["suggestion"] = env._(" Did you mean “%s”?", self.suggestion)
        message = env._(_MESSAGES[self.reason])
        return message % values


def find_refusals(text: str) -> list[Finding]:
    """
    :param text: Python that compiles
    :return: the constructs that Odoo's sandbox refuses, in line order; empty if no
        message describes them
    """
    try:
        nodes = ast.walk(_parse(text))
    except ValueError:
        return [Finding("nested", 0)]
    findings = [finding for node in nodes if (finding := _refusal(node))]
    return sorted(findings, key=lambda finding: finding.line)


def _parse(text: str) -> ast.Module:
    """:raise ValueError: nested too deeply for Python's parser"""
    try:
        return ast.parse(text)
    except (MemoryError, RecursionError) as exc:
        raise ValueError("nested too deeply") from exc


def _refusal(node):
    if isinstance(node, ast.Import | ast.ImportFrom):
        return Finding("import", node.lineno)
    if word := _STATEMENTS.get(type(node)):
        return Finding("statement", node.lineno, word)
    if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
        return Finding("attribute", node.lineno)
    if isinstance(node, ast.Starred) and not isinstance(node.ctx, ast.Load):
        return Finding("statement", node.lineno, "*")
    name = _name_of(node)
    if "__" in name or name in odoo_sandbox._UNSAFE_ATTRIBUTES:
        return Finding("name", node.lineno, name)
    return None


_STATEMENTS = {
    ast.ClassDef: "class",
    ast.With: "with",
    ast.Global: "global",
    ast.Nonlocal: "nonlocal",
    ast.AsyncFunctionDef: "async",
    ast.AsyncFor: "async",
    ast.AsyncWith: "async",
    ast.Await: "await",
    ast.Yield: "yield",
    ast.YieldFrom: "yield from",
    ast.Match: "match",
}


def _name_of(node):
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    return node.name if isinstance(node, _DEFINITIONS) else ""


def find_warnings(text: str, names: set[str]) -> list[Finding]:
    """
    :param text: Python that compiles
    :param names: the variables of a snippet
    :return: what will fail, in line order
    :raise ValueError: nested too deeply
    """
    tree = _parse(text)
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
        elif isinstance(node, _DEFINITIONS):
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
