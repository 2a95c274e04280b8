from odoo import api, fields, models

from .. import signaling, tables
from ..registry import EndpointRegistry
from ..rule import EndpointRule


class EndpointRouteSyncMixin(models.AbstractModel):
    """Keeps the route registry in sync with the rules of records.

    A model that inherits this implements the three methods at the end. The flag
    ``registry_sync`` and the rows are written in one transaction.
    """

    _name = "endpoint.route.sync.mixin"
    _description = "Endpoint Route Sync"

    active = fields.Boolean(
        default=True,
        help="Archived endpoints are not served.",
    )
    registry_sync = fields.Boolean(
        string="Synced",
        copy=False,
        help="Checked when the served route matches this record. Otherwise the "
        "previously synced route stays in service.",
    )

    def init(self):
        """Create the tables at install and upgrade. Records fill them in
        :meth:`_register_hook`, when all models are loaded.
        """
        super().init()
        if self._name == "endpoint.route.sync.mixin" and tables.create(self.env.cr):
            self.pool.endpoint_route_rebuild = True

    def _register_hook(self):
        super()._register_hook()
        stored = not (self._abstract or self._transient)
        if stored and getattr(self.pool, "endpoint_route_rebuild", False):
            self.sudo()._rebuild_routes()

    def _rebuild_routes(self):
        """Fill a new route registry from the records."""
        self.search([("registry_sync", "=", True)])._register_controllers(init=True)
        archived = self.search([("active", "=", False)])
        self._endpoint_registry.set_active(
            archived._registered_endpoint_rule_keys(), False
        )

    @property
    def _endpoint_registry(self) -> EndpointRegistry:
        return EndpointRegistry.registry_for(self.env.cr)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.filtered("registry_sync")._handle_registry_sync()
        return records

    def write(self, vals):
        if "registry_sync" not in vals and self._impacts_routing(vals):
            vals = dict(vals, registry_sync=False)
        result = super().write(vals)
        if "active" in vals:
            self._endpoint_registry.set_active(
                self._registered_endpoint_rule_keys(), bool(vals["active"])
            )
        if vals.get("registry_sync"):
            self._handle_registry_sync()
        return result

    def unlink(self):
        # The keys contain the ids: compute them while the records exist.
        keys = self._registered_endpoint_rule_keys()
        result = super().unlink()
        self._endpoint_registry.drop_rules(keys)
        return result

    def _impacts_routing(self, vals):
        return not vals.keys().isdisjoint(("active", *self._routing_impacting_fields()))

    def _handle_registry_sync(self, record_ids=None):  # pylint: disable=missing-return
        """Register the rules of the active records, and drop those of archived ones.

        :param record_ids: ids to sync instead of ``self``
        """
        records = self if record_ids is None else self.browse(record_ids)
        records = records.exists()
        active = records.filtered("active")
        (records - active)._unregister_controllers()
        active._register_controllers()
        behind = active.filtered(lambda record: not record.registry_sync)
        # Bypass our own write(), which would call this method again.
        # pylint: disable=super-method-mismatch
        super(EndpointRouteSyncMixin, behind).write({"registry_sync": True})

    def _register_controllers(self, init=False, options=None, clear_cache=True):
        """Write the rules of these records, and drop those that they no longer have.

        :param dict options: handler options, instead of those of each record
        :param bool clear_cache: ignored; changed rows invalidate the caches
        """
        if self:
            rules = list(self._prepare_endpoint_rules(options=options))
            self._endpoint_registry.update_rules(rules, init=init)
            gone = set(self._registered_endpoint_rule_keys())
            gone.difference_update(rule.key for rule in rules)
            self._endpoint_registry.drop_rules(gone)

    def _unregister_controllers(self, clear_cache=True):
        """Drop the rules of these records."""
        if self:
            self._endpoint_registry.drop_rules(self._registered_endpoint_rule_keys())

    def _forget_snapshots(self) -> None:
        """Make every process reload these records once this transaction is committed
        (``EndpointMap.snapshots``).
        """
        signaling.rules_changed(self.env.cr)

    @api.model
    def _routing_impacting_fields(self) -> tuple[str, ...]:
        """:return: names of the fields that the rules depend on"""
        raise NotImplementedError

    def _prepare_endpoint_rules(self, options=None) -> list[EndpointRule]:
        """:return: the rules, one or more per record"""
        raise NotImplementedError

    def _registered_endpoint_rule_keys(self) -> tuple[str, ...]:
        """:return: the keys of all rules that these records may have"""
        raise NotImplementedError
