"""Problems that are refused at save, or shown on the form if they arise later."""

import werkzeug.routing

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import tables
from ..pure import cross_site
from ..route_check import RouteError, check_free, check_syntax, try_match
from ..routing.index import werkzeug_rules


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
        return ("route_type", "auth_type", "request_content_type", "request_method")

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
