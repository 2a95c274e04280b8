"""The rate limits of an endpoint."""

from odoo import api, fields, models

from odoo.addons.endpoint_route_handler.user_errors import value_error_as_user_error

from .. import rates

_RESPONSE_HEADERS = (
    (rates.POLICY_HEADER, "The limits: `q` requests per `w` seconds."),
    (rates.HEADER, "Remaining quota: `r` requests; reset in `t` seconds."),
)


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    rate_limit = fields.Char(
        string="Rate limits",
        help="How many requests are allowed, for example “100/minute; 5000/day”. "
        "Further requests are refused (429) until the window ends.",
    )
    # Required in the form only: Odoo drops the NOT NULL of a column whose addon it has
    # not loaded yet, which locks the table at each upgrade of a lower addon.
    rate_limit_scope = fields.Selection(
        string="Limits apply to",
        selection=[
            ("caller", "Each caller"),
            ("address", "Each address"),
            ("all", "All callers together"),
        ],
        default="caller",
        help="Callers are identified by API key, user or address, in that order. IPv6: "
        "only the first 64 bits count.",
    )
    rate_limit_strategy = fields.Selection(
        string="Counting",
        selection=[
            ("fixed-window", "Fixed window"),
            ("sliding-window-counter", "Sliding window"),
        ],
        default="fixed-window",
        help="A fixed window begins with the first request. When it ends, all requests "
        "are allowed again. A sliding window allows them gradually.",
    )

    @api.constrains("rate_limit")
    def _check_rate_limit(self):
        for record in self.filtered("rate_limit"):
            message = self.env._("“%(name)s”: the limits cannot be used: %(error)s")
            with value_error_as_user_error(message, record.name):
                rates.parse(record.rate_limit)

    def _describe_operation(self, method: str) -> dict:
        description = super()._describe_operation(method)
        if limits := rates.parse(self.rate_limit or ""):
            names = ", ".join(f"`{rates.name(limit)}`" for limit in limits)
            text = f"More than {names}. Try again after `Retry-After` seconds."
            description["response_headers"] += _RESPONSE_HEADERS
            if self.route_type != "jsonrpc":  # which always returns status 200
                description["errors"] |= {429: text}
        return description
