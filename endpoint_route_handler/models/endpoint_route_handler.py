from odoo import api, fields, models

from ..record_logger import RecordLogger
from ..registry import stable_hash

# Values of earlier versions, which data files and databases still hold.
_ROUTE_TYPE_ALIASES = {"json": "jsonrpc"}
_CONTENT_TYPE_ALIASES = {"application/json; charset=utf-8": "application/json"}


class EndpointRouteHandler(models.AbstractModel):
    """A record with one route and one handler. Hooks extend each choice."""

    _name = "endpoint.route.handler"
    _inherit = "endpoint.route.sync.mixin"
    _description = "Endpoint Route Handler"

    #: put before every route of the model
    _endpoint_route_prefix = ""
    #: routes that nobody may take, whatever is installed
    _blacklist_routes = ("/", "/web", "/odoo", "/website")

    name = fields.Char(required=True)
    route = fields.Char(
        required=True,
        compute="_compute_route",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index=True,
        help="The path under which it is called, for example /orders or "
        "/orders/<int:number>.",
    )
    further_routes = fields.Text(
        copy=False,
        help="More paths that are answered in the same way, one a line: an alias, or "
        "the path of an earlier version.",
    )
    route_group = fields.Char(
        string="Group",
        size=32,
        help="A name for routes that belong together, for example one API.",
    )
    route_type = fields.Selection(
        string="Protocol",
        selection="_selection_route_type",
        default="http",
        required=True,
        help="HTTP answers as it is. JSON-RPC and JSON-2 wrap request and answer as "
        "Odoo's own APIs do.",
    )
    auth_type = fields.Selection(
        string="Who may call",
        selection="_selection_auth_type",
        default="user_endpoint",
        required=True,
        help="Who may call it: anyone, a logged-in user, or the bearer of an API key.",
    )
    request_content_type = fields.Selection(
        string="Content type",
        selection="_selection_request_content_type",
        help="The media type of the request's body. Any other is refused (415).",
    )
    request_method = fields.Selection(
        string="Method",
        selection="_selection_request_method",
        required=True,
        help="The HTTP method. Any other is refused (405).",
    )
    endpoint_hash = fields.Char(compute="_compute_endpoint_hash")
    cors = fields.Char(
        string="CORS",
        default="*",
        help="The origins whose pages may call it from a browser, separated by commas, "
        "for example https://shop.example. * is any, but without the user's session. "
        "Empty: none.",
    )
    csrf = fields.Boolean(
        string="CSRF token",
        default=False,
        help="Ask for the token of an Odoo form. Programs do not have one.",
    )
    readonly = fields.Boolean(
        string="Read-only",
        default=False,
        help="Served from a read replica where there is one.",
    )

    # ------------------------------------------------------------
    # Choices
    # ------------------------------------------------------------

    def _selection_route_type(self):
        return [("http", "HTTP"), ("jsonrpc", "JSON-RPC"), ("json2", "JSON-2")]

    def _selection_auth_type(self):
        return [
            ("public", self.env._("Anyone")),
            ("user_endpoint", self.env._("Logged-in user")),
            ("bearer", self.env._("API key (bearer)")),
        ]

    def _selection_request_method(self):
        return [(m, m) for m in ("GET", "POST", "PUT", "PATCH", "DELETE")]

    def _selection_request_content_type(self):
        return [
            ("", self.env._("None")),
            ("text/plain", self.env._("Text")),
            ("text/csv", "CSV"),
            ("application/json", "JSON"),
            ("application/xml", "XML"),
            ("application/x-www-form-urlencoded", self.env._("Form")),
        ]

    # ------------------------------------------------------------
    # Values
    # ------------------------------------------------------------

    def _compute_route(self):
        """A hook for models that make the route of other fields."""
        for record in self:
            record.route = record._clean_route()

    @api.onchange("route")
    def _onchange_route(self):
        # A computed field that is edited is not computed again by itself.
        self.route = self._clean_route()

    def _clean_route(self):
        """:return: the route with one slash at its start, none at its end, and the
        model's prefix; False without a route
        """
        text = (self.route or "").strip()
        route = text.strip("/")
        if not route:
            return "/" if text else False
        prefix = "/" + self._endpoint_route_prefix.strip("/")
        if prefix == "/" or f"/{route}".startswith(f"{prefix}/"):
            return f"/{route}"
        return f"{prefix}/{route}"

    def _all_routes(self):
        """:return: list of the route and the further ones"""
        return [self.route, *(self.further_routes or "").splitlines()]

    @api.depends(lambda self: self._routing_impacting_fields())
    def _compute_endpoint_hash(self):
        for record in self:
            record.endpoint_hash = record.route and record._get_routing_info()[2]

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_vals(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_vals(vals))

    def _clean_vals(self, vals):
        vals = dict(vals)
        for field, aliases in (
            ("route_type", _ROUTE_TYPE_ALIASES),
            ("request_content_type", _CONTENT_TYPE_ALIASES),
        ):
            if vals.get(field) in aliases:
                vals[field] = aliases[vals[field]]
        if vals.get("route"):
            vals["route"] = self._clean_route_text(vals["route"])
        if vals.get("further_routes"):
            lines = filter(str.strip, vals["further_routes"].splitlines())
            vals["further_routes"] = "\n".join(map(self._clean_route_text, lines))
        return vals

    def _clean_route_text(self, text):
        return self.new({"route": text})._clean_route()

    def copy_data(self, default=None):
        default = dict(default or {})
        return [
            dict(data, route=default.get("route") or f"{record.route}/COPY_FIXME")
            for record, data in zip(self, super().copy_data(default), strict=True)
        ]

    # ------------------------------------------------------------
    # Rules
    # ------------------------------------------------------------

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

    def _endpoint_registry_unique_key(self):
        return f"{self._name}:{self.id}"

    def _register_single_controller(self, options=None, key=None, init=False):
        """Write the one rule of this record.

        :param dict options: handler options instead of the record's own
        :param str key: instead of the record's own
        """
        rule = self._make_controller_rule(options=options, key=key)
        self._endpoint_registry.update_rules([rule], init=init)

    def _make_controller_rule(self, options=None, key=None):
        """:return: :class:`EndpointRule`"""
        own_key = self._endpoint_registry_unique_key()
        options = options or self._default_endpoint_options()
        if self.id and key and key != own_key:
            # So that the handler finds the record.
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

    def _get_routing_info(self):
        """:return: (route, what ``odoo.http.route`` takes, identity of the two)"""
        route = self.route
        routing = {
            "type": _ROUTE_TYPE_ALIASES.get(self.route_type, self.route_type),
            "auth": self.auth_type,
            "methods": [self.request_method],
            "routes": self._all_routes(),
            "cors": self.cors,
            "csrf": self.csrf,
            "readonly": self.readonly,
        }
        # The key too: an archived endpoint and its successor share all the rest.
        key = self._endpoint_registry_unique_key()
        return route, routing, stable_hash(key, route, routing)

    def _default_endpoint_options(self):
        return {"handler": self._default_endpoint_options_handler()}

    def _default_endpoint_options_handler(self):
        """The handler of records that do not name one: 404."""
        return {
            "klass_dotted_path": "odoo.addons.endpoint_route_handler.controllers.main."
            "EndpointNotFoundController",
            "method_name": "auto_not_found",
            "default_pargs": (self.route,),
        }

    @api.model
    def _get_endpoint_route_consumer_models(self):
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
