"""Values that name records of any model: reference fields and properties.

Unlike a many2one, they can point to records that are gone or that the user may not
read: the former are shown as null, the latter without their name.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from odoo.api import Environment
from odoo.models import BaseModel

Names = dict[tuple[str, int], str | None]
_NO_VALUE = ("separator",)


def references(records: BaseModel, name: str) -> list[dict[str, Any] | None]:
    """:return: ``{"model", "id", "display_name"}`` for each record, or None"""
    targets = [_target(record, name) for record in records]
    wanted = defaultdict(set)
    for target in filter(None, targets):
        wanted[target._name].add(target.id)
    names = _names(records.env, wanted)
    return [
        _named({"model": target._name, "id": target.id}, names) if target else None
        for target in targets
    ]


def properties(records: BaseModel, name: str) -> list[list[dict[str, Any]]]:
    """:return: for each record, a list of ``{"name", "string", "type", "value"}`` in
    the order of the definition
    """
    field = records._fields[name]
    values = [record[name] for record in records]
    shown = field.convert_to_read_multi(values, records, use_display_name=False)
    wanted = defaultdict(set)
    for prop in (prop for row in shown for prop in row):
        if prop["type"] in ("many2one", "many2many") and prop.get("value"):
            ids = prop["value"]
            wanted[prop["comodel"]].update([ids] if isinstance(ids, int) else ids)
    names = _names(records.env, wanted)
    return [
        [
            {
                "name": prop["name"],
                "string": prop.get("string") or "",
                "type": prop["type"],
                "value": _property_value(prop, names),
            }
            for prop in row
            if prop["type"] not in _NO_VALUE
        ]
        for row in shown
    ]


#: field type -> function that makes the JSON values of a column
COLUMNS = {"reference": references, "properties": properties}


def _target(record, name):
    try:
        return record[name] or None
    except (KeyError, ValueError):  # its model was uninstalled
        return None


def _names(env: Environment, wanted: Mapping[str, set[int]]) -> Names:
    """:return: names of the records that exist; None if the user may not read one"""
    names = {}
    for model, ids in wanted.items():
        targets = env[model].browse(sorted(ids)).exists()
        names |= {(model, id_): None for id_ in targets._ids}
        # A display name may be computed from records that the user may not read.
        for target in targets._filtered_access("read").sudo():
            names[model, target.id] = target.display_name or None
    return names


def _named(shown: dict[str, Any], names: Names, model: str = "") -> dict | None:
    key = (model or shown["model"], shown["id"])
    return {**shown, "display_name": names[key]} if key in names else None


def _property_value(prop: dict[str, Any], names: Names) -> Any:
    value, kind = prop.get("value"), prop["type"]
    if kind == "boolean":
        return bool(value)
    if kind == "many2many":
        return [_named({"id": id_}, names, prop["comodel"]) for id_ in value or ()]
    if value is None or value is False:
        return None
    if kind == "many2one":
        return _named({"id": value}, names, prop["comodel"])
    if kind == "datetime":
        return value.replace(" ", "T") + "Z"
    return value
