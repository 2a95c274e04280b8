"""The rules of a resource: one record, several routes and methods."""

from odoo import api, fields, models

from odoo.addons.endpoint_route_handler import claims
from odoo.addons.endpoint_route_handler.rule import stable_hash

from ..rest.field_lists import names_in
from ..rest.resource import OPERATIONS
from ..rest.routes import BY_KEY, METHODS, RULES

_CAN_FIELDS = tuple(f"crud_can_{operation}" for operation in OPERATIONS)
#: fields that decide which rules a resource has
_RULE_FIELDS = (*_CAN_FIELDS, "crud_key_field", "crud_actions")
#: lists of fields that can add an operation
_LISTS = ("crud_write_fields", "crud_group_fields", "crud_aggregate_fields")


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_calls = fields.Text(
        string="Calls",
        compute="_compute_crud_calls",
        help="Methods and paths that the endpoint serves after a sync.",
    )

    @api.depends(lambda self: (*self._routing_impacting_fields(), *_LISTS))
    def _compute_crud_calls(self):
        for record in self:
            is_resource = record.exec_mode == "crud" and record.route
            calls = [
                (record._crud_shown(route), ", ".join(routing["methods"]))
                for _key, routing in (record._crud_rules() if is_resource else ())
                for route in routing["routes"]
            ]
            # By path; the calls of a path keep their order.
            calls.sort(key=lambda call: call[0])
            record.crud_calls = "\n".join(
                f"{methods} {path}" for path, methods in calls
            )

    def _crud_shown(self, route):
        """:return: the route of a rule, as callers see it"""
        by_key = f"/by/{self.crud_key_field}/<value>"
        return route.replace(BY_KEY, by_key) if self.crud_key_field else route

    @api.model
    def _routing_impacting_fields(self):
        fields_ = super()._routing_impacting_fields()
        return (*fields_, "exec_mode", "crud_model_id", *_RULE_FIELDS)

    def _crud_rules(self):
        """Yield (key, routing) of each rule."""
        _route, routing, _hash = self._get_routing_info()
        key = self._endpoint_registry_unique_key()
        for suffix, (path, operations, only_reads) in RULES.items():
            methods = self._crud_methods(path, operations)
            routes = [f"{route}{path}" for route in self._all_routes()]
            readonly = routing["readonly"] and only_reads
            changes = {"methods": methods, "routes": routes, "readonly": readonly}
            if methods:
                yield key + suffix, {**routing, **changes}

    def _crud_methods(self, path, operations):
        """:return: the methods of the rule with that path below the route"""
        if path.startswith(BY_KEY) and not self.crud_key_field:
            return []
        allowed = filter(self._crud_allows, operations)
        return [method for each in allowed for method in METHODS[each]]

    def _crud_paths(self):
        """:return: paths of the rules below the route"""
        rules = RULES.values()
        return [path for path, each, _ in rules if self._crud_methods(path, each)]

    def _crud_allows(self, operation):
        if operation == "aggregate":
            lists = ("crud_group_fields", "crud_aggregate_fields")
            return self.crud_can_list and any(map(self._crud_list_adds, lists))
        if operation in ("upload", "clear"):
            return self.crud_can_update and self._crud_list_adds("crud_write_fields")
        if operation == "download":
            return self.crud_can_read and self._crud_allows("upload")
        if operation == "file":
            # Any file: the readable ones may change without a sync.
            return self.crud_can_read and bool(self._crud_files())
        if operation == "action":
            return bool(self.crud_actions)
        if operation == "bulk":
            return any(map(self._crud_allows, ("create", "update", "delete")))
        return self[f"crud_can_{operation}"]

    def _crud_files(self):
        """:return: names of the binary fields of the model"""
        model = self.env.get(self.crud_model_name or "", self.env["base"])
        return {n for n, field in model._fields.items() if field.type == "binary"}

    def _crud_list_adds(self, name, text=None):
        """
        :param text: value of the list, instead of the current one
        :return: whether the list of fields adds an operation
        """
        names = names_in(self[name] if text is None else text)
        if name == "crud_write_fields":
            return not self._crud_files().isdisjoint(names)
        return bool(names)

    def _impacts_routing(self, vals):
        """A list of fields matters only if it adds or removes an operation."""
        return super()._impacts_routing(vals) or any(
            record._crud_list_adds(name, vals[name] or "")
            != record._crud_list_adds(name)
            for record in self._crud_resources()
            for name in vals.keys() & set(_LISTS)
        )

    def _prepare_endpoint_rules(self, options=None):
        resources = self._crud_resources()
        rules = super(EndpointMixin, self - resources)._prepare_endpoint_rules(options)
        for record in resources:
            handler = options or record._default_endpoint_options()
            for key, routing in record._crud_rules():
                rules.append(
                    self._endpoint_registry.make_rule(
                        key,
                        routing["routes"][0],
                        handler,
                        routing,
                        stable_hash(key, routing),
                        route_group=record.route_group,
                    )
                )
        return rules

    def _crud_resources(self):
        return self.filtered(lambda record: record.exec_mode == "crud")

    def _registered_endpoint_rule_keys(self):
        keys = super()._registered_endpoint_rule_keys()
        return (*keys, *self._crud_resources()._crud_further_keys())

    def _crud_further_keys(self):
        """:return: keys of the rules that only resources have"""
        keys = [record._endpoint_registry_unique_key() for record in self]
        return tuple(key + suffix for key in keys for suffix in RULES if suffix)

    def _route_claims(self):
        if self.exec_mode != "crud":
            return super()._route_claims()
        by_rule = (self._claims_of_rule(*rule) for rule in self._crud_rules())
        return [claim for of_rule in by_rule for claim in of_rule]

    @api.constrains("exec_mode", "crud_model_id", *_RULE_FIELDS, *_LISTS)
    def _check_crud_route_unique(self):
        """Allowing an operation claims its methods, which another endpoint may hold."""
        self._crud_resources()._check_route_unique()

    def write(self, vals):
        """Stop serving removed operations at once, not after the next sync."""
        if vals.get("exec_mode", "crud") != "crud":
            resources = self._served_as_they_are()._crud_resources()
            keys = resources._crud_further_keys()
            self._endpoint_registry.drop_rules(keys)
            claims.take(self.env.cr, (), keys)
        result = super().write(vals)
        self._served_as_they_are()._crud_resources()._crud_close_methods()
        return result

    def _crud_close_methods(self):
        methods = dict.fromkeys(self._registered_endpoint_rule_keys(), ())
        for record in self:
            for key, routing in record._crud_rules():
                methods[key] = routing["methods"]
        self._endpoint_registry.close_methods(methods)
