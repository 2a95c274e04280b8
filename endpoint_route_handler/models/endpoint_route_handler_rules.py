"""Converts a record to rules for the router."""

from odoo import api, models

from ..handlers import ROUTE_TYPE_ALIASES
from ..record_logger import RecordLogger
from ..rule import EndpointRule, stable_hash


class EndpointRouteHandler(models.AbstractModel):
    _inherit = "endpoint.route.handler"

    @property
    def _logger(self):
        return RecordLogger(self._name)

    @api.model
    def _routing_impacting_fields(self):
        return (
            "route",
            "further_routes",
            "route_group",
            "route_type",
            "auth_type",
            "request_method",
            "cors",
            "csrf",
            "readonly",
        )

    def _prepare_endpoint_rules(self, options=None):
        return [record._make_controller_rule(options=options) for record in self]

    def _registered_endpoint_rule_keys(self):
        return tuple(record._endpoint_registry_unique_key() for record in self)

    def _endpoint_registry_unique_key(self) -> str:
        return f"{self._name}:{self.id}"

    def _register_single_controller(self, options=None, key=None, init=False):
        """Write the single rule of this record.

        :param dict options: handler options, instead of the record's
        :param str key: instead of the record's
        """
        rule = self._make_controller_rule(options=options, key=key)
        self._endpoint_registry.update_rules([rule], init=init)

    def _make_controller_rule(self, options=None, key=None) -> EndpointRule:
        own_key = self._endpoint_registry_unique_key()
        options = options or self._default_endpoint_options()
        if self.id and key and key != own_key:
            # The handler finds the record by its own key.
            options = dict(options, record_key=own_key)
        route, routing, endpoint_hash = self._get_routing_info()
        return self._endpoint_registry.make_rule(
            key or own_key,
            route,
            options,
            routing,
            endpoint_hash,
            route_group=self.route_group,
        )

    def _get_routing_info(self) -> tuple[str, dict, str]:
        """:return: (route, arguments of ``odoo.http.route``, hash of both)"""
        route = self.route
        routing = {
            "type": ROUTE_TYPE_ALIASES.get(self.route_type, self.route_type),
            "auth": self.auth_type,
            "methods": [self.request_method],
            "routes": self._all_routes(),
            "cors": self.cors,
            "csrf": self.csrf,
            "readonly": self.readonly,
        }
        # Include the key: an archived endpoint and its successor may share the rest.
        key = self._endpoint_registry_unique_key()
        return route, routing, stable_hash(key, route, routing)

    def _default_endpoint_options(self):
        return {"handler": self._default_endpoint_options_handler()}

    def _default_endpoint_options_handler(self):
        """:return: the default handler, which responds with 404"""
        return {
            "klass_dotted_path": "odoo.addons.endpoint_route_handler.controllers.main."
            "EndpointNotFoundController",
            "method_name": "auto_not_found",
            "default_pargs": (self.route,),
        }

    @api.model
    def _get_endpoint_route_consumer_models(self) -> list[str]:
        """:return: names of the stored models that inherit this one"""
        registry = self.env.registry
        handler = registry["endpoint.route.handler"]
        return [
            name
            for name, model in registry.items()
            if issubclass(model, handler)
            and not model._abstract
            and not model._transient
        ]
