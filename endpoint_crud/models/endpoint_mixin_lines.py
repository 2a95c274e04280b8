"""The settings of lines, and of relations that are named by key."""

from odoo import api, fields, models


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_write_line_fields = fields.Text(
        string="Writable fields of lines",
        help="Callers write these fields of the record's lines with the record: a "
        "one2many relation, a dot and a field of its lines, separated by commas. "
        "Example: order_line.product_id, order_line.product_uom_qty",
    )
    crud_key_lookups = fields.Text(
        string="Relations by key",
        help="Callers may name a related record by one of these fields instead of its "
        "id: a writable relation, a dot and a stored text or integer of its records, "
        "separated by commas. With partner_id.ref, callers may send "
        '{"partner_id": {"ref": "C-001"}}. They can find out whether a value exists.',
    )

    @api.onchange("crud_model_id")
    def _onchange_crud_model_id(self):
        result = super()._onchange_crud_model_id()
        self.crud_write_line_fields = False
        self.crud_key_lookups = False
        return result

    def _validate_exec_fields(self):
        names = super()._validate_exec_fields()
        return (*names, "crud_write_line_fields", "crud_key_lookups")
