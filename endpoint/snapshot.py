"""What serving one endpoint needs, read once."""

from contextlib import closing

from werkzeug.exceptions import NotFound

from odoo import SUPERUSER_ID, api


class Snapshot:
    """The stored fields of one record, kept outside of any transaction.

    :param int record_id:
    :param fields: tuple of the fields, one for all records of a model
    :param values: tuple of their values in the format of Odoo's cache
    """

    __slots__ = ("fields", "record_id", "values")

    def __init__(self, record_id, fields, values):
        self.record_id = record_id
        self.fields = fields
        self.values = values

    def __getitem__(self, name):
        """:return: value of the field of that name"""
        for field, value in zip(self.fields, self.values, strict=True):
            if field.name == name:
                return value
        raise KeyError(name)

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
            fields = _fields(env.registry, model)
            record.fetch([field.name for field in fields])
            values = (field._get_cache(env).get(record_id) for field in fields)
            return cls(record_id, fields, tuple(values))

    def record(self, model):
        """:return: the record in the environment of ``model``, its cache primed"""
        # None of the fields depends on the context: one cache for all environments.
        field_data = model.env.transaction.field_data
        for field, value in zip(self.fields, self.values, strict=True):
            field_data[field].setdefault(self.record_id, value)
        return model.browse(self.record_id)


def _fields(registry, model):
    """:return: tuple of the fields with a column, third parties' too"""
    fields = tuple(
        field
        for field in registry[model]._fields.values()
        if field.store
        and field.column_type
        and not registry.field_depends_context[field]
    )
    # One tuple for all records, until the models are set up again: a custom field or
    # model makes new objects of all fields.
    known = vars(registry).setdefault("endpoint_snapshot_fields", {})
    if known.get(model) != fields:
        known[model] = fields
    return known[model]
