"""What a resource answers with, as JSON Schema (Draft 2020-12)."""

ID = {"type": "integer", "minimum": 1}
_TEXT = {"type": "string"}
_NUMBER = {"type": "number"}
#: type of a field -> schema of a value that is there
_TYPES = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "float": _NUMBER,
    "monetary": _NUMBER,
    "date": {**_TEXT, "format": "date"},
    "datetime": {**_TEXT, "format": "date-time"},
    "binary": {**_TEXT, "format": "uri-reference"},
}
#: types whose values are never null
_NEVER_NULL = ("boolean", "integer", "float", "monetary", "many2many", "one2many")
_PAGES = {
    "title": "Pages by number",
    "type": "object",
    "required": ["page", "limit"],
    "properties": {
        "page": {"type": "integer", "minimum": 1},
        "limit": {"type": "integer", "minimum": 1},
        "total": {
            "type": "integer",
            "minimum": 0,
            "description": "Number of all records that the filters leave.",
        },
        "pages": {
            "type": "integer",
            "minimum": 0,
            "description": "Number of all pages.",
        },
    },
}
_CURSOR = {
    "title": "Pages by cursor",
    "type": "object",
    "required": ["next", "limit"],
    "properties": {
        "limit": {"type": "integer", "minimum": 1},
        "next": {
            "type": ["string", "null"],
            "description": "The value of `after` for the next page; null at the end.",
        },
    },
}


def record(fields):
    """
    :param fields: iterable of :class:`~.facts.Field`
    :return: dict, the schema of one record. `id` alone is always there: others depend
        on `fields` and on the rights of the user.
    """
    return {"type": "object", "required": ["id"], "properties": _properties(fields)}


def record_or_list(fields):
    """:return: dict, the schema of what was created: one record, or a list"""
    listed = _object(data=_array({"$ref": "#/$defs/record"}))
    one = {"$ref": "#/$defs/record"}
    return {"anyOf": [one, listed], "$defs": {"record": record(fields)}}


def page(fields):
    """:return: dict, the schema of a list"""
    either = [{"$ref": "#/$defs/pages"}, {"$ref": "#/$defs/cursor"}]
    return {
        **_object(
            data=_array({"$ref": "#/$defs/record"}), pagination={"oneOf": either}
        ),
        "$defs": {"record": record(fields), "pages": _PAGES, "cursor": _CURSOR},
    }


def _object(**members):
    return {"type": "object", "required": list(members), "properties": members}


def _array(items):
    return {"type": "array", "items": items}


def _properties(fields):
    return {"id": ID, **{field.name: value(field) for field in fields}}


def value(field):
    """
    :param field: :class:`~.facts.Field`
    :return: dict, the schema of its value in an answer
    """
    schema = _shown(field)
    if not field.always and field.type not in _NEVER_NULL:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    schema["title"] = field.label
    words = [field.help]
    if field.type == "binary":
        words.append("Where the file is to be had.")
    if description := "\n\n".join(filter(None, words)):
        schema["description"] = description
    return schema


def _shown(field):
    if field.type == "many2one":
        return _related(field)
    if field.type in ("many2many", "one2many"):
        return _array({"anyOf": [ID, _related(field)]} if field.expand else ID)
    if field.values is not None:
        return {**_TEXT, "enum": list(field.values)}
    return dict(_TYPES.get(field.type, _TEXT))


def _related(field):
    """What `expand` adds is not required: who may not read it does not get it."""
    return {
        "type": "object",
        "required": ["id", "display_name"],
        "properties": {
            "id": ID,
            "display_name": {"type": ["string", "null"]},
            **{each.name: value(each) for each in field.expand},
        },
    }
