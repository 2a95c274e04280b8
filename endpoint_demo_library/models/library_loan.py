"""The loans of the library: a borrower and some books."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class LibraryLoan(models.Model):
    _name = "library.loan"
    _description = "Loan"
    _order = "date desc, id desc"

    name = fields.Char(
        string="Number",
        required=True,
        copy=False,
        default=lambda self: self.env["ir.sequence"].next_by_code("library.loan"),
        help="Unique. Another program may use its own number.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Borrower", required=True, index=True
    )
    date = fields.Date(
        required=True, default=fields.Date.context_today, index=True, copy=False
    )
    state = fields.Selection(
        [("draft", "Draft"), ("lent", "Lent"), ("returned", "Returned")],
        default="draft",
        required=True,
        copy=False,
    )
    line_ids = fields.One2many(
        comodel_name="library.loan.line",
        inverse_name="loan_id",
        string="Lines",
        copy=True,
    )
    book_count = fields.Integer(
        string="Books", compute="_compute_book_count", store=True
    )

    _name_uniq = models.Constraint("UNIQUE (name)", "Another loan has this number.")

    @api.depends("line_ids")
    def _compute_book_count(self):
        for loan in self:
            loan.book_count = len(loan.line_ids)

    def action_lend(self) -> bool:
        """Lend the books of the loans, all or none.

        :raise UserError: a book is already lent, or a loan is empty or not a draft
        """
        for loan in self:
            loan._check_state("draft")
            if not loan.line_ids:
                raise UserError(self.env._("Add a book to loan “%s” first.", loan.name))
            # All transactions lock books in this order, so that they cannot deadlock.
            for book in loan.line_ids.book_id.sorted("id"):
                if not book.lend(loan.partner_id.id):
                    raise UserError(self.env._("“%s” is already lent.", book.name))
            loan.state = "lent"
        return True

    def action_return(self) -> bool:
        """Take back the books that the borrowers still have.

        :raise UserError: a loan is not lent
        """
        for loan in self:
            loan._check_state("lent")
            for book in loan.line_ids.book_id.sorted("id"):
                if book.borrower_id == loan.partner_id:
                    book.give_back()
            loan.state = "returned"
        return True

    def _check_state(self, state):
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            message = self.env._(
                "Loan “%(name)s” must be in the state %(wanted)s, but is in %(state)s.",
                name=self.name,
                wanted=labels[state],
                state=labels[self.state],
            )
            raise UserError(message)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_lent(self):
        for loan in self:
            if loan.state == "lent":
                raise UserError(
                    self.env._("Return loan “%s” before you delete it.", loan.name)
                )
