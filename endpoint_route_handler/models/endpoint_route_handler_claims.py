"""Claims: one record per path and method, across all models."""

from odoo import api, models
from odoo.exceptions import ValidationError

from .. import claims, tables
from ..route_check import RouteError, check_free
from ..routing import grammar
from ..rule import parse_key


class EndpointRouteHandler(models.AbstractModel):
    _inherit = "endpoint.route.handler"

    @api.constrains("route", "further_routes", "request_method", "active")
    def _check_route_unique(self):
        for claim, held in self._take_route_claims():
            raise ValidationError(
                self.env._(
                    "%(method)s %(path)s is already served by %(other)s. "
                    "Choose another route or method, or archive the other endpoint.",
                    method=claim.method,
                    path=claim.path,
                    other=self._describe_rule_owner(held.key),
                )
            )

    def _take_route_claims(self):
        """:return: conflicts: pairs of a claim of these records and another's claim"""
        if self._transient:
            return []
        tables.require(self.env.cr)
        keys = self._registered_endpoint_rule_keys()
        active = self.filtered("active")
        wanted = {claim for record in active for claim in record._route_claims()}
        # The last synced rule stays in service until the next sync.
        served = self._endpoint_registry.get_rules(
            keys=active._registered_endpoint_rule_keys()
        )
        for rule in served:
            wanted.update(self._claims_of_rule(rule.key, rule.routing))
        return claims.take(self.env.cr, wanted, keys)

    def _route_claims(self):
        """:return: list of the :class:`claims.Claim` that this record needs"""
        _route, routing, _hash = self._get_routing_info()
        return self._claims_of_rule(self._endpoint_registry_unique_key(), routing)

    def _claims_of_rule(self, key, routing):
        """:return: list of the :class:`claims.Claim` of one rule"""
        return [
            claims.Claim(grammar.shape(route), method, key)
            for route in routing["routes"]
            for method in routing.get("methods") or ()
        ]

    @api.model
    def _is_route_free(self, route: str) -> bool:
        """For addons that propose routes.

        :param route: a route that the router can read
        :return: whether neither Odoo nor an active endpoint serves its path, with any
            method
        """
        try:
            check_free(self.env["ir.http"].routing_map().core, route)
        except RouteError:
            return False
        return not claims.is_claimed(self.env.cr, grammar.shape(route))

    def _describe_rule_owner(self, key):
        model, record_id = parse_key(key)
        if model in self.env and record_id:
            record = self.env[model].sudo().browse(record_id).exists()
            if record:
                return f"“{record.display_name}” ({key})"
        return key

    def _register_controllers(self, init=False, options=None, clear_cache=True):
        result = super()._register_controllers(init, options, clear_cache)
        self._take_route_claims()
        return result

    def unlink(self):
        keys = self._registered_endpoint_rule_keys()
        result = super().unlink()
        if self._endpoint_registry.exists():
            claims.take(self.env.cr, (), keys)
        return result

    def _rebuild_routes(self):
        super()._rebuild_routes()
        for claim, held in self.search([("active", "=", True)])._take_route_claims():
            self._logger.warning(
                "%s %s of %s is already served by %s",
                claim.method,
                claim.path,
                claim.key,
                held.key,
            )
