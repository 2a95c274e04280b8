"""Parameter Objects (OpenAPI 3.1 §4.8.12) from routes, query parameters and headers."""

import re
from urllib.parse import quote

from odoo.addons.endpoint.validation import query
from odoo.addons.endpoint_route_handler.routing import grammar

from .authored import markdown
from .source import Header

_ID = {"type": "integer", "minimum": 1}
_TEXT = {"type": "string", "minLength": 1}
_BOUNDS = {"min": "minimum", "max": "maximum"}
_LENGTHS = {"minlength": "minLength", "maxlength": "maxLength"}


def query_parameter(parameter: query.Parameter) -> dict:
    """:return: Parameter Object"""
    shown = dict(parameter.shown)
    result = {"name": parameter.name, "in": "query"}
    if description := markdown(shown.pop("description", "")):
        result["description"] = description
    if parameter.required:
        result["required"] = True
    result.update(shown)
    schema = dict(parameter.schema)
    if parameter.separated:
        result.update(style="form", explode=False)
    if parameter.is_list:
        schema = {"type": "array", "items": schema}
    if parameter.has_default:
        schema["default"] = parameter.default
    return {**result, "schema": schema}


def header_parameter(header: Header) -> dict:
    """:return: Parameter Object of a request header"""
    return {"name": header.name, "in": "header", **header_object(header)}


def header_object(header: Header) -> dict:
    """:return: Header Object (OpenAPI 3.1 §4.8.21)"""
    return {"description": markdown(header.description), "schema": {"type": "string"}}


def parse_route(route: str) -> tuple[str, list[dict]]:
    """
    >>> parse_route("/orders/<int:number>")[0]
    '/orders/{number}'
    :param route: in werkzeug's syntax
    :return: (path template, Parameter Objects)
    """
    path, parameters = "", []
    for part in grammar.parse(route):
        if isinstance(part, grammar.Argument):
            path += f"{{{part.name}}}"
            parameters.append(_path_parameter(part))
        else:
            path += _literal(part)
    return path, parameters


def path_shape(path: str) -> str:
    """
    >>> path_shape("/orders/{number}")
    '/orders/{}'
    """
    return re.sub(r"{.*?}", "{}", path)


def rename_parameters(parameters: list[dict], template: str) -> list[dict]:
    """Name path parameters as in ``template``, a path of the same shape: OpenAPI
    forbids paths that differ only in parameter names.

    :param parameters: Parameter Objects, in the order of the path
    """
    names = re.findall(r"{(.*?)}", template)
    return [
        {**parameter, "name": name}
        for parameter, name in zip(parameters, names, strict=True)
    ]


def _literal(text):
    # Braces would be parameters; everything else must be a URL path (RFC 3986 §3.3).
    return quote(text, safe="/-._~!$&'()*+,;=:@%")


def _path_parameter(argument):
    converter = argument.converter
    if describe := _CONVERTERS.get(converter):
        schema, description = describe(argument.args, argument.options)
    else:
        schema, description = {"type": "string"}, f"As parsed by converter {converter}."
    parameter = {"name": argument.name, "in": "path", "required": True}
    if description:
        parameter["description"] = description
    return {**parameter, "schema": schema}


def _numbers(options, names):
    """:return: keywords for the numeric options"""
    return {
        keyword: options[name]
        for name, keyword in names.items()
        if isinstance(options.get(name), int | float)
    }


def _string(args, options):
    schema = dict(_TEXT)
    if isinstance(options.get("length"), int):
        schema.update(minLength=options["length"], maxLength=options["length"])
    return {**schema, **_numbers(options, _LENGTHS)}, ""


def _any(args, options):
    return {"type": "string", "enum": [str(arg) for arg in args] or [""]}, ""


def _model(args, options):
    model = args[0] if args else options.get("model", "")
    return _ID, f"Id of a record of {model}."


def _models(args, options):
    model = args[0] if args else options.get("model", "")
    schema = {"type": "array", "minItems": 1, "items": _ID}
    return schema, f"Ids of records of {model}, separated by commas."


#: converter -> function that maps its arguments to (schema, description)
_CONVERTERS = {
    "default": _string,
    "string": _string,
    "any": _any,
    "int": lambda _, options: ({"type": "integer", **_numbers(options, _BOUNDS)}, ""),
    "float": lambda _, options: ({"type": "number", **_numbers(options, _BOUNDS)}, ""),
    "path": lambda *args: (_TEXT, "The rest of the path, which may contain slashes."),
    "uuid": lambda *args: ({"type": "string", "format": "uuid"}, ""),
    "model": _model,
    "models": _models,
}
