"""An example value that a JSON Schema accepts."""

from typing import Any

from odoo.addons.endpoint.validation import json_schema

from .pure.schema_example import examples_of


def make(schema: Any, examples: list[Any] = ()) -> tuple[bool, Any]:
    """
    :param schema: of Draft 2020-12, with all that it refers to
    :param examples: values to prefer
    :return: (whether a valid value was found, the first valid one of: the examples, a
        value with all properties, a value with the required ones). If none is valid,
        the first of them
    """
    validator = json_schema.Validator(schema)
    values = [*examples, *examples_of(schema)]
    for value in values:
        if validator.is_valid(value):
            return True, value
    return False, values[0]
