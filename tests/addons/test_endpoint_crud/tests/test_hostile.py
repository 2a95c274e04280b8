"""Hostile requests are refused with the error object."""

from odoo.tests import tagged

from .common import CrudCase

_REFUSED = {
    "limit": ("0", "-1", "1e9", "1000000000", "501", "x", "", "１", "1.5", "9" * 99),
    "page": ("0", "-1", "1e9", "99999999999999999999", "x", ""),
    "total": ("x", "", "2"),
    "order": (
        "hidden",
        "price",
        "name desc",
        "name;drop",
        "name,(select 1)",
        "--",
        "-",
    ),
    "fields": ("hidden", "create_uid.login", "name,password", "*"),
    "expand": ("parent_id", "box_id.secret", "box_id.thing_ids", "name"),
    "count": ("x", "1.5", "9" * 30, "", "1,2"),
    "count__gte": ("x", "null", "[]"),
    "count__in": ("1,x", ",", ",".join(["1"] * 201)),
    "weight": ("nan", "inf", "1e999", "1_0", "x"),
    "made_on": ("2026-02-30", "20260131", "x"),
    "create_date__lt": ("x", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"),
    "is_red": ("x", ""),
    "box_id": ("x", "-1", "0", "99999999999"),
    "name__ilike": ("x" * 1001,),
    "name__null": ("x",),
}
_NO_FILTERS = (
    *("hidden", "price", "hidden__eq", "create_uid", "box_id.secret"),
    *("name__=like", "name__=ilike", "name__child_of", "name__any", "name__", "__eq"),
    *("name__gt", "name__not like", "count__like", "is_red__in", "name__eq__eq", "x"),
    *("name__parent_of", "id__ilike", "box_id__secret", "domain", "context", "sudo"),
    *("made_on__like", "label_ids__any", "' OR 1=1 --", "self", "model", "request"),
)


@tagged("post_install", "-at_install")
class TestHostile(CrudCase):
    def test_values_of_the_query(self):
        self.make_things("a", box_id=self.box.id)
        for name, values in _REFUSED.items():
            for value in values:
                with self.subTest(name=name, value=value[:40]):
                    response = self.ask(params={name: value})
                    self.assertErrorObject(response, 400)
                    self.assertEqual(
                        response.json()["detail"][0]["loc"], ["query", name]
                    )

    def test_unknown_parameters(self):
        for name in _NO_FILTERS:
            with self.subTest(name=name):
                response = self.ask(params={name: "1"})
                self.assertErrorObject(response, 400)
                self.assertEqual(response.json()["detail"][0]["loc"], ["query", name])

    def test_all_errors_are_reported(self):
        response = self.ask("/things?limit=0&hidden=1&order=x&limit=0")
        where = [item["loc"][1] for item in response.json()["detail"]]
        self.assertEqual(sorted(where), ["hidden", "limit", "limit", "order"])

    def test_the_number_of_filters_is_limited(self):
        query = "&".join(f"label_ids={number}" for number in range(1, 32))
        response = self.ask(f"/things?{query}")
        self.assertDetail(response, ["query", "label_ids"], "maxItems")

    def test_no_more_than_a_hundred_errors(self):
        many = ",".join(map(str, range(3000)))
        response = self.ask(f"/things?fields={many}")
        self.assertErrorObject(response, 400, types=["enum"] * 100, truncated=True)

    def test_a_query_that_is_too_long_for_a_header(self):
        values = ",".join(["x" * 99] * 100)
        response = self.ask(f"/things?name__in={values}")
        self.assertAnswer(response, 200, headers={"Link": None})

    def test_parameters_of_one_record(self):
        path = f"/things/{self.make_things('a').id}"
        for query in ("limit=1", "name=a", "after=", "domain=[]"):
            with self.subTest(query=query):
                self.assertErrorObject(self.ask(f"{path}?{query}"), 400)
        self.assertErrorObject(self.ask(f"{path}?fields=name", "DELETE"), 400)
        self.assertTrue(self.Thing.search([]))

    def test_nul_is_refused(self):
        for query in (
            "name=%00",
            "name__ilike=%00",
            "%00=1",
            "fields=%00",
            "after=%00",
        ):
            with self.subTest(query=query):
                self.assertErrorObject(self.ask(f"/things?{query}"), 400)
        response = self.ask(method="POST", json={"name": "a\0b"})
        self.assertDetail(response, ["body"], "json_invalid")

    def test_special_texts_are_matched_literally(self):
        self.make_things("a")
        for text in ("' OR 1=1 --", "%", "_", "\\", "%s", "{}", "$1", "a%"):
            with self.subTest(text=text):
                for operator in ("eq", "ilike", "in"):
                    response = self.ask(params={f"name__{operator}": text})
                    self.assertEqual(response.json()["data"], [])

    def test_numbers_of_a_body(self):
        for value in (2**31, -(2**40), 1e300, 10**400, True, "1", [1], {}):
            with self.subTest(value=str(value)[:20]):
                response = self.ask(method="POST", json={"name": "a", "count": value})
                self.assertErrorObject(response, 400)

    def test_large_numbers_of_a_body(self):
        for value in (1e201, -(10**400)):
            response = self.ask(method="POST", json={"name": "a", "weight": value})
            self.assertDetail(response, ["body", "weight"], "format")

    def test_numbers_that_json_does_not_have(self):
        self.env.cr.execute(
            "UPDATE test_crud_thing SET weight = 'NaN' WHERE id = %s",
            [self.make_things("a").id],
        )
        self.env.invalidate_all()
        self.assertIsNone(self.ask("/things").json()["data"][0]["weight"])

    def test_dates_of_a_body(self):
        for name, value in (
            ("made_on", "0001-01-01"),
            ("made_on", "2026-02-30"),
            ("sold_at", "0001-01-01T00:00:00+14:00"),
            ("sold_at", "9999-12-31T23:59:59-14:00"),
            ("sold_at", "2026-12-31T23:59:60Z"),
            ("sold_at", "2026-01-01"),
        ):
            with self.subTest(value=value):
                response = self.ask(method="POST", json={"name": "a", name: value})
                self.assertDetail(response, ["body", name], "format")

    def test_a_query_cannot_name_the_record(self):
        thing = self.make_things("a")
        response = self.ask(f"/things?id={thing.id}&fields=name")
        self.assertEqual(response.json()["data"], [{"id": thing.id, "name": "a"}])
        self.assertErrorObject(self.ask(f"/things?id={thing.id}", "DELETE"), 405)

    def test_special_characters_in_the_path_are_quoted(self):
        self.things.write({"route": "/of/<string:x>/things", "registry_sync": True})
        for part in "a%3Fb a%23b a%25b a%0D%0AX:%20y a%3E%3B%2Cb %C3%A9".split():
            with self.subTest(part=part):
                base = f"/of/{part}/things"
                sent = {"name": part, "picture": "aGk="}
                response = self.ask(base, "POST", json=sent)
                self.assertEqual(response.status_code, 201, response.text)
                place = response.headers["Location"]
                self.assertEqual(place, f"{base}/{response.json()['id']}")
                self.assertEqual(response.json()["picture"], f"{place}/picture")
                links = self.ask(f"{base}?limit=1").links
                self.assertEqual(links["first"]["url"], f"{base}?limit=1&page=1")
