from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class Box(models.Model):
    _name = "test.crud.box"
    _description = "Box of things"

    name = fields.Char(required=True)
    secret = fields.Char()
    thing_ids = fields.One2many("test.crud.thing", "box_id")


class Label(models.Model):
    _name = "test.crud.label"
    _description = "Label of things"

    name = fields.Char(required=True, translate=True)


class Thing(models.Model):
    """A model with a field of each type."""

    _name = "test.crud.thing"
    _description = "Thing"
    _order = "name, id"

    name = fields.Char(required=True, size=20, help="What it is called.")
    active = fields.Boolean(default=True)
    note = fields.Text()
    page = fields.Html()
    count = fields.Integer()
    weight = fields.Float()
    made_on = fields.Date()
    sold_at = fields.Datetime()
    state = fields.Selection([("new", "New"), ("old", "Old")], default="new")
    is_red = fields.Boolean()
    box_id = fields.Many2one("test.crud.box")
    label_ids = fields.Many2many("test.crud.label")
    part_ids = fields.One2many("test.crud.thing", "parent_id")
    parent_id = fields.Many2one("test.crud.thing")
    picture = fields.Binary()
    price = fields.Float(groups="base.group_system")
    shout = fields.Char(compute="_compute_shout")
    hidden = fields.Char()
    is_slow = fields.Boolean(store=False, search="_search_is_slow")

    _name_uniq = models.UniqueIndex("(name)", "There is a thing of that name already.")

    @api.depends("name")
    def _compute_shout(self):
        for record in self:
            record.shout = (record.name or "").upper()

    def _search_is_slow(self, operator, value):
        """PostgreSQL takes 50 ms for each record; all match."""
        sleep = SQL("pg_sleep(0.05)::text = ''")
        return Domain.custom(to_sql=lambda model, alias, query: sleep)

    @api.constrains("count")
    def _check_count(self):
        for record in self:
            if record.count == 13:
                raise ValidationError(self.env._("13 is not allowed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        if "kept" in self.mapped("name"):
            message = self.env._("Open the settings first.")
            action = self.env.ref("base.action_res_users")
            raise RedirectWarning(message, action.id, self.env._("Settings"))

    def action_age(self):
        """An action: what it returns is not shown."""
        if self.state == "old":
            raise UserError(self.env._("This thing is old already."))
        self.state = "old"
        return {"type": "ir.actions.act_window_close"}

    def action_forget(self):
        self.unlink()

    def action_break(self):
        raise RuntimeError("broken")

    def action_copy_picture(self, to="note"):
        self[to] = self.picture.decode()

    def action_with_argument(self, reason):
        self.note = reason

    @api.model
    def action_of_the_model(self):
        return True

    @api.private
    def action_private(self):
        self.note = "private"

    def _action_hidden(self):
        self.note = "hidden"
