"""Parameter Objects (OpenAPI 3.1 §4.8.12) from routes, query parameters and headers."""

import ast
import re
from urllib.parse import quote

from odoo.addons.endpoint.validation import query

from .authored import markdown
from .source import Header

_ARGUMENT = re.compile(
    r"<(?:(?P<converter>[a-zA-Z_]\w*)(?:\((?P<arguments>.*?)\))?:)?(?P<name>\w+)>"
)
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
    path, parameters, end = "", [], 0
    for match in _ARGUMENT.finditer(route):
        path += _literal(route[end : match.start()]) + f"{{{match['name']}}}"
        parameters.append(_path_parameter(match))
        end = match.end()
    return path + _literal(route[end:]), parameters


def path_shape(path: str) -> str:
    """
    >>> path_shape("/orders/{number}")
    '/orders/{}'
    """
    return re.sub(r"{.*?}", "{}", path)


def rename_parameters(parameters: list[dict], template: str) -> list[dict]:
    """Name path parameters as ``template`` does, a path of the same shape: OpenAPI
    allows only one of two paths that differ only in names.

    :param parameters: Parameter Objects, in the order of the path
    """
    names = re.findall(r"{(.*?)}", template)
    return [
        {**parameter, "name": name}
        for parameter, name in zip(parameters, names, strict=True)
    ]


def _literal(text):
    # Braces would be parameters; the rest is a URL path (RFC 3986 §3.3).
    return quote(text, safe="/-._~!$&'()*+,;=:@%")


def _path_parameter(match):
    converter = match["converter"] or "default"
    args, options = _read_arguments(match["arguments"])
    if describe := _CONVERTERS.get(converter):
        schema, description = describe(args, options)
    else:
        schema, description = {"type": "string"}, f"As the converter {converter} reads."
    parameter = {"name": match["name"], "in": "path", "required": True}
    if description:
        parameter["description"] = description
    return {**parameter, "schema": schema}


def _read_arguments(text):
    """:return: (list, dict) of the literals in the brackets; empty if unreadable"""
    try:
        call = ast.parse(f"f({text or ''})", mode="eval").body
        return (
            [_value(node) for node in call.args],
            {word.arg: _value(word.value) for word in call.keywords},
        )
    except (SyntaxError, ValueError):
        return [], {}


def _value(node):
    # werkzeug reads bare words as strings
    return node.id if isinstance(node, ast.Name) else ast.literal_eval(node)


def _numbers(options, names):
    """:return: keywords of the options that are numbers"""
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


#: converter -> function of its arguments to (schema, description)
_CONVERTERS = {
    "default": _string,
    "string": _string,
    "any": _any,
    "int": lambda _, options: ({"type": "integer", **_numbers(options, _BOUNDS)}, ""),
    "float": lambda _, options: ({"type": "number", **_numbers(options, _BOUNDS)}, ""),
    "path": lambda *_: (_TEXT, "The rest of the path, which may contain slashes."),
    "uuid": lambda *_: ({"type": "string", "format": "uuid"}, ""),
    "model": _model,
    "models": _models,
}
