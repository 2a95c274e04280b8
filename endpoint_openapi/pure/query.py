"""Query parameters: described in YAML or JSON, checked and coerced at each request."""

import functools
import json
import re
from dataclasses import dataclass, field

import jsonschema

from . import query_values
from .texts import one_line, read

MAX_ERRORS = 100
TYPES = tuple(query_values.READERS)

#: keywords of JSON Schema that may stand beside the type
CONSTRAINTS = (
    *("enum", "format", "pattern", "minLength", "maxLength"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
)
#: member -> the Python type that it must have
_MEMBERS = {
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


@dataclass(frozen=True)
class Parameter:
    """
    :param str name: as in the URL
    :param dict schema: JSON Schema of one value
    :param bool multiple: may be given several times; the value is a list
    :param bool separated: several values, separated by commas; the value is a list
    :param default: what an absent one is taken for, where ``has_default``
    :param dict shown: ``description``, ``deprecated``, ``example``, where given
    """

    name: str
    schema: dict
    required: bool = False
    multiple: bool = False
    separated: bool = False
    has_default: bool = False
    default: object = None
    shown: dict = field(default_factory=dict)
    validator: object = None

    @property
    def is_list(self):
        return self.multiple or self.separated


@functools.lru_cache(maxsize=2048)
def load(text):
    """
    :param str text: a list in YAML or JSON; each item has a ``name`` and may have
        ``type``, ``required``, ``default``, ``description``, ``multiple``, … and what
        :data:`CONSTRAINTS` names
    :return: tuple of :class:`Parameter`
    :raise ValueError: the text is not that; the message says what to mend
    """
    items = read(text) if text and text.strip() else []
    if items is None:
        items = []
    if not isinstance(items, list):
        raise ValueError("write a list, such as: - {name: page, type: integer}")
    parameters = tuple(_parameter(item, number) for number, item in enumerate(items, 1))
    names = [parameter.name for parameter in parameters]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"“{name}” stands there twice")
    return parameters


def _parameter(item, number):
    if not isinstance(item, dict) or not item.get("name"):
        raise ValueError(f"item {number} has no name, such as: - {{name: page}}")
    name = item["name"]
    for member, value in item.items():
        kind = _MEMBERS.get(member)
        if kind is None and member not in CONSTRAINTS:
            known = ", ".join((*_MEMBERS, *CONSTRAINTS))
            raise ValueError(f"“{name}”: “{member}” is not one of {known}")
        if kind and not isinstance(value, kind):
            raise ValueError(f"“{name}”: “{member}” cannot be {value!r}")
    if item.get("type", "string") not in TYPES:
        raise ValueError(f"“{name}”: the type is one of {', '.join(TYPES)}")
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
        validator=_validator(name, schema),
    )
    _check_default(parameter)
    return parameter


def _validator(name, schema):
    kind = jsonschema.Draft202012Validator
    try:
        kind.check_schema(schema)
        re.compile(schema.get("pattern", ""))
    except (jsonschema.SchemaError, re.error) as exc:
        message = getattr(exc, "message", exc)
        raise ValueError(f"“{name}”: {one_line(message)}") from exc
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def _check_default(parameter):
    if not parameter.has_default:
        return
    if parameter.required:
        raise ValueError(f"“{parameter.name}”: what is required needs no default")
    values = parameter.default if parameter.is_list else [parameter.default]
    if not isinstance(values, list) or not all(
        map(parameter.validator.is_valid, values)
    ):
        raise ValueError(f"“{parameter.name}”: the default does not fit")


def check(parameters, pairs, strict=False):
    """
    :param parameters: what :func:`load` gave
    :param pairs: iterable of (name, text) of the query, decoded
    :param bool strict: refuse what ``parameters`` do not name
    :return: (dict of values, list of ``{"loc": ["query", name], "msg", "type"}``,
        whether there were more)
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
                values[parameter.name] = json.loads(json.dumps(parameter.default))
            continue
        if parameter.separated:
            texts = [part for text in texts for part in text.split(",")]
        found = [_value(parameter, text, errors) for text in texts[: MAX_ERRORS + 1]]
        values[parameter.name] = found if parameter.is_list else found[0]
    if strict:
        errors += [
            _error(name, "there is no such parameter", "additionalProperties")
            for name in given
        ]
    return values, errors[:MAX_ERRORS], len(errors) > MAX_ERRORS


def _value(parameter, text, errors):
    """:return: the value of one text; what is wrong with it is added to ``errors``"""
    try:
        value = query_values.READERS[parameter.schema["type"]](text)
    except ValueError as exc:
        errors.append(_error(parameter.name, str(exc), "type"))
        return None
    errors += [
        _error(parameter.name, one_line(error.message), error.validator)
        for error in parameter.validator.iter_errors(value)
    ]
    return value


def _error(name, message, kind):
    return {"loc": ["query", one_line(name)], "msg": message, "type": kind}
