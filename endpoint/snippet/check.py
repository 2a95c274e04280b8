"""What Odoo's sandbox refuses of a snippet, from its syntax tree."""

import ast
from typing import NamedTuple

from odoo.api import Environment
from odoo.tools import LazyTranslate
from odoo.tools import safe_eval as odoo_sandbox

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
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
        nodes = ast.walk(parse(text))
    except ValueError:
        return [Finding("nested", 0)]
    findings = [finding for node in nodes if (finding := _refusal(node))]
    return sorted(findings, key=lambda finding: finding.line)


def parse(text: str) -> ast.Module:
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
    return node.name if isinstance(node, DEFINITIONS) else ""
