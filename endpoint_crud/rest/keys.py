"""The key of a resource: records at ``<route>/by/<field>/<value>``."""

from typing import Any

from werkzeug.routing import BaseConverter

from odoo.api import Environment
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Field
from odoo.models import BaseModel
from odoo.sql_db import BaseCursor

from odoo.addons.endpoint_idempotency.idempotency import scope_digest

from .field_lists import get_field
from .field_types import TYPES


class KeyConverter(BaseConverter):
    """Matches any text in a path. Unlike ``<path:…>``, this includes a slash at the
    start and line breaks.
    """

    part_isolating = False
    regex = "(?s:.+?)"
    weight = 200  # like <path:…>: other rules come first


#: types of fields whose values can be compared exactly
_KEY_TYPES = ("char", "text", "integer")


def check(
    model: BaseModel, name: str, write: tuple[str, ...], operations: tuple[str, ...]
) -> str:
    """
    :param name: of the field, or an empty text if the resource has no key
    :param write: names of the writable fields
    :param operations: of the resource
    :return: the name
    :raise UserError: the field cannot be a key
    """
    if not name:
        return ""
    if problem := _check_field(model.env, get_field(model, name)):
        message = f"{name}: {problem}"
        raise UserError(message)
    if {"create", "update"} <= set(operations) and name not in write:
        message = model.env._(
            "%s: add the key to the fields to write, because PUT creates records "
            "with it.",
            name,
        )
        raise UserError(message)
    return name


def _check_field(env: Environment, field: Field) -> str | None:
    """:return: why the field cannot be a key"""
    if field.type not in _KEY_TYPES or not field.store or field.name == "id":
        return env._("Choose a stored text or integer field as key.")
    if field.translate or field.company_dependent:
        return env._(
            "Its value depends on the language or the company. Choose another key."
        )
    return None


def schema(model: BaseModel, name: str) -> dict[str, Any] | None:
    """:return: JSON Schema of the key in a body"""
    if not name:
        return None
    of = TYPES[model._fields[name].type]
    if of.body_schema:
        return of.body_schema
    # To Odoo, an empty text is equal to none: it would name a record without a key.
    return {**of.schema, "minLength": 1}


def read(field: Field, text: str) -> Any:
    """
    :param text: the value in the path
    :return: the value of the field
    :raise ValueError: no record can have this key
    """
    if "\ufffd" in text:  # werkzeug's replacement, which makes different keys equal
        raise ValueError("not UTF-8")
    value = TYPES[field.type].read(text)
    if str(value) != text:  # such as 007
        raise ValueError("not the value of a key")
    return value


def lock(cr: BaseCursor, field: Field, value: Any) -> None:
    """Take a lock until the end of the transaction, for one key of one model.

    :raise ConcurrencyError: another transaction held it. Odoo repeats the request,
        because this transaction does not see what the other one wrote
    """
    digest = scope_digest("endpoint_crud", field.model_name, field.name, value)
    number = int.from_bytes(digest[:8], "big", signed=True)
    cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
    if cr.fetchone() == (False,):
        cr.execute("SELECT pg_advisory_xact_lock(%s)", [number])  # waits
        raise ConcurrencyError("Another request wrote this key.")
