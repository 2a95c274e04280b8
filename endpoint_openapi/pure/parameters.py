"""Parameters of query and header as Parameter Objects (OpenAPI 3.1 §4.8.12)."""

from . import texts


def parameter_object(parameter):
    """
    :param parameter: :class:`~odoo.addons.endpoint.validation.query.Parameter`
    :return: Parameter Object
    """
    made = {"name": parameter.name, "in": "query"}
    shown = dict(parameter.shown)
    if description := texts.markdown(shown.pop("description", "")):
        made["description"] = description
    if parameter.required:
        made["required"] = True
    made.update(shown)
    value = dict(parameter.schema)
    if parameter.separated:
        made.update(style="form", explode=False)
    if parameter.is_list:
        value = {"type": "array", "items": value}
    if parameter.has_default:
        value["default"] = parameter.default
    return {**made, "schema": value}


def header_object(header):
    """
    :param header: :class:`~.source.Header` of the request
    :return: Parameter Object
    """
    return {"name": header.name, "in": "header", **described(header)}


def described(header):
    """:return: Header Object (OpenAPI 3.1 §4.8.21)"""
    return {
        "description": texts.markdown(header.description),
        "schema": {"type": "string"},
    }
