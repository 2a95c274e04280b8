"""XML and XML Schema: no DTD, no entities, no network, no huge trees."""

import threading
from typing import Any

from lxml import etree

from . import xml_elements

MAX_ERRORS = 100
#: elements that replace references to groups: libxml2 copies each of them
_MAX_EXPANDED = 20_000
_XS = "{http://www.w3.org/2001/XMLSchema}"


class _PlacedError(ValueError):
    """:param line: where it was noticed, from 1; None if unknown"""

    def __init__(self, message: str | None, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class SchemaError(_PlacedError):
    """A schema that cannot be used; the message says how to correct it."""


class InvalidXML(_PlacedError):
    """The text is not XML, or is not allowed here; the message says why."""


def parse(body: bytes) -> etree._Element:
    """
    :return: the root element
    :raise InvalidXML: not well-formed, too large, or with a DTD
    """
    # Parsers keep state: create one per text.
    parser = xml_elements.make_parser()
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as exc:
        raise InvalidXML(exc.msg, exc.lineno) from None
    except ValueError as exc:
        raise InvalidXML(str(exc)) from None
    if etree.ElementTree(root).docinfo.internalDTD is not None:
        raise InvalidXML("a document type declaration is not allowed")
    return root


class Validator:
    """A compiled XML Schema. Threads can share it."""

    def __init__(self, schema: etree.XMLSchema):
        self._schema = schema
        # All threads share the error log of an lxml schema object.
        self._lock = threading.Lock()

    def errors(self, root: etree._Element) -> tuple[list[dict[str, Any]], bool]:
        """
        :param root: result of :func:`parse`
        :return: (list of ``{"loc", "msg", "type"}``, whether there were more errors)
        """
        with self._lock:
            if self._schema.validate(root):
                return [], False
            log = list(self._schema.error_log)
        detail = [
            {
                "loc": ["body", *filter(None, (error.path or "").split("/"))],
                "msg": f"line {error.line}: {error.message}"[:300],
                "type": "xml_schema",
            }
            for error in log[:MAX_ERRORS]
        ]
        return detail, len(log) > MAX_ERRORS


def load(text: str) -> Validator:
    """Read an XML Schema and compile it.

    :raise SchemaError: not a schema, or one that refers to another file
    """
    try:
        root = parse(text.strip().encode())
    except InvalidXML as exc:
        raise SchemaError(f"not XML: {exc}", exc.line) from exc
    for name in ("import", "include", "redefine", "override"):
        for element in root.iter(_XS + name):
            if element.get("schemaLocation"):
                raise SchemaError(
                    f"xs:{name} of {element.get('schemaLocation')!r}: nothing is "
                    "fetched; put everything into one schema",
                    element.sourceline,
                )
    _check_size(root)
    try:
        return Validator(etree.XMLSchema(root))
    except etree.XMLSchemaParseError as exc:
        entry = exc.error_log.last_error
        raise SchemaError(str(exc), entry.line if entry else None) from exc


def _check_size(root: etree._Element) -> None:
    """:raise SchemaError: its groups are too large, or recursive"""
    groups = {
        (group.tag, group.get("name")): group
        for group in root
        if group.tag in (_XS + "group", _XS + "attributeGroup")
    }
    sizes: dict[etree._Element, float] = {}

    def size(element: etree._Element) -> float:
        if element not in sizes:
            sizes[element] = float("inf")
            total: float = 0
            for part in element.iter(_XS + "*"):
                name = (part.get("ref") or "").rpartition(":")[2]
                group = groups.get((part.tag, name))
                total += 1 if group is None else size(group)
            sizes[element] = total
        return sizes[element]

    try:
        expanded = size(root) - sum(1 for _element in root.iter())
    except RecursionError as exc:
        raise SchemaError("nested too deeply") from exc
    if expanded > _MAX_EXPANDED:
        raise SchemaError(f"its groups expand to more than {_MAX_EXPANDED} elements")
