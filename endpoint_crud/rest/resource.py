"""What an endpoint serves: its checked settings, cached until they change."""

import ast
from collections.abc import Callable
from typing import Any

from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL, safe_eval

from odoo.addons.endpoint import rpc
from odoo.addons.endpoint.validation import json_schema

from . import actions, bulk, field_lists, keys, schemas, writable
from .field_lists import names_in

#: operation -> its methods
OPERATIONS = {
    "list": ("GET",),
    "create": ("POST",),
    "read": ("GET",),
    "update": ("PATCH", "PUT"),
    "delete": ("DELETE",),
}
_MAX_PAGE_SIZE = 10_000


class Resource:
    """
    :param env: environment of a superuser
    :param get: returns the value of a field of the endpoint
    :raise UserError: the settings are invalid; the message says what to change
    """

    def __init__(self, env: Environment, get: Callable[[str], Any]) -> None:
        self.model = get("crud_model_name")
        _check_model(env, self.model)
        model = env[self.model]
        self.operations = tuple(op for op in OPERATIONS if get(f"crud_can_{op}"))
        if not self.operations:
            raise UserError(env._("Choose at least one operation: list, read, …"))

        self._read_fields(model, get)
        self._read_limits(env, get)
        #: the Domain as text, which may depend on the user and the time
        self.domain_text = (get("crud_domain") or "").strip() or "[]"
        self._constant_domain = _constant_domain(self.domain_text)
        self._check_domain(env)
        if {"create", "update"} & set(self.operations) and not self.write:
            raise UserError(env._("Choose the fields that callers may write."))
        #: name of the field that can replace the id in a path, or an empty text
        self.key = keys.check(
            model, (get("crud_key_field") or "").strip(), self.write, self.operations
        )
        #: name in the path -> method of the model
        self.actions = actions.parse(model, get("crud_actions"))
        self.validators = self._make_validators(model)

    def _read_fields(self, model, get):
        def names(kind):
            return names_in(get(f"crud_{kind}_fields"))

        def fields(kind):
            return field_lists.fields(model, kind, names(kind))

        self.read = fields("read")
        lookups = names_in(get("crud_key_lookups"))
        self.writable = writable.parse(
            model, fields("write"), names("write_line"), lookups
        )
        #: names of the writable fields, lines included
        self.write = (*self.writable.names, *self.writable.lines)
        self.filter = fields("filter")
        self.sort = fields("sort")
        self.group = fields("group")
        self.aggregate = fields("aggregate")
        #: relation -> names of the fields of its records
        self.expand = field_lists.expansions(model, self.read, names("expand"))
        #: names of the readable fields that have their own URL
        self.files = tuple(n for n in self.read if model._fields[n].type == "binary")
        #: names of the files that callers may write
        self.uploads = tuple(n for n in self.write if model._fields[n].type == "binary")
        #: tuple of (name, whether descending)
        self.order = field_lists.order(model, names_in(get("crud_order")))

    def _read_limits(self, env, get):
        self.page_size = get("crud_page_size")
        self.max_page_size = get("crud_max_page_size")
        if not 0 < self.page_size <= self.max_page_size <= _MAX_PAGE_SIZE:
            message = env._(
                "The page size must be 1 to 10,000, and the default must not exceed "
                "the maximum."
            )
            raise UserError(message)
        self.count_total = get("crud_count_total")
        self.sql_lists = get("crud_sql_lists")
        self.export_limit = get("crud_export_limit")
        if self.export_limit < 1:
            raise UserError(env._("The maximum of an export must be 1 or more."))
        self.guard_formulas = get("crud_csv_guard_formulas")

    def _make_validators(self, model):
        """:return: validators of bodies, by method, ``bulk`` and ``action``"""
        validators = {
            method: json_schema.Validator(schemas.body(model, self.writable, method))
            for method in ("POST", "PATCH", "PUT")
        }
        if allowed := [op for op in bulk.METHODS if op in self.operations]:
            key_schema = keys.schema(model, self.key)
            validators["bulk"] = bulk.validator(allowed, key_schema)
        validators["action"] = json_schema.Validator(schemas.NOTHING)
        return validators

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
        return Domain(safe_eval.safe_eval(self.domain_text, names))

    def _check_domain(self, env):
        try:
            query = env[self.model]._search(self.domain(env))
            with env.cr.savepoint(flush=False):
                # Only PostgreSQL detects some errors, such as a text instead of an id.
                sql = SQL("EXPLAIN %s", query.select())
                env.cr.execute(sql, log_exceptions=False)
        except Exception as exc:  # the text can raise anything
            raise UserError(env._("The domain cannot be used: %s", exc)) from exc


def _constant_domain(text):
    """:return: the Domain if it does not depend on the request, otherwise None"""
    try:
        return Domain(ast.literal_eval(text))
    except (SyntaxError, TypeError, ValueError):
        return None


def _check_model(env: Environment, name: str) -> None:
    if not name:
        raise UserError(env._("Choose a model."))
    if name not in env:
        message = env._("The model %s no longer exists. Choose another.", name)
        raise UserError(message)
    if env[name]._abstract or env[name]._transient:
        message = env._(
            "The model %s is abstract or transient. Choose a model that stores "
            "records.",
            name,
        )
        raise UserError(message)
    if rpc.is_closed(env.registry, name):
        raise rpc.refusal(env, name)
