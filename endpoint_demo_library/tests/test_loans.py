from datetime import date

from odoo.tests import mute_logger

from .common import LibraryCase

ISBN = "9780306406157"


class TestLoans(LibraryCase):
    """A loan and its books, as an integrator writes them."""

    def setUp(self):
        super().setUp()
        self.book.isbn = ISBN
        self.emma = self.env["library.book"].create({"name": "Emma"})
        self.ada = self.env["res.partner"].create({"name": "Ada", "ref": "R-7"})

    def make(self, **values):
        """:return: the response to a new loan of both books"""
        lines = [{"book_id": {"isbn": ISBN}}, {"book_id": self.emma.id, "note": "worn"}]
        sent = {"name": "P-1", "partner_id": {"ref": "R-7"}, "line_ids": lines}
        return self.ask("POST", "/v2/loans?expand=line_ids", {**sent, **values})

    def act(self, name, loan="P-1"):
        return self.ask("POST", f"/v2/loans/by/name/{loan}/{name}", {})

    def test_a_loan_with_its_books_in_one_call(self):
        made = self.make()
        self.assertAnswer(made, 201)
        loan = made.json()
        self.assertEqual(loan["partner_id"]["id"], self.ada.id)
        shown = [(line["book_id"]["id"], line["note"]) for line in loan["line_ids"]]
        self.assertEqual(shown, [(self.book.id, None), (self.emma.id, "worn")])
        self.assertEqual((loan["state"], loan["book_count"]), ("draft", 2))

    def test_without_a_number_it_gets_the_next_one(self):
        sent = {"partner_id": self.ada.id}
        made = [self.ask("POST", "/v2/loans", sent).json()["name"] for _ in range(2)]
        self.assertEqual(int(made[1][1:]), int(made[0][1:]) + 1)

    def test_an_unknown_isbn(self):
        lines = [{"book_id": {"isbn": ISBN}}, {"book_id": {"isbn": "' OR 1=1 --"}}]
        answer = self.make(line_ids=lines)
        self.assertErrorObject(answer, 400)
        loc = answer.json()["detail"][0]["loc"]
        self.assertEqual(loc, ["body", "line_ids", 1, "book_id"])
        self.assertFalse(self.env["library.loan"].search([("name", "=", "P-1")]))

    def test_the_same_book_twice(self):
        with mute_logger("odoo.sql_db"):
            answer = self.make(line_ids=[{"book_id": self.emma.id}] * 2)
        self.assertErrorObject(answer, 400, "This book is already in the loan.")

    def test_lend_and_return(self):
        self.make()
        self.assertEqual(self.act("lend").json()["state"], "lent")
        self.assertEqual(self.emma.borrower_id, self.ada)
        self.assertErrorObject(self.act("lend"), 400, "must be in the state Draft")
        self.assertEqual(self.act("return").json()["state"], "returned")
        self.assertTrue(self.emma.available)

    def test_all_books_are_lent_or_none(self):
        self.make()
        self.emma.lend(self.librarian.partner_id.id)
        self.assertErrorObject(self.act("lend"), 400, "“Emma” is already lent")
        self.env.invalidate_all()
        self.assertTrue(self.book.available)

    def test_a_loan_without_books(self):
        self.make(line_ids=[])
        self.assertErrorObject(self.act("lend"), 400, "Add a book")

    def test_a_returned_book_that_another_has_is_left_alone(self):
        self.make()
        self.act("lend")
        self.emma.give_back()
        self.emma.lend(self.librarian.partner_id.id)
        self.assertAnswer(self.act("return"), 200)
        self.env.invalidate_all()
        self.assertEqual(self.emma.borrower_id, self.librarian.partner_id)

    def test_lent_books_cannot_be_exchanged(self):
        line = self.make().json()["line_ids"][1]["id"]
        self.act("lend")
        for change in ({"id": line, "_delete": True}, {"id": line, "book_id": 1}):
            with self.subTest(change=change):
                body = {"line_ids": [change]}
                answer = self.ask("PATCH", "/v2/loans/by/name/P-1", body)
                self.assertErrorObject(answer, 400)
        answer = self.ask("DELETE", "/v2/loans/by/name/P-1")
        self.assertErrorObject(answer, 400, "Return loan “P-1”")

    def test_the_state_is_only_changed_by_actions(self):
        answer = self.make(state="lent")
        self.assertErrorObject(answer, 400, types=["additionalProperties"])

    def test_put_by_number(self):
        path, body = "/v2/loans/by/name/P-9", {"partner_id": {"ref": "R-7"}}
        self.assertAnswer(self.ask("PUT", path, body), 201)
        body["line_ids"] = [{"book_id": {"isbn": ISBN}}]
        again = self.ask("PUT", path, body)
        self.assertAnswer(again, 200)
        self.assertEqual(again.json()["book_count"], 1)

    def test_books_per_borrower_and_month(self):
        for number, day in enumerate((1, 30)):
            self.make(name=f"P-{number}", date=str(date(2026, 11, day)))
        query = "group_by=partner_id,date:month&sum=book_count&count=true"
        path = f"/v2/loans/aggregate?{query}&partner_id={self.ada.id}"
        [row] = self.ask("GET", path).json()["data"]
        self.assertEqual(row["partner_id"]["id"], self.ada.id)
        self.assertEqual(
            (row["date"], row["book_count"], row["count"]), ("2026-11", 4, 2)
        )

    def test_export(self):
        loan = self.make(name="=1+1").json()["id"]
        text = self.ask("GET", "/v2/loans?format=csv&fields=name,state").text
        self.assertIn(f"\r\n{loan},'=1+1,draft\r\n", text)

    def test_access_rights(self):
        guest = self.make_api_key(self.make_user("guest", "base.group_portal"))
        with mute_logger("odoo.addons.base.models.ir_model"):
            answer = self.ask("GET", "/v2/loans?format=csv", key=guest)
        self.assertErrorObject(answer, 403)
        self.assertErrorObject(self.call("/api/v2/loans/aggregate"), 401)
