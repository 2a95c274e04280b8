"""The books of a loan."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LibraryLoanLine(models.Model):
    _name = "library.loan.line"
    _description = "Book of a loan"
    _order = "id"
    _rec_name = "book_id"

    loan_id = fields.Many2one(
        comodel_name="library.loan", required=True, index=True, ondelete="cascade"
    )
    book_id = fields.Many2one(comodel_name="library.book", required=True)
    note = fields.Char(help="For example, the condition of the book.")

    _book_uniq = models.Constraint(
        "UNIQUE (loan_id, book_id)", "This book is already in the loan."
    )

    @api.constrains("loan_id", "book_id")
    def _check_draft(self):
        for line in self:
            line._require_draft()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for line in self:
            line._require_draft()

    def _require_draft(self):
        if self.loan_id.state != "draft":
            raise ValidationError(
                self.env._(
                    "The books of loan “%s” can only be changed in a draft.",
                    self.loan_id.name,
                )
            )
