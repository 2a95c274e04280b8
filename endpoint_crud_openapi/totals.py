"""Groups and totals of a resource in the OpenAPI document."""

from typing import Any

from odoo.models import BaseModel

from odoo.addons.endpoint_crud.rest import aggregate_query, response_schemas
from odoo.addons.endpoint_crud.rest.resource import Resource
from odoo.addons.endpoint_openapi.pure.source import Header

from . import parameters

_DESCRIPTION = """Records that match all filters, grouped, with a total of each group.

Groups and sums are called like their field, other totals `<field>_<function>`. Periods
follow ISO 8601, in the time zone of the user. A sum adds up amounts of different
currencies."""
LINK = (Header("Link", "First, previous, next and last page (RFC 8288)."),)


def describe(model: BaseModel, resource: Resource) -> dict[str, Any] | None:
    if not (resource.group or resource.aggregate):
        return None
    return {
        "method": "GET",
        "path": "/aggregate",
        "label": "totals",
        "description": _DESCRIPTION,
        "query": _query(model, resource),
        "response_schema": response_schemas.totals(model, resource),
        "response_headers": LINK,
    }


def _query(model, resource):
    fields = {name: model._fields[name] for name in resource.aggregate}
    functions = {
        function: [name for name, field in fields.items() if field.type in types]
        for function, types in aggregate_query.FUNCTIONS.items()
    }
    members = [*resource.group, "count"]
    for function, names in functions.items():
        members += [aggregate_query.member(name, function) for name in names]
    groups = [
        each
        for name in resource.group
        for each in aggregate_query.groups_by(name, model._fields[name].type)
    ]
    lists = {
        "group_by": (groups, "Fields to group by. Default: one group of all records."),
        **{f: (names, f"Fields to show the {f} of.") for f, names in functions.items()},
        "order": (
            [f"{sign}{name}" for name in dict.fromkeys(members) for sign in ("", "-")],
            "Members to sort by, `-` for descending. Default: the groups.",
        ),
    }
    count = {"name": "count", "type": "boolean", "default": False}
    return [
        *(parameters.names(name, *args) for name, args in lists.items() if args[0]),
        {**count, "description": "Whether to count the records of each group."},
        *parameters.pages(resource),
        *parameters.filters(model, resource),
    ]
