"""What one record serves, made once of its fields and kept until it changes."""

import ast
import re

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, safe_eval

from odoo.addons.endpoint import rpc
from odoo.addons.endpoint.validation import json_schema

from . import schemas
from .field_types import TYPES

#: operation -> the methods that call it
OPERATIONS = {
    "list": ("GET",),
    "create": ("POST",),
    "read": ("GET",),
    "update": ("PATCH", "PUT"),
    "delete": ("DELETE",),
}
_KEPT_BY_ODOO = ("id", "create_uid", "create_date", "write_uid", "write_date")


def names_in(text):
    """
    >>> names_in("name, author")
    ('name', 'author')
    """
    return tuple(dict.fromkeys(re.findall(r"[^\s,]+", text or "")))


class Resource:
    """
    :param env: environment of a superuser
    :param get: callable from the name of a field of the endpoint to its value
    :raise UserError: it cannot be served as it is, in words for an admin
    """

    def __init__(self, env, get):
        self.model = get("crud_model_name")
        self._check_model(env)
        self.operations = tuple(op for op in OPERATIONS if get(f"crud_can_{op}"))
        if not self.operations:
            raise UserError(env._("Choose what callers may do: list, read, …"))
        model = env[self.model]
        self.read = self._fields(model, get, "crud_read_fields", self._check_read)
        self.write = self._fields(model, get, "crud_write_fields", self._check_write)
        self.filter = self._fields(model, get, "crud_filter_fields", self._check_filter)
        self.sort = self._fields(model, get, "crud_sort_fields", self._check_sort)
        self.expand = self._expansions(model, get("crud_expand_fields"))
        #: names of the readable fields that are served under a URL of their own
        self.files = tuple(n for n in self.read if model._fields[n].type == "binary")
        self.order = self._order(model, get("crud_order"))
        self.page_size = get("crud_page_size")
        self.max_page_size = get("crud_max_page_size")
        if not 0 < self.page_size <= self.max_page_size <= 10_000:
            raise UserError(
                env._("A page has 1 to 10,000 records, and by default not the most.")
            )
        self.count_total = get("crud_count_total")
        self._domain_text = (get("crud_domain") or "").strip() or "[]"
        self._domain = self._constant_domain()
        self._check_domain(env)
        if {"create", "update"} & set(self.operations) and not self.write:
            raise UserError(env._("Choose the fields that callers may write."))
        self.validators = {
            method: json_schema.Validator(schemas.body(model, self, method))
            for method in ("POST", "PATCH", "PUT")
        }

    # ------------------------------------------------------------
    # The domain
    # ------------------------------------------------------------

    def _constant_domain(self):
        """:return: the domain, where it is the same for all"""
        try:
            return Domain(ast.literal_eval(self._domain_text))
        except (SyntaxError, TypeError, ValueError):
            return None

    def domain(self, env):
        """
        :param env: the request's
        :return: what exists for this API, :class:`odoo.fields.Domain`
        """
        if self._domain is not None:
            return self._domain
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
                # PostgreSQL compares no id with a text, say.
                sql = SQL("EXPLAIN %s", query.select())
                env.cr.execute(sql, log_exceptions=False)
        except Exception as exc:  # whatever the text does
            raise UserError(env._("The domain cannot be used: %s", exc)) from exc

    # ------------------------------------------------------------
    # The lists of names
    # ------------------------------------------------------------

    def _check_model(self, env):
        if not self.model:
            raise UserError(env._("Choose the model that is served."))
        if self.model not in env:
            raise UserError(env._("There is no model %s any more.", self.model))
        if env[self.model]._abstract or env[self.model]._transient:
            raise UserError(env._("%s keeps no records. Choose another.", self.model))
        if rpc.is_endpoint_model(env.registry, self.model):
            raise rpc.refusal(env, self.model)

    def _fields(self, model, get, name, check):
        names = names_in(get(name))
        for each in names:
            field = self._field(model, each)
            if problem := check(model.env, field):
                raise UserError(
                    model.env._("%(field)s: %(problem)s", field=each, problem=problem)
                )
        return tuple(each for each in names if each != "id")

    def _field(self, model, name):
        field = model._fields.get(name)
        if field is None:
            raise UserError(
                model.env._(
                    "%(model)s has no field %(field)s.", model=model._name, field=name
                )
            )
        if field.type not in TYPES:
            raise UserError(
                model.env._(
                    "%(field)s is of the type %(type)s, which cannot be served.",
                    field=name,
                    type=field.type,
                )
            )
        return field

    def _check_read(self, env, field):
        return None

    def _check_write(self, env, field):
        if field.name in _KEPT_BY_ODOO:
            return env._("Odoo writes it itself.")
        if field.type == "one2many":
            return env._("Its records are written as a resource of their own.")
        if not (field.store or field.inverse) or (field.compute and field.readonly):
            return env._("It is computed.")
        return None

    def _check_filter(self, env, field):
        if not field._description_searchable:
            return env._("Odoo cannot search in it.")
        return None

    def _check_sort(self, env, field):
        if not TYPES[field.type].sortable or not field._description_sortable:
            return env._("Odoo cannot sort by it.")
        if not field.store:
            return env._("Only stored fields can be sorted by.")
        return None

    def _expansions(self, model, text):
        """:return: dict of the name of a relation to the names of the fields of its
        records that are shown
        """
        found = {}
        for dotted in names_in(text):
            relation, _, name = dotted.partition(".")
            known = relation in self.read and self._field(model, relation).relational
            if not known or not name:
                raise UserError(
                    model.env._(
                        "%s: write a relation that callers may read, a dot and a field "
                        "of its records, such as partner_id.name.",
                        dotted,
                    )
                )
            field = self._field(model.env[model._fields[relation].comodel_name], name)
            if field.type == "binary":
                raise UserError(model.env._("%s: a file has no place there.", dotted))
            found.setdefault(relation, []).append(name)
        return {relation: tuple(names) for relation, names in found.items()}

    def _order(self, model, text):
        """:return: tuple of (name, whether descending)"""
        order = tuple(
            (part.removeprefix("-"), part.startswith("-")) for part in names_in(text)
        )
        for name, _descending in order:
            field = self._field(model, name)
            if name != "id" and (problem := self._check_sort(model.env, field)):
                raise UserError(
                    model.env._("%(field)s: %(problem)s", field=name, problem=problem)
                )
        return order or (("id", False),)
