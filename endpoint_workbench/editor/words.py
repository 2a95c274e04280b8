"""The words that the editors complete."""

import keyword
from collections.abc import Iterable
from typing import Any

from odoo.tools import safe_eval

from odoo.addons.endpoint.controllers.main import RESULT_KEYS
from odoo.addons.endpoint.snippet import docs, request_view
from odoo.addons.endpoint.validation import (
    query,
    schema_text,
    schema_warnings,
    yaml_text,
)

#: attributes of variables that are not recordsets or namespaces
_ENV = ("ref", "user", "company", "companies", "lang", "context", "uid", "cr")
_REFUSED = {"class", "with", "global", "nonlocal", "async", "await", "yield", "import"}
#: methods of each model, with their arguments
METHODS = {
    "search": "domain, limit=None, order=None",
    "search_count": "domain",
    "search_read": "domain, fields",
    "browse": "ids",
    "create": "values",
    "write": "values",
    "unlink": "",
    "read": "fields",
    "copy": "default",
    "exists": "",
    "ensure_one": "",
    "mapped": "name",
    "filtered": "function",
    "filtered_domain": "domain",
    "sorted": "key, reverse=False",
    "grouped": "key",
    "sudo": "",
    "with_user": "user",
    "with_company": "company",
    "with_context": "**context",
    "fields_get": "names",
}

#: methods that return records of the same model
RETURN_RECORDS = {
    *("search", "browse", "create", "copy", "exists", "filtered", "filtered_domain"),
    *("sorted", "sudo", "with_user", "with_company", "with_context"),
}


def of_code(context: dict[str, Any]) -> dict[str, Any]:
    """
    :param context: the variables of a snippet; the model of a recordset is its type
    :return: ``names`` (list of ``name``, ``description``, ``example``), ``members``
        (names by variable), ``models`` (model by variable), ``result`` (keys)
    """
    described = docs.describe(context)
    members = {item["name"]: item.pop("members") for item in described}
    models = {
        name: value._name
        for name, value in context.items()
        if hasattr(value, "_fields") and hasattr(value, "_name")
    }
    plain = {*safe_eval._BUILTINS, *keyword.kwlist} - _REFUSED - context.keys()
    described += [
        {"name": name, "description": "", "example": ""}
        for name in sorted(plain)
        if "__" not in name
    ]
    return {
        "names": described,
        "members": {
            **{name: names for name, names in members.items() if names},
            "env": _ENV,
            "request": _public(request_view.RequestView),
            "request.httprequest": _public(request_view.HTTPRequestView),
            "request.session": _public(request_view.SessionView),
            "request.httprequest.headers": ("get", "items", "keys"),
            "request.params": ("get", "items", "keys"),
        },
        "models": {**models, "env.user": "res.users", "env.company": "res.company"},
        "result": sorted(RESULT_KEYS),
    }


def _public(view: type) -> list[str]:
    return sorted(name for name in dir(view) if not name.startswith("_"))


def of_schema() -> dict[str, Any]:
    """:return: ``keys``, ``types`` and ``formats`` of a JSON Schema"""
    return {
        "keys": sorted(schema_text.KEYWORDS | schema_warnings.OPENAPI_KEYWORDS),
        "types": sorted(schema_text.TYPES),
        "formats": sorted(schema_warnings.FORMATS),
    }


def of_query() -> dict[str, Any]:
    """:return: ``keys``, ``types`` and ``formats`` of query parameters"""
    return {
        "keys": [*query.MEMBERS, *query.CONSTRAINTS],
        "types": list(query.TYPES),
        "formats": sorted(schema_warnings.FORMATS),
    }


def top_level_keys(text: str) -> list[str]:
    """
    :param text: JSON Schema as JSON or YAML
    :return: the members that it describes; empty for a text that cannot be read
    """
    try:
        schema = yaml_text.load(text)
    except ValueError:
        return []
    properties = schema.get("properties") if isinstance(schema, dict) else None
    return list(properties) if isinstance(properties, dict) else []


def parameter_names(text: str, in_path: Iterable[str]) -> list[str]:
    """
    :param text: list of query parameters
    :return: their names, and those of the path
    """
    try:
        parameters = query.check(text, ())
    except ValueError:
        parameters = ()
    return sorted({*in_path, *(parameter.name for parameter in parameters)})
