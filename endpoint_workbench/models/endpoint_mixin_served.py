"""Callers get the version in service, while the record holds a draft.

The version is read wherever the values of an endpoint are loaded to serve it::

    Snapshot.load                   the stored values, in every process
    endpoint.openapi, _collect      the document
    _register_controllers           the rules
    _fetch_query                    fields that a request reads again
"""

from contextlib import contextmanager

from odoo import models
from odoo.http import request
from odoo.tools import SQL, sql

from odoo.addons.endpoint_route_handler.call import call_of


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _served_as_they_are(self):
        return super()._served_as_they_are() - self._reviewed()

    def _load_served_values(self):
        replaced = super()._load_served_values()
        # While this addon is being uninstalled, or before its upgrade.
        columns = sql.table_columns(self.env.cr, self._table)
        if not columns.keys() >= {"version_approval", "version_id"}:
            return replaced
        drafts = self._drafts().filtered("version_id")
        for record in drafts:
            values = record.sudo().version_id.values
            for field in self._version_fields():
                if field.name in values:
                    cache = field._get_cache(self.env)
                    value = values[field.name]
                    if field.type == "many2many":
                        cache[record.id] = tuple(value)
                    else:
                        cache[record.id] = field.convert_to_cache(value, record, False)
        return replaced | drafts

    def _fetch_query(self, query, fields):
        """A request that clears its cache, for example at the end of a savepoint, goes
        on with the version in service.
        """
        call = call_of(request or None)
        snapshot = call and call.snapshot
        if snapshot and snapshot.is_version and call.model == self._name:
            snapshot.record(self)
        return super()._fetch_query(query, fields)

    def _register_for_dry_run(self):  # pylint: disable=missing-return
        super()._register_for_dry_run()
        if self.version_approval:
            self._register_controllers()  # the rules in service are another version's

    def _registered_endpoint_rule_keys(self):
        """A draft may have other rules than the version in service."""
        keys = super()._registered_endpoint_rule_keys()
        own = [each._endpoint_registry_unique_key() for each in self._reviewed()]
        if not own or not self._endpoint_registry.exists():
            return keys
        where = SQL("split_part(key, '#', 1) = ANY(%s)", own)
        rules = self._endpoint_registry.get_rules(where=where)
        return tuple(dict.fromkeys((*keys, *(rule.key for rule in rules))))

    # pylint: disable-next=missing-return
    def _register_controllers(self, init=False, options=None, clear_cache=True):
        drafts = self._drafts().filtered("version_id")
        for records in filter(None, (self - drafts, drafts)):
            with records._as_served():
                super(EndpointMixin, records)._register_controllers(
                    init, options, clear_cache
                )
        drafts._take_route_claims()  # those of the draft as well

    @contextmanager
    def _as_served(self):
        """The records have the values that callers get."""
        self.flush_recordset()
        replaced = self._load_served_values()
        try:
            yield
        finally:
            replaced.invalidate_recordset(flush=False)
