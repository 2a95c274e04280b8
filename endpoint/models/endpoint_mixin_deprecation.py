"""Deprecated endpoints say so in every response (RFC 9745, RFC 8594)."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    deprecated = fields.Boolean(
        help="Clients should stop using the endpoint. Each response says so in the "
        "Deprecation header.",
    )
    deprecated_since = fields.Date(
        string="Deprecated since",
        compute="_compute_deprecated_since",
        store=True,
        readonly=False,
    )
    sunset_date = fields.Date(
        string="Served until",
        help="The endpoint may be unavailable from this date (Sunset header).",
    )

    @api.depends("deprecated")
    def _compute_deprecated_since(self):
        for record in self:
            if not record.deprecated:
                record.deprecated_since = False
            elif not record.deprecated_since:
                record.deprecated_since = fields.Date.today()

    @api.constrains("deprecated", "deprecated_since", "sunset_date")
    def _check_sunset_date(self):
        for record in self.filtered("sunset_date"):
            if not record.deprecated:
                raise UserError(
                    self.env._(
                        "“%s” has a sunset date: mark it as deprecated as well.",
                        record.name,
                    )
                )
            # RFC 9745 §4
            if record.deprecated_since and record.sunset_date < record.deprecated_since:
                raise UserError(
                    self.env._(
                        "“%s” cannot end before it is deprecated: choose a later date.",
                        record.name,
                    )
                )
