"""What serving one endpoint needs, read once."""

from contextlib import closing

from werkzeug.exceptions import NotFound

from odoo import SUPERUSER_ID, api


class Snapshot:
    """The stored fields of one record, kept outside of any transaction.

    :param int record_id:
    :param dict values: field name -> value in the format of Odoo's cache
    """

    __slots__ = ("record_id", "values")

    def __init__(self, record_id, values):
        self.record_id = record_id
        self.values = values

    @classmethod
    def load(cls, registry, model, record_id):
        """In a transaction of its own: that of the request may be older than the
        change which made us look.

        :raise NotFound: there is no such record
        """
        with closing(registry.cursor(readonly=True)) as cr:
            record = api.Environment(cr, SUPERUSER_ID, {})[model].browse(record_id)
            if not record.exists():
                raise NotFound()
            names = [
                name
                for name, field in record._fields.items()
                if field.store
                and field.column_type
                and not registry.field_depends_context[field]
            ]
            record.fetch(names)
            values = {
                name: record._fields[name]._get_cache(record.env).get(record_id)
                for name in names
            }
        return cls(record_id, values)

    def record(self, model):
        """:return: the record in the environment of ``model``, its cache primed"""
        record = model.browse(self.record_id)
        for name, value in self.values.items():
            field = model._fields[name]
            field._get_cache(model.env).setdefault(self.record_id, value)
        return record
