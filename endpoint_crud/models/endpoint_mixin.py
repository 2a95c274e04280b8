"""The fields of a REST resource."""

from odoo import api, fields, models

#: the lists of field names: crud_<name>_fields
FIELD_LISTS = (
    *("read", "write", "write_line", "filter", "sort", "expand", "group", "aggregate"),
)


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_model_id = fields.Many2one(
        comodel_name="ir.model",
        string="Model",
        ondelete="set null",
        domain=[("transient", "=", False), ("abstract", "=", False)],
        help="The endpoint serves records of this model, with the rights of the user "
        "it runs as.",
    )
    crud_model_name = fields.Char(
        related="crud_model_id.model", string="Model name", store=True
    )
    crud_domain = fields.Char(
        string="Domain",
        default="[]",
        help="Callers can only access records that match. You can use uid, user, "
        "company_id, company_ids, datetime and time.",
    )
    # Field names, separated by commas. The form shows tags, see endpoint_mixin_tags.
    crud_read_fields = fields.Text(string="Fields to read")
    crud_write_fields = fields.Text(string="Fields to write")
    crud_filter_fields = fields.Text(string="Fields to filter by")
    crud_sort_fields = fields.Text(string="Fields to sort by")
    crud_expand_fields = fields.Text(
        string="Fields of related records",
        help="What ?expand= adds: a relation, a dot and a field of the related "
        "records, separated by commas. Example: partner_id.name, partner_id.email",
    )
    crud_group_fields = fields.Text(string="Fields to group by")
    crud_aggregate_fields = fields.Text(string="Fields with totals")
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
    crud_key_field = fields.Char(
        string="Key",
        help="A stored text or integer field. Callers can then use "
        "<route>/by/<field>/<value> instead of an id, and PUT creates the record if it "
        "does not exist and callers may create records. A unique index on the field "
        "keeps others from creating the same key.",
    )
    crud_actions = fields.Text(
        string="Actions",
        help="What callers may do with a record besides reading and writing it, one a "
        "line: a name for the path, a colon and a public method of the model that "
        "needs no arguments. “confirm: action_confirm” adds POST "
        "<route>/<id>/confirm. The method runs with the rights of the user.",
    )
    crud_can_list = fields.Boolean(
        string="List", default=True, help="GET of the route: pages of records."
    )
    crud_can_read = fields.Boolean(
        string="Read", default=True, help="GET of one record or one of its files."
    )
    crud_can_create = fields.Boolean(
        string="Create", help="POST to the route: one record or a list."
    )
    crud_can_update = fields.Boolean(
        string="Update", help="PATCH and PUT of one record."
    )
    crud_can_delete = fields.Boolean(string="Delete", help="DELETE of one record.")
    crud_page_size = fields.Integer(
        string="Page size", default=80, help="Records per page without ?limit=."
    )
    crud_max_page_size = fields.Integer(
        string="Max. page size", default=500, help="The highest ?limit=."
    )
    crud_order = fields.Char(
        string="Order",
        default="id",
        help="Field names, separated by commas, “-” for descending: -pages,name",
    )
    crud_count_total = fields.Boolean(
        string="Count all records",
        default=True,
        help="Lists include the number of records and pages. Counting is slow on "
        "large tables.",
    )
    crud_sql_lists = fields.Boolean(
        string="Fast lists",
        default=True,
        help="PostgreSQL writes the JSON of lists. Otherwise Odoo writes the same JSON "
        "and needs more time.",
    )

    def _selection_exec_mode(self):
        mode = ("crud", self.env._("REST over a model"))
        return [*super()._selection_exec_mode(), mode]

    @api.onchange("exec_mode")
    def _onchange_exec_mode_crud(self):
        if self.exec_mode == "crud" and not self.request_method:
            self.request_method = "GET"

    @api.onchange("crud_model_id")
    def _onchange_crud_model_id(self):
        """Clear the field names of the previous model."""
        model = self.env.get(self.crud_model_id.model)
        self.crud_domain = "[]"
        self.crud_order = "id"
        for name in FIELD_LISTS:
            self[f"crud_{name}_fields"] = False
        self.crud_key_lookups = self.crud_key_field = self.crud_actions = False
        if model is not None:
            self.crud_read_fields = model._rec_name_fallback()

    def _clean_vals(self, vals):
        vals = super()._clean_vals(vals)
        if vals.get("exec_mode") == "crud":
            # The field is required, but resources do not use it in their rules.
            vals.setdefault("request_method", "GET")
        return vals
