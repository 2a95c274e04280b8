from werkzeug.exceptions import BadRequest

from odoo import api, fields, models

from ..schemas import POST


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
    owner_id = fields.Many2one(comodel_name="res.partner")
    written = fields.Datetime()

    @api.model
    def hello(self):
        """For JSON-2, which calls methods."""
        return {"hello": "world"}

    @api.model
    def post(self, **body):
        """For JSON-2.

        :raise BadRequest: lists all errors
        """
        if errors := [error.message for error in POST.iter_errors(body)]:
            raise BadRequest("\n".join(errors))
        return {"sum": body["quantity"] * 3}
