"""Refuses schemas of a few lines that take years to evaluate."""

from typing import Any

from odoo.addons.endpoint.validation import schema_text

from .problems import Unusable

#: schemas that may apply to one value, counting each reference
MAX_COST = 10_000

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")


def check(schema: Any) -> None:
    """
    :param schema: of Draft 2020-12 that refers to its own ``$defs`` only
    :raise Unusable: too many schemas apply to one value, or endlessly many
    """
    definitions = schema.get("$defs", {}) if isinstance(schema, dict) else {}
    costs: dict[int, float] = {}
    try:
        for part in schema_text.subschemas(schema):
            if _cost(part, definitions, costs) > MAX_COST:
                raise Unusable("schema_cost", limit=MAX_COST)
    except RecursionError as exc:
        raise Unusable("schema_cost", limit=MAX_COST) from exc


def _cost(part: Any, definitions: dict[str, Any], costs: dict[int, float]) -> float:
    """:return: number of schemas that apply to the same value; infinite for a cycle"""
    if not isinstance(part, dict):
        return 1
    if id(part) not in costs:
        costs[id(part)] = float("inf")
        children = _in_place(part, definitions)
        cost = 1 + sum(_cost(child, definitions, costs) for child in children)
        costs[id(part)] = cost
    return costs[id(part)]


def _in_place(part: dict[str, Any], definitions: dict[str, Any]) -> list[Any]:
    """:return: the schemas that apply to the same value as ``part``"""
    children = [part[keyword] for keyword in _SINGLE if keyword in part]
    for keyword in _LISTS:
        children += part.get(keyword, ())
    children += part.get("dependentSchemas", {}).values()
    if "$ref" in part:
        children.append(definitions.get(part["$ref"].removeprefix("#/$defs/")))
    return children
