"""The rules of a resource: one record, several routes and methods."""

from odoo import api, fields, models

from odoo.addons.endpoint_route_handler.rule import stable_hash

from ..rest.resource import OPERATIONS

#: number of a rule -> (operations, whether of one record, whether nothing is written).
#: The first has the record's own key. Files are a rule by themselves.
RULES = {
    0: (("list",), False, True),
    1: (("create",), False, False),
    2: (("read",), True, True),
    3: (("update", "delete"), True, False),
}
FILE_RULE = 4


def rule_number(rule_key):
    """
    >>> rule_number("endpoint.endpoint:7#2"), rule_number("endpoint.endpoint:7")
    (2, 0)
    """
    return int(rule_key.partition("#")[2] or 0)


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_calls = fields.Text(
        string="Calls",
        compute="_compute_crud_calls",
        help="The methods and paths that it answers once it is synced.",
    )

    @api.depends(lambda self: self._routing_impacting_fields())
    def _compute_crud_calls(self):
        for record in self:
            is_resource = record.exec_mode == "crud" and record.route
            record.crud_calls = is_resource and "\n".join(
                f"{', '.join(routing['methods'])} {route}"
                for _key, routing in record._crud_rules()
                for route in routing["routes"]
            )

    @api.model
    def _routing_impacting_fields(self):
        return (
            *super()._routing_impacting_fields(),
            *("exec_mode", "crud_model_id"),
            *(f"crud_can_{operation}" for operation in OPERATIONS),
        )

    def _crud_rules(self):
        """Yield (key, routing) of each rule."""
        _route, routing, _hash = self._get_routing_info()
        key = self._endpoint_registry_unique_key()
        for number, (operations, of_one, only_reads) in RULES.items():
            methods = [
                method
                for operation in operations
                if self[f"crud_can_{operation}"]
                for method in OPERATIONS[operation]
            ]
            if methods:
                yield (
                    f"{key}#{number}" if number else key,
                    {
                        **routing,
                        "methods": methods,
                        "routes": self._crud_routes("/<id>" if of_one else ""),
                        "readonly": routing["readonly"] and only_reads,
                    },
                )
        if self.crud_can_read and self._crud_has_files():
            yield (
                f"{key}#{FILE_RULE}",
                {
                    **routing,
                    "methods": ["GET"],
                    "routes": self._crud_routes("/<id>/<file>"),
                },
            )

    def _crud_routes(self, path):
        return [f"{route}{path}" for route in self._all_routes()]

    def _crud_has_files(self):
        """:return: whether the model has any, readable or not: which ones are changes
        without a sync
        """
        model = self.env.get(self.crud_model_name)
        kinds = () if model is None else (f.type for f in model._fields.values())
        return "binary" in kinds

    def _prepare_endpoint_rules(self, options=None):
        resources = self.filtered(lambda record: record.exec_mode == "crud")
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

    def _registered_endpoint_rule_keys(self):
        keys = super()._registered_endpoint_rule_keys()
        resources = self.filtered(lambda record: record.exec_mode == "crud")
        return (*keys, *resources._crud_further_keys())

    def _crud_further_keys(self):
        return tuple(
            f"{record._endpoint_registry_unique_key()}#{number}"
            for record in self
            for number in range(1, FILE_RULE + 1)
        )

    def _route_claims(self):
        if self.exec_mode != "crud":
            return super()._route_claims()
        return [
            claim
            for key, routing in self._crud_rules()
            for claim in self._claims_of_rule(key, routing)
        ]

    @api.constrains(
        *("exec_mode", "crud_model_id"),
        *(f"crud_can_{operation}" for operation in OPERATIONS),
    )
    def _check_crud_route_unique(self):
        """An operation takes a method, as a route does."""
        self.filtered(lambda record: record.exec_mode == "crud")._check_route_unique()

    def write(self, vals):
        """Who is a resource no more has one rule left: the others go at once, as they
        would lead to what is there now.
        """
        leaving = self.browse()
        if vals.get("exec_mode", "crud") != "crud":
            leaving = self.filtered(lambda record: record.exec_mode == "crud")
        self._endpoint_registry.drop_rules(leaving._crud_further_keys())
        result = super().write(vals)
        self.filtered(lambda record: record.exec_mode == "crud")._crud_close_methods()
        return result

    def _crud_close_methods(self):
        """An operation that is switched off is closed before the next sync."""
        methods = dict.fromkeys(self._registered_endpoint_rule_keys(), ())
        for record in self:
            for key, routing in record._crud_rules():
                methods[key] = routing["methods"]
        self._endpoint_registry.close_methods(methods)
