"""The books of the library."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .. import isbn


class LibraryBook(models.Model):
    _name = "library.book"
    _description = "Book"
    _order = "name, id"

    name = fields.Char(string="Title", required=True)
    author = fields.Char()
    published_date = fields.Date(string="Published")
    pages = fields.Integer()
    isbn = fields.Char(
        string="ISBN", copy=False, help="ISBN-13, with or without hyphens."
    )
    borrower_id = fields.Many2one(
        comodel_name="res.partner",
        string="Lent to",
        copy=False,
        index="btree_not_null",
        help="Current borrower.",
    )
    available = fields.Boolean(
        compute="_compute_available", store=True, help="Whether the book is not lent."
    )

    _isbn_uniq = models.Constraint("UNIQUE (isbn)", "Another book has this ISBN.")
    _pages_positive = models.Constraint(
        "CHECK (pages >= 0)", "The number of pages must not be negative."
    )

    @api.depends("borrower_id")
    def _compute_available(self):
        for book in self:
            book.available = not book.borrower_id

    @api.constrains("isbn")
    def _check_isbn(self):
        for book in self:
            if book.isbn and not isbn.is_valid(book.isbn):
                raise ValidationError(
                    self.env._(
                        "%s is not a valid ISBN-13. Check its 13 digits.",
                        book.isbn,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_with_compact_isbn(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_with_compact_isbn(vals))

    # ------------------------------------------------------------
    # Lending. RPC clients may call these methods, and XML-RPC cannot return None
    # ------------------------------------------------------------

    def lend(self, partner_id: int) -> bool:
        """
        :param partner_id: the borrower
        :return: whether the book was available
        """
        self._lock()
        if not self.available:
            return False
        self.borrower_id = partner_id
        return True

    def give_back(self) -> bool:
        """:return: whether the book was lent"""
        self._lock()
        if self.available:
            return False
        self.borrower_id = False
        return True

    def _lock(self):
        """Wait until no other transaction is changing the book.

        ``lock_for_update`` does not wait, but this does. If another transaction commits
        a change meanwhile, PostgreSQL raises an error (40001) and Odoo retries the
        request, which then finds that the book is lent.
        """
        self.ensure_one()
        self.check_access("write")
        self.flush_recordset()
        self.env.execute_query(
            SQL("SELECT 1 FROM library_book WHERE id = %s FOR NO KEY UPDATE", self.id)
        )


def _with_compact_isbn(vals):
    if "isbn" not in vals:
        return vals
    return {**vals, "isbn": isbn.compact(str(vals["isbn"] or "")) or False}
