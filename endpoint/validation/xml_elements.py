"""XML elements for snippets: they give access to no file and no URL."""

from typing import Any

from lxml import etree


class Element(etree.ElementBase):
    """An lxml element without access to its tree, which can read and write files."""

    def getroottree(self):
        raise AttributeError("getroottree is not available")


_LOOKUP = etree.ElementDefaultClassLookup(element=Element)


def make_parser() -> etree.XMLParser:
    """:return: a new parser, because a parser keeps state"""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        # A processing instruction can load a style sheet. Comments carry no data.
        remove_pis=True,
        remove_comments=True,
    )
    parser.set_element_class_lookup(_LOOKUP)
    return parser


def make_element(
    tag: str,
    attrib: dict[str, str] | None = None,
    nsmap: dict[str | None, str] | None = None,
    text: str | None = None,
    **attributes: str,
) -> etree._Element:
    """
    :param tag: a name, or ``"{namespace}name"``
    :param text: its text; a snippet cannot set it as an attribute
    :return: a new element
    """
    attributes = {**(attrib or {}), **attributes}
    element = make_parser().makeelement(tag, attributes, nsmap)
    element.text = text
    return element


def make_child(
    parent: etree._Element,
    tag: str,
    attrib: dict[str, str] | None = None,
    nsmap: dict[str | None, str] | None = None,
    text: str | None = None,
    **attributes: str,
) -> etree._Element:
    """:return: a new element at the end of ``parent``"""
    element = etree.SubElement(parent, tag, {**(attrib or {}), **attributes}, nsmap)
    element.text = text
    return element


def to_text(element: etree._Element, pretty_print: bool = False) -> str:
    """:return: the XML of an element, without a declaration"""
    if not etree.iselement(element):
        raise TypeError(f"tostring() takes an element, not {element!r}")
    return etree.tostring(element, encoding="unicode", pretty_print=pretty_print)


def to_bytes(element: Any) -> bytes:
    """:return: the XML of an element in UTF-8, with a declaration"""
    return etree.tostring(element, encoding="utf-8", xml_declaration=True)
