"""Data files of Odoo as text (Odoo ``tools/convert.py``)."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

# Odoo reads files with universal newlines, and XML cannot hold most control characters.
_UNSAFE = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Node(NamedTuple):
    """One field of a record: a text, or an attribute such as ``ref``, ``eval``.

    :param name: of the field; empty for a comment alone
    :param comment: a sentence for the developer, above the field
    """

    name: str
    text: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    comment: str = ""


def is_safe(text: str) -> bool:
    """:return: whether an XML file, or a text file, gives back the same text"""
    return not _UNSAFE.search(text)


def text_node(name: str, text: str) -> Node:
    """:return: a node that Odoo reads as exactly this text"""
    if is_safe(text):
        return Node(name, text)
    return Node(name, None, (("eval", ascii(text)),))


def document(records: Iterable[str]) -> str:
    """
    :param records: texts of :func:`record` and :func:`comment`
    :return: a data file, whose records ``-u`` leaves as the admin changed them
    """
    body = "\n".join(records)
    return (
        f'<?xml version="1.0" encoding="UTF-8" ?>\n<odoo noupdate="1">\n{body}</odoo>\n'
    )


def record(xml_id: str, model: str, nodes: Iterable[Node]) -> str:
    """:return: a ``<record>`` element"""
    lines = [f"    <record id={quoteattr(xml_id)} model={quoteattr(model)}>\n"]
    for node in nodes:
        if node.comment:
            lines.append(comment(node.comment, 8))
        if node.name:
            lines.append(f"        {_field(node)}\n")
    return "".join([*lines, "    </record>\n"])


def comment(text: str, indent: int = 4) -> str:
    """:return: an XML comment; it must not contain two hyphens (XML 1.0 §2.5)"""
    words = _UNSAFE.sub("", " ".join(text.split()))
    words = words.replace("--", "-\u2010").replace("--", "-\u2010")
    return f"{' ' * indent}<!-- {words} -->\n"


def _field(node):
    pairs = (("name", node.name), *node.attributes)
    opening = " ".join(f"{name}={quoteattr(value)}" for name, value in pairs)
    if node.text is None:
        return f"<field {opening} />"
    return f"<field {opening}>{_content(node.text)}</field>"


def _content(text):
    if "\n" not in text and not re.search("[<&]", text):
        return escape(text)  # “]]>” must be escaped as well
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
