"""Query parameters of a REST resource, in the form that ``endpoint`` defines."""

from typing import Any

from odoo.fields import Field
from odoo.models import BaseModel

from odoo.addons.endpoint_crud.rest import operators
from odoo.addons.endpoint_crud.rest.field_types import TYPES
from odoo.addons.endpoint_crud.rest.filters import filterable
from odoo.addons.endpoint_crud.rest.formats import FORMATS
from odoo.addons.endpoint_crud.rest.resource import Resource
from odoo.addons.endpoint_crud.rest.response_schemas import selection_keys

Parameter = dict[str, Any]
_FORMAT = (
    {
        "name": "format",
        "enum": list(FORMATS),
        "description": "Wins over the header `Accept`. Default: `json`.",
    },
    {
        "name": "bom",
        "type": "boolean",
        "description": "Whether CSV begins with a byte order mark, for spreadsheets. "
        "Only for CSV.",
    },
)
_CONDITIONS = """such as `(name.ilike.moby,and(id.gt.5,id.lt.9))`: a field, an
operator of the filters and a value. Quote a value with commas or parentheses:
`name.in.("a,b",c)`."""
_GROUPS = {
    "or": f"Records match at least one of the conditions, {_CONDITIONS}",
    "and": f"Records match all conditions, {_CONDITIONS}",
}


def of_list(model: BaseModel, resource: Resource) -> list[Parameter]:
    """
    :param model: recordset of the resource's model, as superuser
    :return: parameters of the list: pages, members and filters
    """
    return [
        *_FORMAT,
        *_paging(resource),
        *of_record(resource),
        *filters(model, resource),
    ]


def filters(model: BaseModel, resource: Resource) -> list[Parameter]:
    """:return: the filters of a list, and the groups of alternatives"""
    conditions = [
        _filter(model, name, field, operator)
        for name, field in filterable(model, resource).items()
        for operator in operators.for_type(field.type)
    ]
    groups = [{"name": name, "description": text} for name, text in _GROUPS.items()]
    return [*conditions, *groups]


def of_record(resource: Resource) -> list[Parameter]:
    """:return: the parameters that select the members of a record"""
    words = "Members to show. Default: all."
    parameters = [names("fields", ["id", *resource.read], words)]
    if resource.expand:
        # In the order of the members.
        relations = [name for name in resource.read if name in resource.expand]
        words = "Relations to show with members of their records."
        parameters.append(names("expand", relations, words))
    return parameters


def names(name: str, values: list[str], description: str) -> Parameter:
    """:return: a parameter with some of the values, separated by commas"""
    return {
        "name": name,
        "separated": True,
        "enum": values,
        "description": description,
    }


def pages(resource: Resource) -> list[Parameter]:
    """:return: the parameters of pages by number"""
    number = {"type": "integer", "minimum": 1}
    limits = {"maximum": resource.max_page_size, "default": resource.page_size}
    total = {
        "name": "total",
        "type": "boolean",
        "default": resource.count_total,
        "description": "Whether to count what is on all pages.",
    }
    if not resource.count_total:
        total["enum"] = [False]
    return [
        {"name": "limit", **number, **limits, "description": "Size of a page."},
        {"name": "page", **number, "description": "Number of the page. Default: 1."},
        total,
    ]


def _paging(resource: Resource) -> list[Parameter]:
    order = ",".join(f"-{name}" if down else name for name, down in resource.order)
    sortable = dict.fromkeys(("id", *resource.sort))
    limit, *others = pages(resource)
    limit["maximum"] = max(resource.max_page_size, resource.export_limit)
    limit["description"] = (
        f"Records per page, at most {resource.max_page_size}; or of an export, which "
        "has all records by default."
    )
    return [
        limit,
        *others,
        {
            "name": "after",
            "description": "Pagination by cursor: empty for the first page, then the "
            "value of `pagination.next`.",
        },
        names(
            "order",
            [f"{sign}{name}" for name in sortable for sign in ("", "-")],
            f"Fields to sort by, `-` for descending. Default: {order}.",
        ),
    ]


def _filter(
    model: BaseModel, name: str, field: Field, operator: operators.Operator
) -> Parameter:
    label = field.get_description(model.env, ["string"])["string"] or name
    parameter = {
        "name": name if operator.name == "eq" else f"{name}__{operator.name}",
        "description": f"{label} {operator.words}.",
    }
    if operator.operand == "boolean":
        return {**parameter, "type": "boolean"}
    if operator.operand == "values":
        parameter["separated"] = True
    keys = selection_keys(field, model.env)
    if keys is not None and operator.operand != "text":
        return {**parameter, "type": "string", "enum": keys}
    field_type = TYPES[field.type]
    return {**parameter, **(field_type.filter_schema or field_type.schema)}
