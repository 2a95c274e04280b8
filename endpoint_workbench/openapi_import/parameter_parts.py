"""Parts of Parameter Objects."""

from typing import Any

from .document import Document, member
from .problems import Unusable


def collect(document: Document, lists: list[Any]) -> dict[tuple[str, str], dict]:
    """
    :param lists: of a Path Item Object and of its operation, which overrides it
    :return: Parameter Objects by (``in``, ``name``)
    """
    found = {}
    for part in (each for parts in lists for each in parts):
        parameter = document.resolve(part)
        if not isinstance(parameter, dict):
            raise Unusable("wrong_type", name="parameters", kind="dict")
        place, name = str(parameter.get("in")), str(parameter.get("name"))
        found[place, name] = parameter
    return found


def root(schema: Any, whole: dict) -> dict:
    """:return: the schema behind a reference to ``$defs``"""
    for _step in range(10):
        if not isinstance(schema, dict) or schema.keys() - {"$defs"} != {"$ref"}:
            break
        name = schema["$ref"].removeprefix("#/$defs/")
        schema = whole.get("$defs", {}).get(name, {})
    return schema if isinstance(schema, dict) else {}


def kind(schema: Any) -> str:
    """:return: the one type of a schema besides null; empty for none or several"""
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else [k for k in kinds if k != "null"]
    return kinds[0] if len(kinds) == 1 else ""


def examples(parameter: dict) -> list[Any]:
    """:return: examples of a Parameter Object, the first first"""
    if "example" in parameter:
        return [parameter["example"]]
    examples = member(parameter, "examples", dict).values()
    return [e["value"] for e in examples if isinstance(e, dict) and "value" in e]
