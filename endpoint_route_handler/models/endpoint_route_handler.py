from odoo import api, fields, models

from ..handlers import ROUTE_TYPE_ALIASES

# A value of earlier versions that data files and databases may still contain.
_CONTENT_TYPE_ALIASES = {"application/json; charset=utf-8": "application/json"}


class EndpointRouteHandler(models.AbstractModel):
    """A record with one route and one handler."""

    _name = "endpoint.route.handler"
    _inherit = "endpoint.route.sync.mixin"
    _description = "Endpoint Route Handler"

    #: prefix of every route of the model
    _endpoint_route_prefix = ""
    #: routes that are reserved whatever modules are installed
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
        help="The path of the endpoint, for example /orders or /orders/<int:number>.",
    )
    further_routes = fields.Text(
        string="Further routes",
        copy=False,
        help="More paths of the same endpoint, one per line: an alias, or the path of "
        "an earlier version.",
    )
    route_group = fields.Char(
        string="Group",
        size=32,
        help="A name for endpoints that belong together, for example one API.",
    )
    route_type = fields.Selection(
        string="Protocol",
        selection="_selection_route_type",
        default="http",
        required=True,
        help="HTTP sends the result as it is. JSON-RPC and JSON-2 wrap the request and "
        "response as Odoo's own APIs do.",
    )
    auth_type = fields.Selection(
        string="Authentication",
        selection="_selection_auth_type",
        default="user_endpoint",
        required=True,
        help="Who may call the endpoint: anyone, a logged-in user, or a client with an "
        "API key.",
    )
    request_content_type = fields.Selection(
        string="Content type",
        selection="_selection_request_content_type",
        help="The media type of the request body. Others are refused (415). JSON "
        "includes types such as application/merge-patch+json, XML includes text/xml.",
    )
    request_method = fields.Selection(
        string="Method",
        selection="_selection_request_method",
        default="GET",
        required=True,
        help="The HTTP method. Others are refused (405).",
    )
    request_content_type_choices = fields.Json(
        compute="_compute_request_content_type_choices",
    )
    endpoint_hash = fields.Char(compute="_compute_endpoint_hash")
    cors = fields.Char(
        string="Allowed origins (CORS)",
        default="*",
        help="Origins whose pages may call the endpoint from a browser, separated by "
        "commas, for example https://shop.example. * allows all origins, but without "
        "the user's session. Leave empty to allow none.",
    )
    csrf = fields.Boolean(
        string="CSRF token",
        default=False,
        help="Require the CSRF token of an Odoo form. API clients do not have one.",
    )
    readonly = fields.Boolean(
        string="Read-only",
        default=False,
        help="Serve requests from a read replica, if there is one.",
    )

    # ------------------------------------------------------------
    # Choices
    # ------------------------------------------------------------

    def _selection_route_type(self) -> list[tuple[str, str]]:
        return [("http", "HTTP"), ("jsonrpc", "JSON-RPC"), ("json2", "JSON-2")]

    def _selection_auth_type(self) -> list[tuple[str, str]]:
        return [
            ("public", self.env._("Anyone")),
            ("user_endpoint", self.env._("Logged-in user")),
            ("bearer", self.env._("API key (bearer)")),
        ]

    def _selection_request_method(self) -> list[tuple[str, str]]:
        return [(m, m) for m in ("GET", "POST", "PUT", "PATCH", "DELETE")]

    def _selection_request_content_type(self) -> list[tuple[str, str]]:
        return [
            ("", self.env._("None")),
            ("text/plain", self.env._("Text")),
            ("text/csv", "CSV"),
            ("application/json", "JSON"),
            ("application/xml", "XML"),
            ("application/x-www-form-urlencoded", self.env._("Form")),
            ("multipart/form-data", self.env._("Form with files (multipart)")),
            ("*/*", self.env._("Any type, or no body")),
        ]

    # ------------------------------------------------------------
    # Values
    # ------------------------------------------------------------

    @api.depends("request_method")
    def _compute_request_content_type_choices(self):
        """Offer *None* in the form only if it can be saved."""
        every = [value for value, _label in self._selection_request_content_type()]
        for record in self:
            needs_type = record.request_method in self._methods_with_body()
            record.request_content_type_choices = (
                list(filter(None, every)) if needs_type else every
            )

    @api.onchange("request_method")
    def _onchange_request_method(self):
        needs_type = self.request_method in self._methods_with_body()
        if needs_type and not self.request_content_type:
            self.request_content_type = "application/json"

    def _compute_route(self):
        """A hook for models that compute the route from other fields."""
        for record in self:
            record.route = record._clean_route()

    @api.onchange("route")
    def _onchange_route(self):
        # Odoo does not recompute a computed field that the user edits.
        self.route = self._clean_route()

    def _clean_route(self) -> str | bool:
        """:return: the route with one slash at its start, none at its end, and the
        model's prefix; False without a route
        """
        text = (self.route or "").strip()
        route = text.strip("/")
        if not route:
            return "/" if text else False
        if "://" in route:
            return text  # a pasted URL: the check at save explains the problem
        prefix = "/" + self._endpoint_route_prefix.strip("/")
        if prefix == "/" or f"/{route}".startswith(f"{prefix}/"):
            return f"/{route}"
        return f"{prefix}/{route}"

    def _all_routes(self) -> list[str]:
        """:return: the route and the further ones"""
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
            ("route_type", ROUTE_TYPE_ALIASES),
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
