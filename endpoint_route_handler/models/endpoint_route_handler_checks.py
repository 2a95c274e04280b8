"""Problems that are refused at save, or shown on the form if they arise later."""

import werkzeug.routing

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import claims, tables
from ..pure import cross_site
from ..route_check import RouteError, check_free, check_syntax, try_match
from ..routing import grammar
from ..routing.index import werkzeug_rules
from ..rule import parse_key


class EndpointRouteHandler(models.AbstractModel):
    _inherit = "endpoint.route.handler"

    route_problem = fields.Char(
        string="Problem",
        compute="_compute_route_problem",
        search="_search_route_problem",
        help="Why the endpoint is not served although it is synced.",
    )

    is_served = fields.Boolean(
        compute="_compute_route_problem",
        help="Checked when callers can reach the last synced version of the endpoint.",
    )

    @api.constrains("route", "further_routes")
    def _check_route(self):
        core = self.env["ir.http"].routing_map().core
        for record in self:
            for route in record._all_routes():
                if route in self._blacklist_routes:
                    raise ValidationError(
                        self.env._("The route %s is reserved for Odoo.", route)
                    )
                try:
                    check_syntax(core, route, self.env)
                    check_free(core, route)
                except RouteError as exc:
                    message = exc.render(self.env, record.name)
                    raise ValidationError(message) from exc

    @api.constrains("cors")
    def _check_cors(self):
        for record in self:
            if unusable := cross_site.unusable_origins(record.cors):
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: no browser sends the origin %(origin)s. Write "
                        "scheme and host in lower case, without a path or a default "
                        "port, such as https://shop.example or "
                        "https://*.shop.example.",
                        name=record.name,
                        origin=unusable[0],
                    )
                )

    def _selection_fields(self) -> tuple[str, ...]:
        """:return: names of the fields whose selection is a method"""
        return (
            *("route_type", "auth_type"),
            *("request_content_type", "request_method"),
        )

    @api.constrains(lambda self: self._selection_fields())
    def _check_selections(self):
        """Check the values: the ORM accepts any if the selection is a method."""
        for name in self._selection_fields():
            values = set(self._fields[name].get_values(self.env))
            for record in self.filtered(name):
                if record[name] not in values:
                    raise ValidationError(
                        self.env._(
                            "“%(name)s”: “%(value)s” is not a value of %(field)s. "
                            "Choose one of %(values)s.",
                            name=record.name,
                            value=record[name],
                            field=self._fields[name].get_description(
                                self.env, ["string"]
                            )["string"],
                            values=", ".join(sorted(filter(None, values))),
                        )
                    )

    @api.constrains("request_method", "request_content_type")
    def _check_request_content_type(self):
        for record in self:
            if (
                record.request_method in self._methods_with_body()
                and not record.request_content_type
            ):
                raise UserError(
                    self.env._(
                        "“%(name)s”: %(method)s requests have a body. "
                        "Choose its content type.",
                        name=record.name,
                        method=record.request_method,
                    )
                )

    def _methods_with_body(self) -> tuple[str, ...]:
        """:return: the methods that require a content type"""
        return ("POST", "PUT", "PATCH")

    # ------------------------------------------------------------
    # Claims: one record per path and method, across all models
    # ------------------------------------------------------------

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
            wanted.update(_claims_of(rule.key, rule.routing))
        return claims.take(self.env.cr, wanted, keys)

    def _route_claims(self):
        """:return: list of the :class:`claims.Claim` that this record needs"""
        _route, routing, _hash = self._get_routing_info()
        return self._claims_of_rule(self._endpoint_registry_unique_key(), routing)

    def _claims_of_rule(self, key, routing):
        """:return: list of the :class:`claims.Claim` of one rule"""
        return _claims_of(key, routing)

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

    # ------------------------------------------------------------
    # Problems that arise later: a module took the route, or the handler is gone
    # ------------------------------------------------------------

    @api.depends("registry_sync", "active")
    def _compute_route_problem(self):
        core = self.env["ir.http"].routing_map().core
        try:
            with self.env.cr.savepoint(flush=False):
                tables.require(self.env.cr)
                tables.lock_for_reading(self.env.cr)
                keys = self._registered_endpoint_rule_keys()
                rules = {
                    rule.key: rule
                    for rule in self._endpoint_registry.get_rules(keys=keys)
                }
        except UserError as exc:
            self.update({"is_served": False, "route_problem": str(exc)})
            return
        for record in self:
            keys = record._registered_endpoint_rule_keys()
            record.is_served = record.active and not rules.keys().isdisjoint(keys)
            problems = (
                record._find_route_problem(core, rules[key])
                for key in keys
                if key in rules
            )
            problem = next(filter(None, problems), False)
            if record.registry_sync and record.active and not record.is_served:
                problem = self.env._(
                    "The route registry has no readable rule for this "
                    "endpoint. Sync it again."
                )
            record.route_problem = problem

    def _search_route_problem(self, operator, value):
        if operator not in ("=", "!=", "in", "not in"):
            return NotImplemented
        wanted = any(value) if operator in ("in", "not in") else bool(value)
        wanted ^= operator in ("!=", "not in")
        served = self.search([("active", "=", True), ("registry_sync", "=", True)])
        bad = served.filtered("route_problem")
        return [("id", "in" if wanted else "not in", bad.ids)]

    def _find_route_problem(self, core, rule) -> str | bool:
        """:return: a message for an admin, False if the rule can be served"""
        scratch = werkzeug.routing.Map(converters=core.converters)
        try:
            for werkzeug_rule in werkzeug_rules(rule):
                scratch.add(werkzeug_rule)
            for route in rule.routing["routes"]:
                try_match(scratch, route)
        except Exception as exc:  # a row may hold anything, see routing/index.py
            return self.env._("The router cannot use this route: %s", repr(exc))
        for route in rule.routing["routes"]:
            try:
                check_free(core, route)
            except RouteError as exc:
                return exc.render(self.env, self.name)
        return False


def _claims_of(key, routing):
    return [
        claims.Claim(grammar.shape(route), method, key)
        for route in routing["routes"]
        for method in routing.get("methods") or ()
    ]
