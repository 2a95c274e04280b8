from odoo import fields, models


class Box(models.Model):
    _inherit = "test.crud.box"

    gadget_properties = fields.PropertiesDefinition()


class Gadget(models.Model):
    """A model for totals, files, and the types of fields that can only be read."""

    _name = "test.crud.gadget"
    _description = "Gadget"

    name = fields.Char()
    kind = fields.Selection([("tool", "Tool"), ("toy", "Toy")])
    is_red = fields.Boolean()
    pieces = fields.Integer()
    count = fields.Integer()
    amount = fields.Float(digits=(16, 2))
    weight = fields.Float()
    cost = fields.Float(groups="base.group_system")
    double = fields.Float(compute="_compute_double")
    made_on = fields.Date()
    sold_at = fields.Datetime()
    box_id = fields.Many2one("test.crud.box")
    label_ids = fields.Many2many("test.crud.label")
    about = fields.Reference(
        [("test.crud.box", "Box"), ("res.users.apikeys", "Key"), ("res.users", "User")]
    )
    data = fields.Json()
    live = fields.Json(compute="_compute_live")
    traits = fields.Properties(definition="box_id.gadget_properties")
    photo = fields.Image(max_width=100, max_height=100)
    manual = fields.Binary(attachment=False)
    secret_file = fields.Binary(groups="base.group_system")
    licence = fields.Binary(required=False)

    def _compute_double(self):
        for record in self:
            record.double = record.amount * 2

    def _compute_live(self):
        for record in self:
            record.live = {"nan": float("nan"), "list": [1, float("inf")]}
