"""What serving one endpoint needs, read once."""

from contextlib import closing
from typing import NamedTuple

from werkzeug.exceptions import NotFound

from odoo import SUPERUSER_ID, api


class Columns(NamedTuple):
    """The stored fields of a model; one for the snapshots of all its records."""

    fields: tuple
    places: dict  # name of a field -> its place


class Snapshot:
    """The stored fields of one record, kept outside of any transaction.

    :param int record_id:
    :param columns: :class:`Columns`
    :param values: tuple of their values in the format of Odoo's cache
    """

    __slots__ = ("columns", "record_id", "values")

    def __init__(self, record_id, columns, values):
        self.record_id = record_id
        self.columns = columns
        self.values = values

    def __getitem__(self, name):
        """:return: value of the field of that name"""
        return self.values[self.columns.places[name]]

    @classmethod
    def load(cls, registry, model, record_id):
        """In a transaction of its own: that of the request may be older than the
        change which made us look.

        :raise NotFound: there is no such record
        """
        with closing(registry.cursor(readonly=True)) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            record = env[model].browse(record_id)
            if not record.exists():
                raise NotFound()
            # Of the environment's registry: another thread may just have loaded a
            # newer one than the request has, whose fields are other objects.
            columns = _columns(env.registry, model)
            record.fetch(columns.places)
            values = (field._get_cache(env).get(record_id) for field in columns.fields)
            return cls(record_id, columns, tuple(values))

    def record(self, model):
        """:return: the record in the environment of ``model``, its cache primed"""
        # None of the fields depends on the context: one cache for all environments.
        field_data = model.env.transaction.field_data
        for field, value in zip(self.columns.fields, self.values, strict=True):
            field_data[field].setdefault(self.record_id, value)
        return model.browse(self.record_id)


def _columns(registry, model):
    """:return: :class:`Columns` of the fields with a column, third parties' too"""
    fields = tuple(
        field
        for field in registry[model]._fields.values()
        if field.store
        and field.column_type
        and not registry.field_depends_context[field]
    )
    # Kept until the models are set up again: a custom field or model makes new objects
    # of all fields.
    known = vars(registry).setdefault("endpoint_snapshot_columns", {})
    if model not in known or known[model].fields != fields:
        places = {field.name: place for place, field in enumerate(fields)}
        known[model] = Columns(fields, places)
    return known[model]
