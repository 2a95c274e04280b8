from .common import LibraryCase

V1 = {"id", "name", "author", "pages", "isbn"}
V2 = V1 | {"published_date", "available", "borrower_id"}


class TestVersions(LibraryCase):
    """Two versions of one resource, side by side."""

    def one(self, version, **params):
        return self.ask("GET", f"/{version}/books/{self.book.id}", params=params)

    def test_each_has_its_fields(self):
        for version, fields in (("v1", V1), ("v2", V2)):
            with self.subTest(version=version):
                self.assertEqual(set(self.one(version).json()), fields)

    def test_both_versions_share_the_data(self):
        created = self.ask("POST", "/v2/books", {"name": "Emma", "pages": 474})
        self.assertAnswer(created, 201)
        self.assertIn("/api/v2/books/", created.headers["Location"])
        path = f"/v1/books/{created.json()['id']}"
        self.assertAnswer(self.ask("PATCH", path, {"pages": 475}), 200)
        self.assertEqual(
            self.env["library.book"].browse(created.json()["id"]).pages, 475
        )
        self.assertAnswer(self.ask("DELETE", path), 204)

    def test_only_the_old_version_is_deprecated(self):
        self.assertAnswer(
            self.one("v1"),
            200,
            headers={
                "Deprecation": "@1767225600",
                "Sunset": "Fri, 31 Dec 2027 00:00:00 GMT",
            },
        )
        self.assertNotIn("Deprecation", self.one("v2").headers)

    def test_the_old_version_has_no_borrower(self):
        path = f"/v1/books/{self.book.id}"
        answer = self.ask("PATCH", path, {"borrower_id": 1})
        self.assertErrorObject(answer, 400, types=["additionalProperties"])

    def test_the_borrower_is_shown(self):
        me = self.librarian.partner_id
        self.book.lend(me.id)
        borrower = self.one("v2", expand="borrower_id").json()["borrower_id"]
        self.assertEqual((borrower["id"], borrower["name"]), (me.id, me.name))

    def test_found_by_its_title(self):
        params = {"name__ilike": "wald", "pages__gte": 300, "order": "-pages"}
        listed = self.ask("GET", "/v2/books", params=params).json()
        self.assertIn(self.book.id, [book["id"] for book in listed["data"]])
        self.assertEqual(listed["pagination"]["page"], 1)

    def test_lending_is_only_possible_through_its_url(self):
        path = f"/v2/books/{self.book.id}"
        answer = self.ask("PATCH", path, {"borrower_id": self.librarian.partner_id.id})
        self.assertErrorObject(answer, 400, types=["additionalProperties"])
        self.assertAnswer(self.ask("POST", f"{path}/lend", {}), 200)
        self.assertFalse(self.one("v2").json()["available"])

    def test_if_match(self):
        headers = {"If-Match": self.one("v2").headers["ETag"]}
        path = f"/v2/books/{self.book.id}"
        first = self.ask("PATCH", path, {"pages": 1}, headers=headers)
        self.assertAnswer(first, 200)
        second = self.ask("PATCH", path, {"pages": 2}, headers=headers)
        self.assertErrorObject(second, 412)

    def test_a_wrong_isbn(self):
        path = f"/v2/books/{self.book.id}"
        answer = self.ask("PATCH", path, {"isbn": "1"})
        self.assertErrorObject(answer, 400, "is not a valid ISBN-13")

    def test_authentication(self):
        for version in ("v1", "v2"):
            with self.subTest(version=version):
                answer = self.call(f"/api/{version}/books")
                self.assertErrorObject(answer, 401)
