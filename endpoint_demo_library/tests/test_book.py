from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, mute_logger, new_test_user, tagged

GOOD = "9780306406157"


@tagged("post_install", "-at_install")
class TestBook(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Book = cls.env["library.book"]
        cls.partner = cls.env["res.partner"].create({"name": "Ada"})

    def test_an_isbn_is_stored_without_hyphens(self):
        book = self.Book.create({"name": "Walden", "isbn": "978-0-306-40615-7"})
        self.assertEqual(book.isbn, GOOD)
        # Some clients send it as a number.
        book.write({"isbn": int(GOOD)})
        self.assertEqual(book.isbn, GOOD)
        book.isbn = ""
        self.assertFalse(book.isbn)

    def test_an_isbn_is_checked(self):
        for wrong in ("9780306406158", "978030640615", "0306406152", "97803064０6157"):
            with self.subTest(isbn=wrong), self.assertRaises(ValidationError):
                self.Book.create({"name": "Walden", "isbn": wrong})

    def test_an_isbn_is_unique(self):
        self.Book.create({"name": "Walden", "isbn": GOOD})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.Book.create({"name": "Emma", "isbn": GOOD})

    def test_books_without_isbn(self):
        books = self.Book.create([{"name": "Walden", "isbn": ""}, {"name": "Emma"}])
        self.assertEqual(books.mapped("isbn"), [False, False])

    def test_pages_are_not_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.Book.create({"name": "Walden", "pages": -1})

    def test_a_copy_is_another_book(self):
        book = self.Book.create({"name": "Walden", "isbn": GOOD})
        book.lend(self.partner.id)
        self.assertRecordValues(
            book.copy(), [{"isbn": False, "borrower_id": False, "available": True}]
        )

    def test_it_is_lent_to_one_borrower_at_a_time(self):
        book = self.Book.create({"name": "Walden"})
        self.assertTrue(book.available)
        self.assertTrue(book.lend(self.partner.id))
        self.assertRecordValues(
            book, [{"borrower_id": self.partner.id, "available": False}]
        )
        self.assertFalse(book.lend(self.env.user.partner_id.id))
        self.assertEqual(book.borrower_id, self.partner)

    def test_return(self):
        book = self.Book.create({"name": "Walden", "borrower_id": self.partner.id})
        self.assertTrue(book.give_back())
        self.assertTrue(book.available)
        self.assertFalse(book.give_back())

    def test_access_rights(self):
        book = self.Book.create({"name": "Walden"})
        clerk = new_test_user(self.env, "clerk", "base.group_user")
        self.assertTrue(book.with_user(clerk).lend(self.partner.id))
        guest = new_test_user(self.env, "guest", "base.group_portal")
        for act in ("give_back", "read", "unlink"):
            with self.subTest(act=act), self.assertRaises(AccessError):
                getattr(book.with_user(guest), act)()


@tagged("post_install", "-at_install")
class TestDemoBooks(TransactionCase):
    def test_demo_books(self):
        records = self.env["ir.model.data"].search(
            [("module", "=", "endpoint_demo_library"), ("model", "=", "library.book")]
        )
        books = self.env["library.book"].browse(records.mapped("res_id"))
        if not books:
            self.skipTest("no demo data")
        self.assertEqual(len(books), 200)
        self.assertTrue(all(books.mapped(lambda book: book.author and book.isbn)))
        moby = self.env.ref("endpoint_demo_library.book_moby_dick")
        self.assertEqual(moby.author, "Herman Melville")
