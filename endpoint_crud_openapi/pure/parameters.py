"""What may be added after “?”, as ``endpoint_openapi``'s list of query parameters."""

# As rest/texts.py of endpoint_crud has them.
_MAX_ID = 2**31 - 1  # PostgreSQL's integer
_MAX_TEXT = 1000
_TEXT = {"type": "string", "maxLength": _MAX_TEXT}
_NUMBER = {"type": "number"}
_ID = {"type": "integer", "minimum": 1, "maximum": _MAX_ID}
#: type of a field -> what a filter by it is compared with
_TYPES = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "float": _NUMBER,
    "monetary": _NUMBER,
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    **dict.fromkeys(("many2one", "many2many", "one2many"), _ID),
}
#: operator -> what it says of a field, after the field's label
_WORDS = {
    "eq": "is this",
    "ne": "is not this",
    "gt": "is more than this",
    "gte": "is this or more",
    "lt": "is less than this",
    "lte": "is this or less",
    "in": "is one of these",
    "not_in": "is none of these",
    "like": "contains this",
    "ilike": "contains this, in upper or lower case",
    "null": "has no value (true), or has one (false)",
}
_SEPARATED = ("in", "not_in")


def of_list(resource):
    """
    :param resource: :class:`~.facts.Resource`
    :return: list of dicts
    """
    return [
        *_paging(resource),
        *of_record(resource),
        *(
            _filter(field, operator)
            for field in resource.filter
            for operator in field.operators
        ),
    ]


def of_record(resource):
    """:return: list of dicts: what is shown of a record"""
    names = ["id", *(field.name for field in resource.read)]
    relations = [field.name for field in resource.read if field.expand]
    found = [_names("fields", names, "Which fields are shown. Without it: all.")]
    if relations:
        words = "Relations whose records' fields are shown, too."
        found.append(_names("expand", relations, words))
    return found


def _names(name, values, description):
    return {
        "name": name,
        "separated": True,
        "enum": values,
        "description": description,
    }


def _paging(resource):
    order = ",".join(f"-{name}" if down else name for name, down in resource.order)
    names = dict.fromkeys(("id", *resource.sort))
    total = {
        "name": "total",
        "type": "boolean",
        "default": resource.count_total,
        "description": "Whether all records are counted.",
    }
    if not resource.count_total:
        total["enum"] = [False]
    return [
        {
            "name": "limit",
            "type": "integer",
            "minimum": 1,
            "maximum": resource.max_page_size,
            "default": resource.page_size,
            "description": "Records of a page.",
        },
        {
            "name": "page",
            "type": "integer",
            "minimum": 1,
            "description": "Which page. Without it: the first.",
        },
        {
            "name": "after",
            "description": "Pages by cursor instead of by number: empty for the first, "
            "then what `pagination.next` has.",
        },
        _names(
            "order",
            [f"{sign}{name}" for name in names for sign in ("", "-")],
            f"What the records are sorted by, `-` for descending. Without it: {order}.",
        ),
        total,
    ]


def _filter(field, operator):
    made = {
        "name": field.name if operator == "eq" else f"{field.name}__{operator}",
        "description": f"{field.label} {_WORDS.get(operator, operator)}.",
    }
    if operator == "null":
        return {**made, "type": "boolean"}
    if operator in _SEPARATED:
        made["separated"] = True
    value = _TYPES.get(field.type, _TEXT)
    if field.values is not None and operator not in ("like", "ilike"):
        value = {"type": "string", "enum": list(field.values)}
    return {**made, **value}
