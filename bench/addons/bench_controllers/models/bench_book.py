from odoo import fields, models


class BenchBook(models.Model):
    _name = "bench.book"
    _description = "Book of the benchmark"

    name = fields.Char()
    author = fields.Char()
    published_date = fields.Date()
    pages = fields.Integer()
    isbn = fields.Char()
    available = fields.Boolean()
    borrower_id = fields.Many2one(comodel_name="res.partner")
    written = fields.Datetime()
