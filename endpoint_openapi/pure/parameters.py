"""Query parameters as Parameter Objects (OpenAPI 3.1 §4.8.12)."""

from . import texts


def parameter_object(parameter):
    """
    :param parameter: :class:`~.query.Parameter`
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
    if parameter.multiple:
        value = {"type": "array", "items": value}
    if parameter.has_default:
        value["default"] = parameter.default
    return {**made, "schema": value}
