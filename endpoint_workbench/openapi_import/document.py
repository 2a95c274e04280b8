"""The document as a whole: reading it, local references, the list of operations."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from odoo.addons.endpoint.validation import yaml_text

from .problems import Unusable

MAX_CHARACTERS = 16 * 2**20
MAX_NODES = 300_000
#: far more than a hand-written document has, and less than Python's stack takes
MAX_DEPTH = 100
MAX_OPERATIONS = 2_000
_VARIABLE = re.compile(r"\{([^{}]*)\}")
METHODS = ("get", "post", "put", "patch", "delete")
#: methods of a Path Item Object that endpoints do not have
OTHER_METHODS = ("head", "options", "trace", "query")


class Place(NamedTuple):
    """An operation and where it stands."""

    path: str
    method: str  # in lower case
    item: dict[str, Any]
    operation: Any


def member(part: dict[str, Any], name: str, kind: type) -> Any:
    """
    :return: the member, an empty value of that type if it is missing
    :raise Unusable: it has another type
    """
    value = part.get(name)
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise Unusable("wrong_type", name=name, kind=kind.__name__)
    return value


class Document:
    """An OpenAPI document of version 3.0 or 3.1.

    :raise Unusable: the text is not an OpenAPI document; see ``notes.py``
    """

    def __init__(self, text: str) -> None:
        self.data = _read(text)
        version = self.data.get("openapi")
        if "swagger" in self.data:
            raise Unusable("swagger", version=self.data["swagger"])
        if version is None:
            raise Unusable("no_openapi")
        self.is_30 = str(version).startswith("3.0")
        if not self.is_30 and not str(version).startswith("3.1"):
            raise Unusable("version", version=version)
        self.places = list(self._places())
        usable = sum(place.method in METHODS for place in self.places)
        if usable > MAX_OPERATIONS:
            raise Unusable("operations", count=usable, limit=MAX_OPERATIONS)
        if not usable:
            raise Unusable("no_operations")

    def _places(self) -> Iterator[Place]:
        """:return: the operations in the order of the document"""
        for path, item in member(self.data, "paths", dict).items():
            if path.startswith("x-"):
                continue
            try:
                item = self.resolve(item)
            except Unusable as exc:
                yield Place(path, "*", {}, exc)
                continue
            for name in (*METHODS, *OTHER_METHODS):
                if isinstance(item, dict) and name in item:
                    yield Place(path, name, item, item[name])

    def resolve(self, part: Any) -> Any:
        """
        :return: the target of a Reference Object, any other part as it is
        :raise Unusable: the reference leads nowhere, in a circle or to another document
        """
        seen = set()
        while isinstance(part, dict) and "$ref" in part:
            reference = str(part["$ref"])
            if reference in seen:
                raise Unusable("endless", reference=reference)
            seen.add(reference)
            part = self.lookup(reference)
        return part

    def lookup(self, reference: str) -> Any:
        """
        :param reference: JSON Pointer as a fragment (RFC 6901 §6), such as
            ``#/components/schemas/Pet``
        :raise Unusable: another document, or nothing is there
        """
        if not reference.startswith("#/"):
            raise Unusable("remote", reference=reference)
        part = self.data
        for step in unquote(reference[2:]).split("/"):
            step = step.replace("~1", "/").replace("~0", "~")
            if isinstance(part, list) and step.isdecimal() and len(step) < 7:
                part = part[int(step)] if int(step) < len(part) else None
            else:
                part = part.get(step) if isinstance(part, dict) else None
            if part is None:
                raise Unusable("missing", reference=reference)
        return part

    def base_path(self) -> str:
        """:return: the path of the first server with the defaults of its variables,
        such as ``/v1``; empty for none
        """
        servers = self.data.get("servers")
        server = servers[0] if isinstance(servers, list) and servers else {}
        if not isinstance(server, dict):
            return ""
        variables = member(server, "variables", dict)
        defaults = {
            name: str(variable.get("default", ""))
            for name, variable in variables.items()
            if isinstance(variable, dict)
        }
        # In one pass: a default with variables in it could grow without limit.
        url = _VARIABLE.sub(
            lambda found: defaults.get(found[1], found[0]), str(server.get("url", ""))
        )
        _scheme, separator, rest = url.partition("://")
        path = rest.partition("/")[2] if separator else url
        return "/" + path.strip("/") if path.strip("/") else ""


def _read(text: str) -> dict[str, Any]:
    if len(text) > MAX_CHARACTERS:
        raise Unusable("too_long", limit=MAX_CHARACTERS // 2**20)
    try:
        data = yaml_text.load(text, MAX_NODES, text_names=True)
    except (ValueError, RecursionError) as exc:
        raise Unusable("unreadable", error=exc) from exc
    if not isinstance(data, dict):
        raise Unusable("no_openapi")
    check_depth(data)
    return data


def check_depth(data: Any) -> None:
    """:raise Unusable: more than :data:`MAX_DEPTH` levels"""
    level = [data]
    for _depth in range(MAX_DEPTH):
        below = []
        for part in level:
            parts = part.values() if isinstance(part, dict) else part
            below += [each for each in parts if isinstance(each, dict | list)]
        if not below:
            return
        level = below
    raise Unusable("too_deep", limit=MAX_DEPTH)
