"""Whether PostgreSQL writes the JSON of lists."""

from odoo import fields, models


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_sql_lists = fields.Boolean(
        string="Fast lists",
        default=True,
        help="PostgreSQL writes the JSON of lists. Otherwise Odoo writes the same JSON "
        "and needs more time.",
    )
