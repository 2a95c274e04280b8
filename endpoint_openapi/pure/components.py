"""Convert a JSON Schema to schema components of an OpenAPI document.

Each of its ``$defs`` also becomes a component, and references are updated.
"""

import re
from urllib.parse import quote, unquote

from odoo.addons.endpoint.validation.schema_text import (
    KEYWORDS,
    LISTS,
    MAPS,
    META,
    SINGLE,
    subschemas,
)

_ROOT = "#/components/schemas/"
#: keywords whose meaning depends on the location of the schema
_UNMOVABLE = ("$id", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$vocabulary")
#: keywords for which code generators expect a boolean as well
_BOOLEANS = ("additionalProperties", "unevaluatedItems", "unevaluatedProperties")


class CannotConvert(ValueError):
    """OpenAPI cannot express this schema; the message says why."""


def to_components(schema: dict | bool, name: str, taken=()) -> dict[str, dict]:
    """
    :param schema: Draft 2020-12
    :param name: of the component that the schema becomes
    :param taken: names of the components that already exist
    :return: schemas by component name; the first is the schema itself
    :raise CannotConvert:
    """
    if isinstance(schema, bool):
        return {name: _as_object(schema)}
    if not isinstance(schema, dict):
        raise CannotConvert("a schema is an object, such as {type: object}")
    for error in META.iter_errors(schema):
        raise CannotConvert(f"{_show(map(str, error.instance_path))}: {error.message}")
    try:
        return _Rewriter(schema, name, taken).rewrite()
    except RecursionError:
        raise CannotConvert("it is nested too deeply") from None


def pascal_case(text: str) -> str:
    """
    >>> pascal_case("get-demo-order")
    'GetDemoOrder'
    """
    words = re.findall(r"[A-Za-z0-9]+", text)
    return "".join(word[0].upper() + word[1:] for word in words)


def make_titles_unique(schemas: dict[str, dict]) -> None:
    """Rename titles of objects that occur more than once: code generators name classes
    after them, and drop the second class of the same name.

    :param schemas: components by name, changed in place; the first keeps its title
    """
    taken = {pascal_case(name).lower() for name in schemas}
    numbers: dict[tuple[str, str], int] = {}  # a title may occur many times
    for name, schema in schemas.items():
        for part in subschemas(schema):
            title = part.get("title")
            is_object = "object" in part.get("type", ()) or "properties" in part
            if not title or title == name or not (is_object or "allOf" in part):
                continue
            unique, number = title, numbers.get((title, name), 1)
            while pascal_case(unique).lower() in taken:
                suffix = f" {number}" if number > 1 else ""
                unique, number = f"{title} of {name}{suffix}", number + 1
            numbers[title, name] = number
            taken.add(pascal_case(unique).lower())
            part["title"] = unique


class _Rewriter:
    """Rewrites one schema, and resolves its references at the end."""

    def __init__(self, schema, name, taken):
        self.schema = schema
        self.name = name
        self.names = self._name_definitions({*taken, name})
        self.anchors = {}  # -> path of the schema
        self.references = []  # (schema that has the $ref, path of the $ref)

    def _name_definitions(self, taken):
        """:return: component names by (keyword, name of a definition)"""
        names, numbers = {}, {}
        for keyword in ("$defs", "definitions"):
            for key in self.schema.get(keyword, ()):
                wanted = name = self.name + (pascal_case(key) or "Definition")
                number = numbers.get(wanted, 2)
                while name in taken:
                    name, number = f"{wanted}{number}", number + 1
                numbers[wanted] = number
                taken.add(name)
                names[keyword, key] = name
        return names

    def rewrite(self):
        root = {
            keyword: value
            for keyword, value in self.schema.items()
            if keyword not in ("$id", "$defs", "definitions")
        }
        components = {self.name: self._rewrite(root, ())}
        for (keyword, key), name in self.names.items():
            components[name] = self._rewrite(self.schema[keyword][key], (keyword, key))
        for schema, path in self.references:
            tokens = self._resolve(schema["$ref"], path)
            _check_target(components, tokens, schema["$ref"])
            schema["$ref"] = _ROOT + "/".join(map(_escape, tokens))
        return components

    def _rewrite(self, schema, path):
        if isinstance(schema, bool):
            return schema if path[-1] in _BOOLEANS else _as_object(schema)
        rewritten = {}
        for keyword, value in schema.items():
            here = (*path, keyword)
            if keyword == "$schema":
                continue  # the document declares its own
            if keyword == "$anchor":
                self.anchors[value] = path
                continue
            if keyword in _UNMOVABLE:
                raise CannotConvert(f"{_show(here)} is only meaningful in its own file")
            if keyword == "$ref":
                self.references.append((rewritten, here))
            elif keyword in SINGLE:
                value = self._rewrite(value, here)
            elif keyword in MAPS and keyword in KEYWORDS:
                value = {
                    key: self._rewrite(part, (*here, key))
                    for key, part in value.items()
                }
            elif keyword in LISTS:
                value = [
                    self._rewrite(part, (*here, str(index)))
                    for index, part in enumerate(value)
                ]
            elif keyword not in KEYWORDS and not keyword.startswith("x-"):
                keyword = f"x-{keyword}"  # ignored by validators
            rewritten[keyword] = value
        return rewritten

    def _resolve(self, reference, path):
        """:return: JSON pointer below the components, as tuple"""
        local = reference.removeprefix(self.schema.get("$id", ""))
        if local and not local.startswith("#"):
            raise CannotConvert(f"{_show(path)} refers to another file: {reference}")
        pointer = unquote(local[1:])
        if not pointer or pointer.startswith("/"):
            tokens = tuple(map(_unescape, pointer.split("/")[1:]))
        elif pointer in self.anchors:
            tokens = self.anchors[pointer]
        else:
            raise CannotConvert(f"it refers to {reference}, which does not exist")
        if tokens[:2] in self.names:
            return self.names[tokens[:2]], *tokens[2:]
        return self.name, *tokens


def _as_object(boolean):
    # OpenAPI 3.0 has no boolean schemas, and few tools support them.
    return {} if boolean else {"not": {}}


def _check_target(components, tokens, reference):
    target = components
    for token in tokens:
        if isinstance(target, dict) and token in target:
            target = target[token]
        elif (
            isinstance(target, list) and token.isdecimal() and int(token) < len(target)
        ):
            target = target[int(token)]
        else:
            raise CannotConvert(f"it refers to {reference}, which does not exist")
    if not isinstance(target, dict | bool):
        raise CannotConvert(f"it refers to {reference}, which is not a schema")


def _escape(token):
    return quote(token.replace("~", "~0").replace("/", "~1"), safe="~!$&'()*+,;=:@-._")


def _unescape(token):
    return token.replace("~1", "/").replace("~0", "~")


def _show(path):
    return "/".join(path) or "the top"
