"""Query parameters: declared in YAML or JSON, validated and converted per request."""

import copy
import functools
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any

from ..pure.text import one_line
from . import json_schema, query_values, schema_text, yaml_text

MAX_ERRORS = 100
TYPES = tuple(query_values.READERS)

#: JSON Schema keywords that are allowed next to the type
CONSTRAINTS = (
    *("enum", "format", "pattern", "minLength", "maxLength"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
)
#: member of a parameter -> its required Python type
MEMBERS = {
    "name": str,
    "type": str,
    "required": bool,
    "description": str,
    "multiple": bool,
    "separated": bool,
    "deprecated": bool,
    "default": object,
    "example": object,
}


class ParameterError(ValueError):
    """A list that cannot be used; the message says how to correct it.

    :param path: index of the item and name of its member, as far as known
    """

    def __init__(self, message: str, path: tuple[int | str, ...] = ()) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True)
class Parameter:
    """
    :param str name: as in the URL
    :param dict schema: JSON Schema of one value
    :param bool multiple: may be given several times; the value is a list
    :param bool separated: several values, separated by commas; the value is a list
    :param default: value of an absent parameter, if ``has_default``
    :param dict shown: ``description``, ``deprecated``, ``example``, if given
    """

    name: str
    schema: dict
    required: bool = False
    multiple: bool = False
    separated: bool = False
    has_default: bool = False
    default: object = None
    shown: dict = field(default_factory=dict)
    validator: json_schema.Validator | None = None

    @property
    def is_list(self) -> bool:
        return self.multiple or self.separated


@functools.lru_cache(maxsize=2048)
def load(text: str) -> tuple[Parameter, ...]:
    """
    :param text: a list in YAML or JSON; each item has a ``name`` and may have
        ``type``, ``required``, ``default``, ``description``, ``multiple``, … and what
        :data:`CONSTRAINTS` names
    :raise ValueError: the text is not such a list; the message says how to correct it
    """
    items = (yaml_text.load(text) if text else None) or []
    if not isinstance(items, list):
        raise ValueError("write a list, such as: - {name: page, type: integer}")
    parameters = tuple(_parameter(item, number) for number, item in enumerate(items, 1))
    names: set[str] = set()
    for place, parameter in enumerate(parameters):
        if parameter.name in names:
            message = f"“{parameter.name}” is listed twice"
            raise ParameterError(message, (place, "name"))
        names.add(parameter.name)
    return parameters


def _parameter(item: Any, number: int) -> Parameter:
    place = number - 1
    if not isinstance(item, dict) or not item.get("name"):
        message = f"item {number} has no name, such as: - {{name: page}}"
        raise ParameterError(message, (place,))
    name = item["name"]
    for member, value in item.items():
        kind = MEMBERS.get(member)
        if kind is None and member not in CONSTRAINTS:
            members = ", ".join((*MEMBERS, *CONSTRAINTS))
            message = f"“{name}”: “{member}” is not one of {members}"
            raise ParameterError(message, (place, member))
        if kind and not isinstance(value, kind):
            message = f"“{name}”: “{member}” cannot be {value!r}"
            raise ParameterError(message, (place, member))
    if item.get("type", "string") not in TYPES:
        message = f"“{name}”: the type is one of {', '.join(TYPES)}"
        raise ParameterError(message, (place, "type"))
    schema = {"type": item.get("type", "string")}
    schema.update({key: item[key] for key in CONSTRAINTS if key in item})
    parameter = Parameter(
        name=name,
        schema=schema,
        required=item.get("required", False),
        multiple=item.get("multiple", False),
        separated=item.get("separated", False),
        has_default="default" in item,
        default=item.get("default"),
        shown={
            key: item[key]
            for key in ("description", "deprecated", "example")
            if key in item
        },
        validator=_validator(name, schema, place),
    )
    _check_default(parameter, place)
    return parameter


def _validator(name: str, schema: dict[str, Any], place: int) -> json_schema.Validator:
    try:
        schema_text.check_schema(schema)
        return json_schema.Validator(schema)
    except schema_text.SchemaError as exc:
        message = f"“{name}”: {one_line(exc)}"
        raise ParameterError(message, (place, *exc.path)) from exc


def _check_default(parameter: Parameter, place: int) -> None:
    if not parameter.has_default:
        return
    if parameter.required:
        message = f"“{parameter.name}”: a required parameter has no default"
        raise ParameterError(message, (place, "default"))
    values = parameter.default if parameter.is_list else [parameter.default]
    if not isinstance(values, list) or not all(
        map(parameter.validator.is_valid, values)
    ):
        message = f"“{parameter.name}”: the default does not match"
        raise ParameterError(message, (place, "default"))


def check(text: str, path_parameters: Container[str]) -> tuple[Parameter, ...]:
    """Check a list before it is saved. Nothing is cached.

    :param text: see :func:`load`
    :param path_parameters: names that the routes use
    :raise ValueError: see :func:`load`; or a route already uses a name
    """
    parameters = load.__wrapped__(text)
    for place, parameter in enumerate(parameters):
        if parameter.name in path_parameters:
            message = f"“{parameter.name}” is part of the path"
            raise ParameterError(message, (place, "name"))
    return parameters


def convert(
    parameters: Iterable[Parameter],
    pairs: Iterable[tuple[str, str]],
    strict: bool = False,
) -> tuple[dict[str, Any], list[dict[str, Any]], bool]:
    """
    :param pairs: (name, text) of the query, decoded
    :param strict: reject names that are not in ``parameters``
    :return: (values by name, list of ``{"loc": ["query", name], "msg", "type"}``,
        whether there were more errors)
    """
    given = {}
    for name, text in pairs:
        given.setdefault(name, []).append(text)
    values, errors = {}, []
    for parameter in parameters:
        texts = given.pop(parameter.name, None)
        if texts is None:
            if parameter.required:
                errors.append(_error(parameter.name, "it is required", "required"))
            elif parameter.has_default:
                values[parameter.name] = copy.deepcopy(parameter.default)
            continue
        if parameter.separated:
            try:
                texts = [
                    query_values.unquote(part)
                    for text in texts
                    for part in query_values.split_list(text)
                ]
            except ValueError as exc:
                errors.append(_error(parameter.name, str(exc), "type"))
                continue
        items = [_value(parameter, text, errors) for text in texts[: MAX_ERRORS + 1]]
        values[parameter.name] = items if parameter.is_list else items[0]
    if strict:
        errors += [
            _error(name, "unknown parameter", "additionalProperties") for name in given
        ]
    return values, errors[:MAX_ERRORS], len(errors) > MAX_ERRORS


def _value(parameter: Parameter, text: str, errors: list[dict[str, Any]]) -> Any:
    """:return: the converted value; its errors are appended to ``errors``"""
    try:
        value = query_values.READERS[parameter.schema["type"]](text)
    except ValueError as exc:
        errors.append(_error(parameter.name, str(exc), "type"))
        return None
    detail, _truncated = json_schema.errors(
        parameter.validator, value, loc=("query", one_line(parameter.name))
    )
    errors += detail
    return value


def _error(name: str, message: str, keyword: str) -> dict[str, Any]:
    return {"loc": ["query", one_line(name)], "msg": message, "type": keyword}
