"""The stored values needed to serve an endpoint, read once."""

from collections import deque
from collections.abc import Callable
from contextlib import closing
from itertools import repeat
from typing import Any, NamedTuple

from werkzeug.exceptions import NotFound

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules.registry import Registry
from odoo.tools import sql

from odoo.addons.endpoint_route_handler import replica


def is_endpoint_model(registry: Registry, model: str) -> bool:
    """:return: whether a model inherits ``endpoint.mixin``"""
    mixin = registry.get("endpoint.mixin")
    return bool(mixin and issubclass(registry.get(model) or object, mixin))


class Columns(NamedTuple):
    """The stored fields of a model, shared by the snapshots of its records."""

    fields: tuple[fields.Field, ...]
    #: name of a field -> its index in ``fields``
    indexes: dict[str, int]


class Snapshot:
    """The stored fields of one record, kept outside any transaction.

    :param values: the values of the columns in the format of Odoo's cache
    :param relations: name of a stored many2many field -> ids
    :param is_version: whether the values are not those that the record has now, see
        ``_load_served_values`` of ``endpoint.mixin``
    """

    __slots__ = (
        *("answer_headers", "columns", "extras", "is_version", "observers"),
        *("record_id", "relations", "values"),
    )

    def __init__(
        self,
        record_id: int,
        columns: Columns,
        values: tuple,
        relations: dict,
        is_version: bool = False,
    ) -> None:
        self.record_id = record_id
        self.columns = columns
        self.values = values
        self.relations: dict[str, tuple[int, ...]] = relations
        self.is_version = is_version
        #: see ``ir.http``, ``_snapshot_answer_headers``
        self.answer_headers: list[tuple[str, str]] | None = None
        #: what other addons derive from the values, by addon name
        self.extras: dict[str, Any] = {}
        #: see ``endpoint.mixin``, ``_answer_observers``
        self.observers: tuple[Callable, ...] = ()

    def __getitem__(self, name: str) -> Any:
        return self.values[self.columns.indexes[name]]

    @classmethod
    def load(cls, registry: Registry, model: str, record_id: int) -> "Snapshot":
        """Read in a new transaction: the request's transaction may have begun before
        the change that invalidated the previous snapshot.

        :raise NotFound: the record does not exist
        """
        with closing(replica.primary_cursor(registry)) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            record = env[model].browse(record_id)
            if not record.exists():
                raise NotFound()
            # Use the environment's registry: another thread may just have loaded a
            # newer one, whose fields are different objects.
            columns = _columns(env.registry, model)
            # While a module is being uninstalled, or before its upgrade, columns may be
            # missing.
            existing = sql.table_columns(cr, record._table)
            record.fetch([name for name in columns.indexes if name in existing])
            is_version = bool(record._load_served_values())
            values = (field._get_cache(env).get(record_id) for field in columns.fields)
            relations = _relations(record)
            snapshot = cls(record_id, columns, tuple(values), relations, is_version)
            snapshot.observers = tuple(record._answer_observers(snapshot))
            return snapshot

    def record(self, model: models.BaseModel) -> models.BaseModel:
        """:return: the record in the environment of ``model``, with a filled cache"""
        # None of the fields depends on the context: one cache for all environments.
        field_data = model.env.transaction.field_data
        caches = map(field_data.__getitem__, self.columns.fields)
        # A loop in C: a record has about 100 columns.
        deque(map(dict.setdefault, caches, repeat(self.record_id), self.values), 0)
        if self.is_version:
            for name, ids in self.relations.items():
                cache = model._fields[name]._get_cache(model.env)
                cache.setdefault(self.record_id, ids)
        return model.browse(self.record_id)


def _relations(record: models.BaseModel) -> dict[str, tuple[int, ...]]:
    return {
        field.name: record[field.name]._ids
        for field in record._fields.values()
        if field.type == "many2many"
        and field.store
        and sql.table_exists(record.env.cr, field.relation)
    }


def _columns(registry: Registry, model: str) -> Columns:
    """:return: the fields with a column, including those of other addons"""
    stored = tuple(
        field
        for field in registry[model]._fields.values()
        if field.store
        and field.column_type
        and not registry.field_depends_context[field]
    )
    # Valid until the models are set up again: a new custom field or model replaces all
    # field objects.
    by_model = vars(registry).setdefault("endpoint_snapshot_columns", {})
    if model not in by_model or by_model[model].fields != stored:
        indexes = {field.name: index for index, field in enumerate(stored)}
        by_model[model] = Columns(stored, indexes)
    return by_model[model]
