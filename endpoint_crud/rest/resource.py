"""What one endpoint serves: its settings, checked, and kept until they change."""

import ast
import re
from collections.abc import Callable, Sequence
from typing import Any

from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.fields import Domain, Field
from odoo.models import BaseModel
from odoo.tools import SQL, safe_eval

from odoo.addons.endpoint import rpc
from odoo.addons.endpoint.validation import json_schema

from . import schemas
from .field_types import TYPES

#: operation -> its methods
OPERATIONS = {
    "list": ("GET",),
    "create": ("POST",),
    "read": ("GET",),
    "update": ("PATCH", "PUT"),
    "delete": ("DELETE",),
}
_MAX_PAGE_SIZE = 10_000
_WRITTEN_BY_ODOO = ("id", "create_uid", "create_date", "write_uid", "write_date")


def names_in(text: str | None) -> tuple[str, ...]:
    """
    >>> names_in("name, author")
    ('name', 'author')
    """
    return tuple(dict.fromkeys(re.findall(r"[^\s,]+", text or "")))


class Resource:
    """
    :param env: environment of a superuser
    :param get: returns the value of a field of the endpoint
    :raise UserError: the settings do not work; the message says what to change
    """

    def __init__(self, env: Environment, get: Callable[[str], Any]) -> None:
        self.model = get("crud_model_name")
        _check_model(env, self.model)
        model = env[self.model]
        self.operations = tuple(op for op in OPERATIONS if get(f"crud_can_{op}"))
        if not self.operations:
            raise UserError(env._("Choose what callers may do: list, read, …"))
        self.read = _fields(model, names_in(get("crud_read_fields")))
        self.write = _fields(model, names_in(get("crud_write_fields")), _check_write)
        self.filter = _fields(model, names_in(get("crud_filter_fields")), _check_filter)
        self.sort = _fields(model, names_in(get("crud_sort_fields")), _check_sort)
        #: relation -> names of the fields of its records
        self.expand = _expansions(model, self.read, names_in(get("crud_expand_fields")))
        #: names of the readable fields that have a URL of their own
        self.files = tuple(n for n in self.read if model._fields[n].type == "binary")
        #: tuple of (name, whether descending)
        self.order = _order(model, names_in(get("crud_order")))
        self.page_size = get("crud_page_size")
        self.max_page_size = get("crud_max_page_size")
        if not 0 < self.page_size <= self.max_page_size <= _MAX_PAGE_SIZE:
            message = env._(
                "The page size must be 1 to 10,000, and the default must not exceed "
                "the maximum."
            )
            raise UserError(message)
        self.count_total = get("crud_count_total")
        self._domain_text = (get("crud_domain") or "").strip() or "[]"
        self._constant_domain = _constant_domain(self._domain_text)
        self._check_domain(env)
        if {"create", "update"} & set(self.operations) and not self.write:
            raise UserError(env._("Choose the fields that callers may write."))
        self.validators = {
            method: json_schema.Validator(schemas.body(model, self.write, method))
            for method in ("POST", "PATCH", "PUT")
        }

    @classmethod
    def of_record(cls, endpoint: BaseModel) -> "Resource":
        """
        :param endpoint: record of ``endpoint.mixin``
        :raise UserError: see :class:`Resource`
        """
        endpoint = endpoint.sudo()
        return cls(endpoint.env, endpoint.__getitem__)

    def domain(self, env: Environment) -> Domain:
        """
        :param env: of the request
        :return: Domain of the records that the resource serves
        """
        if self._constant_domain is not None:
            return self._constant_domain
        names = {
            "uid": env.uid,
            "user": env.user,
            "company_id": env.company.id,
            "company_ids": env.companies.ids,
            "datetime": safe_eval.datetime,
            "time": safe_eval.time,
        }
        return Domain(safe_eval.safe_eval(self._domain_text, names))

    def _check_domain(self, env):
        try:
            query = env[self.model]._search(self.domain(env))
            with env.cr.savepoint(flush=False):
                # Only PostgreSQL finds, for example, that an id is not a text.
                sql = SQL("EXPLAIN %s", query.select())
                env.cr.execute(sql, log_exceptions=False)
        except Exception as exc:  # the text can raise anything
            raise UserError(env._("The domain cannot be used: %s", exc)) from exc


def _constant_domain(text):
    """:return: the Domain if it does not depend on the request, else None"""
    try:
        return Domain(ast.literal_eval(text))
    except (SyntaxError, TypeError, ValueError):
        return None


def _check_model(env: Environment, name: str) -> None:
    if not name:
        raise UserError(env._("Choose a model."))
    if name not in env:
        message = env._("The model %s does not exist any more. Choose another.", name)
        raise UserError(message)
    if env[name]._abstract or env[name]._transient:
        raise UserError(env._("%s does not store records. Choose another.", name))
    if rpc.is_closed(env.registry, name):
        raise rpc.refusal(env, name)


# ------------------------------------------------------------
# Lists of field names
# ------------------------------------------------------------


def _fields(
    model: BaseModel,
    names: Sequence[str],
    check: Callable[[Environment, Field], str | None] = lambda env, field: None,
) -> tuple[str, ...]:
    """:return: the names without ``id``, which every response has"""
    for name in names:
        if problem := check(model.env, _field(model, name)):
            message = f"{name}: {problem}"
            raise UserError(message)
    return tuple(name for name in names if name != "id")


def _field(model: BaseModel, name: str) -> Field:
    field = model._fields.get(name)
    if field is None:
        message = model.env._(
            "%(model)s has no field %(field)s.", model=model._name, field=name
        )
        raise UserError(message)
    if field.type not in TYPES:
        message = model.env._(
            "%(field)s: fields of the type %(type)s cannot be served.",
            field=name,
            type=field.type,
        )
        raise UserError(message)
    return field


def _check_write(env, field):
    if field.name in _WRITTEN_BY_ODOO:
        return env._("Odoo writes this field itself.")
    if field.type == "one2many":
        return env._("Write its records through a resource for their model.")
    if not (field.store or field.inverse) or (field.compute and field.readonly):
        return env._("This field is computed.")
    return None


def _check_filter(env, field):
    searchable = field._description_searchable
    return None if searchable else env._("Odoo cannot search in this field.")


def _check_sort(env, field):
    if not TYPES[field.type].sortable or not field._description_sortable:
        return env._("Odoo cannot sort by this field.")
    return None if field.store else env._("Only stored fields can be sorted by.")


def _order(model, names):
    _fields(model, [name.removeprefix("-") for name in names], _check_sort)
    order = tuple((name.removeprefix("-"), name.startswith("-")) for name in names)
    return order or (("id", False),)


def _expansions(model, readable, dotted_names):
    expansions = {}
    for dotted in dotted_names:
        relation, _, name = dotted.partition(".")
        if not (name and relation in readable and model._fields[relation].relational):
            message = model.env._(
                "%s: write a readable relation, a dot and a field of its records, such "
                "as partner_id.name.",
                dotted,
            )
            raise UserError(message)
        field = _field(model.env[model._fields[relation].comodel_name], name)
        if field.type == "binary":
            raise UserError(model.env._("%s: files cannot be expanded.", dotted))
        expansions.setdefault(relation, []).append(name)
    return {relation: tuple(names) for relation, names in expansions.items()}
