"""From werkzeug's routes to OpenAPI's paths (OpenAPI 3.1 §4.8.8)."""

import ast
import re
from urllib.parse import quote

_ARGUMENT = re.compile(
    r"<(?:(?P<converter>[a-zA-Z_]\w*)(?:\((?P<arguments>.*?)\))?:)?(?P<name>\w+)>"
)
_INTEGER = {"type": "integer"}
_BOUNDS = {"min": "minimum", "max": "maximum"}
_LENGTHS = {"minlength": "minLength", "maxlength": "maxLength"}


def parse(route):
    """
    >>> parse("/orders/<int:number>")[0]
    '/orders/{number}'
    :param str route: as werkzeug takes it
    :return: (path template, list of Parameter Objects)
    """
    path, parameters, end = "", [], 0
    for match in _ARGUMENT.finditer(route):
        path += _literal(route[end : match.start()]) + f"{{{match['name']}}}"
        parameters.append(_parameter(match))
        end = match.end()
    return path + _literal(route[end:]), parameters


def rename(path, parameters, template):
    """Give the parameters of a path the names that the same path has already: of two
    templates that differ in names alone OpenAPI allows one.

    :param str path: as :func:`parse` gives it
    :param list parameters: likewise
    :param str template: the path that is in the document
    :return: list of Parameter Objects
    """
    names = re.findall(r"{(.*?)}", template)
    if path == template:
        return parameters
    return [
        {**parameter, "name": name}
        for parameter, name in zip(parameters, names, strict=True)
    ]


def shape(path):
    """
    >>> shape("/orders/{number}")
    '/orders/{}'
    """
    return re.sub(r"{.*?}", "{}", path)


def _literal(text):
    # Braces would be parameters; the rest is a URL path (RFC 3986 §3.3).
    return quote(text, safe="/-._~!$&'()*+,;=:@%")


def _parameter(match):
    converter = match["converter"] or "default"
    describe = _CONVERTERS.get(converter)
    args, options = _read_arguments(match["arguments"])
    if describe:
        schema, description = describe(args, options)
    else:
        schema, description = {"type": "string"}, f"As the converter {converter} reads."
    parameter = {"name": match["name"], "in": "path", "required": True}
    if description:
        parameter["description"] = description
    return {**parameter, "schema": schema}


def _read_arguments(text):
    """:return: (list, dict) of the literals in the brackets; empty for others"""
    try:
        call = ast.parse(f"f({text or ''})", mode="eval").body
        return (
            [_value(node) for node in call.args],
            {word.arg: _value(word.value) for word in call.keywords},
        )
    except (SyntaxError, ValueError):
        return [], {}


def _value(node):
    # werkzeug takes bare words for texts
    return node.id if isinstance(node, ast.Name) else ast.literal_eval(node)


def _string(args, options):
    schema = {"type": "string", "minLength": 1}
    if isinstance(options.get("length"), int):
        schema.update(minLength=options["length"], maxLength=options["length"])
    schema.update(_numbers(options, _LENGTHS))
    return schema, ""


def _numbers(options, names):
    """What a converter would not take either is left out."""
    return {
        keyword: options[name]
        for name, keyword in names.items()
        if isinstance(options.get(name), int | float)
    }


def _number(kind):
    def describe(args, options):
        return {"type": kind, **_numbers(options, _BOUNDS)}, ""

    return describe


def _any(args, options):
    return {"type": "string", "enum": [str(arg) for arg in args] or [""]}, ""


def _model(args, options):
    model = args[0] if args else options.get("model", "")
    return {**_INTEGER, "minimum": 1}, f"Id of a record of {model}."


def _models(args, options):
    model = args[0] if args else options.get("model", "")
    schema = {"type": "array", "minItems": 1, "items": {**_INTEGER, "minimum": 1}}
    return schema, f"Ids of records of {model}, separated by commas."


_CONVERTERS = {
    "default": _string,
    "string": _string,
    "any": _any,
    "int": _number("integer"),
    "float": _number("number"),
    "path": lambda args, options: (
        {"type": "string", "minLength": 1},
        "The rest of the path, which may hold slashes.",
    ),
    "uuid": lambda args, options: ({"type": "string", "format": "uuid"}, ""),
    "model": _model,
    "models": _models,
}
