from odoo import api, fields, models


class Sample(models.Model):
    """Columns of each kind: translated, of a company, with digits, with currency."""

    _name = "test.crud.sample"
    _description = "Sample"

    name = fields.Char(translate=True)
    code = fields.Char(company_dependent=True)
    note = fields.Text(translate=True)
    page = fields.Html(translate=True)
    raw = fields.Html(sanitize=False)
    rank = fields.Integer()
    level = fields.Integer(company_dependent=True)
    ratio = fields.Float()
    weight = fields.Float(digits=(16, 4))
    cost = fields.Float(company_dependent=True)
    currency_id = fields.Many2one("res.currency")
    price = fields.Monetary()
    margin = fields.Monetary(groups="base.group_system")
    day = fields.Date()
    due = fields.Date(company_dependent=True)
    at = fields.Datetime()
    is_red = fields.Boolean()
    is_new = fields.Boolean(company_dependent=True)
    state = fields.Selection([("new", "New"), ("old", "Old")])
    record = fields.Char(help="Named like an alias in a query.")
    box_id = fields.Many2one("test.crud.box")
    own_box_id = fields.Many2one(
        "test.crud.box", string="Own box", company_dependent=True
    )
    label_id = fields.Many2one("test.crud.label")
    label_ids = fields.Many2many("test.crud.label", string="Labels")
    partner_id = fields.Many2one("res.partner")
    user_id = fields.Many2one("res.users")
    company_id = fields.Many2one("res.company")
    other_id = fields.Many2one("test.crud.sample")
    picture = fields.Binary()
    shout = fields.Char(compute="_compute_shout")
    size = fields.Integer(compute="_compute_size", store=True)
    box_name = fields.Char(string="Name of the box", related="box_id.name")

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_shout(self):
        for record in self:
            record.shout = (record.name or "").upper()

    @api.depends("rank")
    def _compute_size(self):
        for record in self:
            record.size = record.rank % 10


class Override(models.Model):
    """Changes the values that Odoo fetches."""

    _name = "test.crud.override"
    _description = "Override"

    name = fields.Char()

    def _fetch_query(self, query, fields):
        records = super()._fetch_query(query, fields)
        cache = self._fields["name"]._get_cache(self.env)
        for record_id in records._ids:
            if (name := cache.get(record_id)) and not name.endswith(", overridden"):
                cache[record_id] = f"{name}, overridden"
        return records
