"""Schema Objects become JSON Schemas (Draft 2020-12) that stand on their own."""

import json
import re
from typing import Any

from odoo.addons.endpoint.validation import schema_size, schema_text

from .document import Document
from .problems import Unusable

MAX_CHARACTERS = 200_000
#: schemas that may apply to one value, counting each reference: a few lines could take
#: years to evaluate
MAX_COST = 10_000

#: keywords of OpenAPI that validate nothing, and names that lose their meaning when a
#: schema moves to another document
_DROPPED = {
    *("xml", "externalDocs", "discriminator", "example", "nullable"),
    *("$schema", "$id", "deprecated", "writeOnly", "readOnly"),
}


class Schemas:
    """Converts the schemas of one document, each shared one once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._names: dict[str, str] = {}  # reference -> name in $defs
        self._shared: dict[str, tuple[Any, set[str], int]] = {}

    def convert(self, part: Any) -> Any:
        """
        :param part: a Schema Object
        :return: schema of Draft 2020-12; what it refers to is in its ``$defs``
        :raise Unusable: not a schema, too large, or a reference that leads nowhere
        """
        references: set[str] = set()
        schema = self._convert(part, references)
        definitions = self._collect(references)
        target = isinstance(schema, dict) and schema.get("$ref")
        used = set().union(*(self._shared[ref][1] for ref in definitions))
        if target and schema.keys() == {"$ref"}:
            name = target.removeprefix("#/$defs/")
            [reference] = (ref for ref in definitions if self._names[ref] == name)
            if reference not in used:
                schema = self._shared[definitions.pop(definitions.index(reference))][0]
        if definitions and isinstance(schema, dict):
            shared = {self._names[ref]: self._shared[ref][0] for ref in definitions}
            schema = {**schema, "$defs": dict(sorted(shared.items()))}
        self._check(schema)
        return schema

    def _collect(self, references: set[str]) -> list[str]:
        """:return: the references and all that they lead to"""
        found: dict[str, None] = {}  # a set that keeps its order
        todo, size = sorted(references), 0
        while todo:
            reference = todo.pop()
            if reference in found:
                continue
            found[reference] = None
            _schema, further, characters = self._define(reference)
            size += characters
            if size > MAX_CHARACTERS:
                raise Unusable("schema_size", limit=MAX_CHARACTERS)
            todo += sorted(ref for ref in further if ref not in found)
        return list(found)

    def _define(self, reference: str) -> tuple[Any, set[str], int]:
        """:return: (converted target, its references, its length as JSON)"""
        if reference not in self._shared:
            further: set[str] = set()
            schema = self._convert(self._document.lookup(reference), further)
            self._shared[reference] = (schema, further, len(json.dumps(schema)))
        return self._shared[reference]

    def _check(self, schema: Any) -> None:
        if len(json.dumps(schema)) > MAX_CHARACTERS:
            raise Unusable("schema_size", limit=MAX_CHARACTERS)
        try:
            schema_text.check(json.dumps(schema))
        except ValueError as exc:
            raise Unusable("schema", error=exc) from exc
        try:
            cost = schema_size.largest(schema)
        except RecursionError:
            cost = float("inf")
        if cost > MAX_COST:
            raise Unusable("schema_cost", limit=MAX_COST)

    def _convert(self, part: Any, references: set[str]) -> Any:
        if isinstance(part, bool):
            return part
        if not isinstance(part, dict):
            raise Unusable("wrong_type", name="schema", kind="dict")
        if "$ref" in part:
            reference = str(part["$ref"])
            references.add(reference)
            beside = {} if self._document.is_30 else self._members(part, references)
            return {**beside, "$ref": f"#/$defs/{self._name(reference)}"}
        schema = self._members(part, references)
        return _from_30(part, schema) if self._document.is_30 else schema

    def _members(self, part: dict[str, Any], references: set[str]) -> dict[str, Any]:
        schema = {}
        for keyword, value in part.items():
            if keyword in _DROPPED or keyword.startswith("x-"):
                continue
            if keyword in schema_text.MAPS and isinstance(value, dict):
                value = {
                    n: self._convert(each, references) for n, each in value.items()
                }
            elif keyword in schema_text.LISTS and isinstance(value, list):
                value = [self._convert(each, references) for each in value]
            elif keyword in schema_text.SINGLE and isinstance(value, dict):
                value = self._convert(value, references)
            schema[keyword] = value
        if "example" in part and "examples" not in schema:
            schema["examples"] = [part["example"]]
        return schema

    def _name(self, reference: str) -> str:
        if reference not in self._names:
            last = reference.removeprefix("#/components/schemas/")
            name = base = re.sub(r"\W+", "_", last, flags=re.A).strip("_") or "schema"
            number = 1
            while name in self._names.values():
                number += 1
                name = f"{base}_{number}"
            self._names[reference] = name
        return self._names[reference]


def _from_30(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Keywords that OpenAPI 3.0 (§4.7.24) and Draft 2020-12 define differently."""
    for bound in ("Minimum", "Maximum"):
        name, plain = f"exclusive{bound}", bound.lower()
        if schema.get(name) is True and plain in schema:
            schema[name] = schema.pop(plain)
        elif isinstance(schema.get(name), bool):
            del schema[name]
    properties = part.get("properties")
    if isinstance(schema.get("required"), list) and isinstance(properties, dict):
        # In a request, a property that is read-only is not required.
        schema["required"] = [
            name
            for name in schema["required"]
            if not _is_read_only(properties.get(str(name)))
        ]
    return _nullable(schema) if part.get("nullable") is True else schema


def _is_read_only(part: Any) -> bool:
    return isinstance(part, dict) and part.get("readOnly") is True


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}
