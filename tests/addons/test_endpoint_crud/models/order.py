from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Product(models.Model):
    _name = "test.crud.product"
    _description = "Product"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    code = fields.Char()
    number = fields.Integer()
    cost_code = fields.Char(groups="base.group_system")
    shout = fields.Char(compute="_compute_shout")

    @api.depends("code")
    def _compute_shout(self):
        for record in self:
            record.shout = (record.code or "").upper()


class Order(models.Model):
    """A document: a header with lines."""

    _name = "test.crud.order"
    _description = "Order"

    name = fields.Char(required=True)
    product_id = fields.Many2one("test.crud.product")
    product_ids = fields.Many2many("test.crud.product", string="Products")
    line_ids = fields.One2many("test.crud.order.line", "order_id")
    total = fields.Float(compute="_compute_total", store=True)
    shown_line_ids = fields.One2many(
        "test.crud.order.line", compute="_compute_shown_line_ids"
    )

    @api.depends("line_ids.quantity")
    def _compute_total(self):
        for record in self:
            record.total = sum(record.line_ids.mapped("quantity"))

    def _compute_shown_line_ids(self):
        for record in self:
            record.shown_line_ids = record.line_ids

    @api.constrains("total")
    def _check_total(self):
        for record in self:
            if record.total > 1000:
                raise ValidationError(self.env._("The order is too large."))


class OrderLine(models.Model):
    _name = "test.crud.order.line"
    _description = "Line of an order"
    _order = "quantity desc, id"

    order_id = fields.Many2one("test.crud.order", required=True, ondelete="cascade")
    product_id = fields.Many2one("test.crud.product", required=True)
    product_ids = fields.Many2many("test.crud.product", string="Products")
    quantity = fields.Float(default=1)
    made_on = fields.Date()
    active = fields.Boolean(default=True)
    note = fields.Char()
    discount = fields.Float(groups="base.group_system")
    shout = fields.Char(related="product_id.shout")

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity must be positive."
    )

    @api.constrains("quantity")
    def _check_quantity(self):
        for record in self:
            if record.quantity == 13:
                raise ValidationError(self.env._("13 is not allowed."))
