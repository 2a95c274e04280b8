"""Path and query parameters."""

import keyword
import re
from typing import Any
from urllib.parse import quote, urlencode

from odoo.addons.endpoint.pure.text import CONTROLS
from odoo.addons.endpoint.validation import query, yaml_text

from .. import valid_example
from . import parameter_parts as parts
from .problems import Note, Unusable, note
from .schemas import Schemas

_ARGUMENT = re.compile(r"\{([^{}/]*)\}")
_ANGLE = re.compile("[<>]")
_ENUM = re.compile(r"[A-Za-z0-9._~-]+")
#: keywords of a path parameter's schema that no converter checks
_UNCHECKED = {
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("pattern", "minLength", "maxLength", "enum"),
}


class Parameters:
    """The parameters of one operation: route, query parameters and an example call."""

    def __init__(self, schemas: Schemas, found: dict[tuple[str, str], dict]) -> None:
        self.notes: list[Note] = []
        self.arguments: set[str] = set()
        self._schemas = schemas
        self._found = found

    # ------------------------------------------------------------
    # Path
    # ------------------------------------------------------------

    def route(self, path: str) -> tuple[str, str]:
        """
        :param path: Path Template, such as ``/orders/{order-id}``
        :return: (route, such as ``/orders/<int:order_id>``; an example of a path)
        """
        # A “<” would begin an argument of the route, such as <path:rest>.
        if CONTROLS.search(path) or _ANGLE.search(path):
            raise Unusable("path_characters")
        route, example, end = "", "", 0
        for match in _ARGUMENT.finditer(path):
            literal = path[end : match.start()]
            end = match.end()
            argument, value = self._argument(match[1])
            route += literal + argument
            example += quote(literal) + quote(value, safe="")
        return route + path[end:], example + quote(path[end:])

    def _argument(self, name: str) -> tuple[str, str]:
        """:return: (the argument of a route, an example of its value)"""
        parameter = self._found.get(("path", name), {})
        schema = self._schema(parameter, "path", name)
        converter = self._converter(parameter, schema, name)
        valid, value = valid_example.make(schema, parts.examples(parameter))
        text = "true" if value is True else str(value)
        if converter == "int" and not text.isdecimal():
            text = "1"
        return f"<{converter}:{self._identifier(name)}>", text.replace("/", "-")

    def _identifier(self, name: str) -> str:
        """:return: a name for a Python argument, different from the others"""
        base = re.sub(r"\W", "_", name, flags=re.A) or "value"
        if base[0].isdigit() or base[0] == "_" or keyword.iskeyword(base):
            base = f"p_{base.lstrip('_')}"
        identifier, number = base, 1
        while identifier in self.arguments:
            number += 1
            identifier = f"{base}_{number}"
        self.arguments.add(identifier)
        if identifier != name:
            self.notes.append(note("renamed", name=name, new=identifier))
        return identifier

    def _converter(self, parameter: dict, schema: Any, name: str) -> str:
        kind, unchecked = parts.kind(schema), _UNCHECKED.intersection(schema)
        converter = "int" if kind == "integer" else "string"
        values = schema.get("enum", ["true", "false"] if kind == "boolean" else None)
        if kind == "string" and schema.get("format") == "uuid":
            converter = "uuid"
        elif kind in ("string", "boolean") and isinstance(values, list):
            if values and all(_ENUM.fullmatch(str(value)) for value in values):
                quoted = (f'"{value}"' for value in values)
                converter, unchecked = f"any({', '.join(quoted)})", ()
        if parameter.get("style", "simple") != "simple" or kind in ("array", "object"):
            self.notes.append(note("path_style", name=name))
        elif unchecked:
            words = ", ".join(sorted(unchecked))
            self.notes.append(note("path_unchecked", name=name, keywords=words))
        return converter

    # ------------------------------------------------------------
    # Query
    # ------------------------------------------------------------

    def query(self) -> tuple[str, str]:
        """:return: (text of ``query_parameters``, an example of a query string)"""
        items, pairs = [], []
        for (place, name), parameter in self._found.items():
            if place in ("header", "cookie"):
                self.notes.append(note(place, name=name))
            if place != "query":
                continue
            if name in self.arguments:
                self.notes.append(note("in_path", name=name))
                continue
            try:
                item, values = self._item(parameter, name)
                query.load(yaml_text.dump([item]))
            except ValueError as exc:
                reason = exc.note if isinstance(exc, Unusable) else None
                error = reason or note("parameter", name=name, error=exc)
                self.notes.append(error)
                continue
            items.append(item)
            pairs += [(name, value) for value in values]
        return (yaml_text.dump(items) if items else ""), urlencode(pairs)

    def _item(self, parameter: dict, name: str) -> tuple[dict, list[str]]:
        """:return: (item of ``query_parameters``, texts of an example call)"""
        schema = self._schema(parameter, "query", name)
        item: dict[str, Any] = {"name": name}
        value_schema = schema
        if parts.kind(schema) == "array":
            item[self._list_style(parameter, name)] = True
            value_schema = parts.root(schema.get("items", {}), schema)
        kind = parts.kind(value_schema)
        if kind not in query.TYPES:
            if kind in ("array", "object"):
                raise Unusable("query_style", name=name)
            if value_schema:
                self.notes.append(note("query_unchecked", name=name))
            kind, value_schema = "string", {}
        item["type"] = kind
        item.update(
            {k: value_schema[k] for k in query.CONSTRAINTS if k in value_schema}
        )
        if "enum" in item:
            item["enum"] = [value for value in item["enum"] if value is not None]
        return item, self._texts(parameter, schema, item)

    def _list_style(self, parameter: dict, name: str) -> str:
        """:return: the member of an item that says how a list is written"""
        style = parameter.get("style", "form")
        if style != "form":
            raise Unusable("query_style", name=name)
        return "multiple" if parameter.get("explode", True) else "separated"

    def _texts(self, parameter: dict, schema: dict, item: dict) -> list[str]:
        """Fill in what the documentation shows. :return: texts of an example call"""
        if parameter.get("required") is True:
            item["required"] = True
        elif "default" in schema:
            item["default"] = schema["default"]
        if isinstance(parameter.get("description"), str):
            item["description"] = parameter["description"]
        if parameter.get("deprecated") is True:
            item["deprecated"] = True
        given = parts.examples(parameter)
        if given:
            item["example"] = given[0]
        if not (given or item.get("required")):
            return []
        valid, value = valid_example.make(schema, given)
        values = value if isinstance(value, list) else [value]
        texts = [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
        return [",".join(texts)] if "separated" in item else texts

    def _schema(self, parameter: dict, place: str, name: str) -> dict:
        """:return: the converted schema; empty with a note if it cannot be used"""
        if "schema" not in parameter:
            if "content" in parameter and place == "query":
                raise Unusable("query_style", name=name)
            return {}
        try:
            schema = self._schemas.convert(parameter["schema"])
        except Unusable as exc:
            self.notes.append(note("parameter_schema", name=name))
            self.notes.append(exc.note)
            return {}
        return parts.root(schema, schema)
