from odoo.tests import mute_logger

from .common import LibraryCase


class TestLending(LibraryCase):
    def lend(self, body=None, book=None, **kwargs):
        path = f"/v1/books/{book or self.book.id}/lend"
        return self.ask("POST", path, body or {}, **kwargs)

    def give_back(self):
        return self.ask("POST", f"/v1/books/{self.book.id}/return", {})

    def test_to_the_caller(self):
        me = self.librarian.partner_id
        borrower = {"id": me.id, "display_name": me.display_name}
        self.assertAnswer(
            self.lend(),
            200,
            {"id": self.book.id, "available": False, "borrower_id": borrower},
        )
        self.assertEqual(self.book.borrower_id, me)

    def test_to_another_partner(self):
        ada = self.env["res.partner"].create({"name": "Ada"})
        self.assertAnswer(self.lend({"borrower": ada.id}), 200)
        self.assertEqual(self.book.borrower_id, ada)

    def test_to_one_borrower_at_a_time(self):
        self.assertAnswer(self.lend(), 200)
        self.assertErrorObject(
            self.lend(), 409, "“Walden” is already lent", code="lent"
        )

    def test_no_such_book(self):
        for book in (2**31 - 1, 2**31, 10**30):
            with self.subTest(book=book):
                answer = self.lend(book=book)
                self.assertErrorObject(
                    answer, 404, "book does not exist", code="no_book"
                )

    def test_no_such_borrower(self):
        for borrower in (2**31 - 1, 10**30):
            with self.subTest(borrower=borrower):
                answer = self.lend({"borrower": borrower})
                self.assertErrorObject(answer, 400, code="no_borrower")
        self.assertTrue(self.book.available)

    def test_an_invalid_body(self):
        answer = self.lend({"borrower": "Ada", "until": "tomorrow"})
        self.assertErrorObject(answer, 400, types=["additionalProperties", "type"])

    def test_return_and_lend_again(self):
        self.lend()
        self.assertAnswer(
            self.give_back(), 200, {"id": self.book.id, "available": True}
        )
        self.assertErrorObject(self.give_back(), 409, "not lent", code="not_lent")
        self.assertAnswer(self.lend(), 200)

    def test_access_rights(self):
        path = f"/api/v1/books/{self.book.id}/lend"
        self.assertErrorObject(self.call(path, "POST", json={}), 401)
        guest = self.make_api_key(self.make_user("guest", "base.group_portal"))
        with mute_logger("odoo.addons.base.models.ir_model"):
            self.assertErrorObject(self.lend(key=guest), 403)
