"""Several operations in one request: ``POST /things/bulk``."""

from odoo.tests import tagged

from .common import CrudCase


class BulkCase(CrudCase):
    def setUp(self):
        super().setUp()
        self.thing = self.make_things("a", count=1)
        self.one = self.thing.id

    def bulk(self, *operations, query="", **kwargs):
        sent = {"operations": operations}
        return self.ask(f"/things/bulk{query}", "POST", json=sent, **kwargs)

    def each(self, *operations):
        """:return: the results of operations that are not atomic"""
        response = self.bulk(*operations, query="?atomic=false")
        self.assertAnswer(response, 200)
        return response.json()["data"]

    def all_names(self):
        self.env.invalidate_all()
        return self.Thing.search([]).mapped("name")


def create(**values):
    return {"op": "create", "values": values}


def update(id_, **values):
    return {"op": "update", "id": id_, "values": values}


def delete(id_):
    return {"op": "delete", "id": id_}


@tagged("post_install", "-at_install")
class TestBulk(BulkCase):
    def test_all_operations(self):
        gone = self.make_things("gone")
        response = self.bulk(
            *(create(name="b"), create(name="c"), update(self.one, count=5)),
            *(delete(gone.id), create(name="gone")),
            query="?fields=name,count",
        )
        self.assertAnswer(response, 200)
        b, c, new = (
            self.Thing.search([("name", "=", name)]) for name in "b c gone".split()
        )
        self.assertEqual(
            response.json()["data"],
            [
                {"status": 201, "id": b.id, "record": self.shown(b, 0)},
                {"status": 201, "id": c.id, "record": self.shown(c, 0)},
                {
                    "status": 200,
                    "id": self.one,
                    "record": self.shown(self.thing, 5),
                },
                {"status": 204, "id": gone.id},
                {"status": 201, "id": new.id, "record": self.shown(new, 0)},
            ],
        )

    def shown(self, thing, count):
        return {"id": thing.id, "name": thing.name, "count": count}

    def test_urls_of_files(self):
        [made] = self.bulk(create(name="b", picture="aGVsbG8=")).json()["data"]
        self.assertEqual(made["record"]["picture"], f"/things/{made['id']}/picture")

    def test_a_thousand_records_are_created_at_once(self):
        operations = [create(name=f"n{number}") for number in range(1000)]
        calls = []
        make = type(self.Thing).create

        def counted(model, vals_list):
            calls.append(len(vals_list))
            return make(model, vals_list)

        self.patch(self.registry["test.crud.thing"], "create", counted)
        response = self.bulk(*operations)
        self.assertAnswer(response, 200)
        names = [each["record"]["name"] for each in response.json()["data"]]
        self.assertEqual(names, [f"n{number}" for number in range(1000)])
        self.assertEqual(calls, [1000])

    def test_one_refusal_undoes_all(self):
        cases = (
            (create(name="x", count=13), ["values"], "refused", 400),
            (update(self.one, count=13), ["values"], "refused", 400),
            (update(99999999, count=1), [], "refused", 404),
            (delete(99999999), [], "refused", 404),
            (create(name="x", box_id=99999999), ["values", "box_id"], "exists", 400),
            (create(name=1), ["values", "name"], "type", 400),
            (create(count=1), ["values"], "required", 400),
            (update(self.one, hidden=1), ["values"], "additionalProperties", 400),
            (update(self.one, made_on="x"), ["values", "made_on"], "format", 400),
        )
        for operation, loc, kind, status in cases:
            with self.subTest(operation=operation):
                response = self.bulk(
                    create(name="b"), update(self.one, name="c"), operation
                )
                loc = ["body", "operations", 2, *loc]
                self.assertDetail(response, loc, kind, status)
                self.assertEqual(self.all_names(), ["a"])

    def test_values_that_are_taken(self):
        with self.assertLogs("odoo.sql_db", "ERROR"):
            response = self.bulk(create(name="b"), create(name="a"))
        loc = ["body", "operations", 1, "values"]
        self.assertDetail(response, loc, "refused")
        self.assertIn("thing of that name", response.json()["message"])

    def test_a_record_twice(self):
        response = self.bulk(delete(self.one), update(self.one, count=1))
        self.assertDetail(response, ["body", "operations", 1], "refused", 404)
        self.assertEqual(self.all_names(), ["a"])

    def test_all_invalid_values_are_reported(self):
        operations = [create(name=number) for number in range(101)]
        response = self.bulk(*operations)
        self.assertErrorObject(response, 400, types=["type"] * 100, truncated=True)

    def test_malformed(self):
        bodies = (
            [],
            {},
            {"operations": []},
            {"operations": {}},
            {"operations": [1]},
            {"operations": [{}]},
            {"operations": [{"op": "drop"}]},
            {"operations": [{"op": ["create"], "values": {}}]},
            {"operations": [{"op": "create"}]},
            {"operations": [{"op": "create", "id": self.one, "values": {"name": "b"}}]},
            {"operations": [{"op": "create", "values": [{"name": "b"}]}]},
            {"operations": [{"op": "update", "values": {}}]},
            {"operations": [{"op": "update", "id": self.one}]},
            {"operations": [{"op": "update", "key": "a", "values": {}}]},
            {"operations": [{"op": "delete", "id": self.one, "values": {}}]},
            *({"operations": [{"op": "delete", "id": id_}]} for id_ in _NO_IDS),
            {"operations": [create(name="b")], "atomic": False},
            {"operations": [create(name=f"n{n}") for n in range(1001)]},
        )
        for sent in bodies:
            for query in ("", "?atomic=false"):
                with self.subTest(sent=str(sent)[:60]):
                    response = self.ask(f"/things/bulk{query}", "POST", json=sent)
                    self.assertErrorObject(response, 400)
        self.assertEqual(self.all_names(), ["a"])

    def test_the_query(self):
        for query in ("?atomic=x", "?atomic=", "?atomic=1&atomic=0", "?limit=1"):
            with self.subTest(query=query):
                self.assertErrorObject(self.bulk(create(name="b"), query=query), 400)
        self.assertEqual(self.all_names(), ["a"])

    def test_a_redirect_warning_refuses_its_operation(self):
        kept = self.make_things("kept")
        results = self.each(delete(kept.id), create(name="b"))
        self.assertEqual([each["status"] for each in results], [400, 201])
        message = results[0]["error"]["message"]
        self.assertEqual(message, "Open the settings first.")
        response = self.bulk(create(name="c"), delete(kept.id))
        self.assertDetail(response, ["body", "operations", 1], "refused")
        self.assertEqual(self.all_names(), ["a", "b", "kept"])

    def test_a_number_that_is_an_integer(self):
        sent = f'{{"operations": [{{"op": "delete", "id": {self.one}.0}}]}}'
        headers = {"Content-Type": "application/json"}
        response = self.ask("/things/bulk", "POST", data=sent, headers=headers)
        self.assertAnswer(response, 200, {"data": [{"status": 204, "id": self.one}]})

    def test_idempotency_key(self):
        headers = {"Idempotency-Key": "k"}
        first = self.bulk(create(name="b"), headers=headers)
        again = self.bulk(create(name="b"), headers=headers)
        self.assertAnswer(again, 200, first.json(), {"Idempotent-Replayed": "true"})


@tagged("post_install", "-at_install")
class TestBulkOneByOne(BulkCase):
    def test_a_refusal_undoes_its_own_operation(self):
        results = self.each(
            *(create(name="b", count=13), create(name="c"), create(name=1)),
            *(
                update(99999999, count=1),
                update(self.one, count=7),
                delete(99999999),
            ),
        )
        statuses = [each["status"] for each in results]
        self.assertEqual(statuses, [400, 201, 400, 404, 200, 404])
        self.assertEqual(self.all_names(), ["a", "c"])
        self.assertEqual(self.thing.count, 7)
        error = results[2]["error"]
        self.assertEqual(error["name"].rpartition(".")[2], "RequestValidationError")
        [item] = error["detail"]
        self.assertEqual(item["loc"], ["body", "operations", 2, "values", "name"])

    def test_values_that_are_taken(self):
        with self.assertLogs("odoo.sql_db", "ERROR"):
            results = self.each(create(name="a"), create(name="b"))
        self.assertEqual([each["status"] for each in results], [400, 201])
        self.assertIn("thing of that name", results[0]["error"]["message"])

    def test_a_record_twice(self):
        results = self.each(delete(self.one), delete(self.one), create(name="a"))
        self.assertEqual([each["status"] for each in results], [204, 404, 201])

    def test_rights_are_those_of_the_caller(self):
        self.key = self.make_api_key(self.make_user("reader", "base.group_portal"))
        self.make_things("invisible")
        results = self.each(
            create(name="b"), update(self.one, count=2), delete(self.one)
        )
        self.assertEqual([each["status"] for each in results], [403] * 3)
        self.assertEqual(self.all_names(), ["a", "invisible"])

    def test_records_that_the_user_may_not_see(self):
        id_ = self.make_things("invisible").id
        results = self.each(update(id_, name="b"), delete(id_))
        self.assertEqual([each["status"] for each in results], [404, 404])
        self.assertIn("invisible", self.all_names())

    def test_the_domain(self):
        self.things.crud_domain = "[('count', '<', 9)]"
        results = self.each(create(name="b", count=9), update(self.one, count=9))
        self.assertEqual([each["status"] for each in results], [400, 400])
        self.assertEqual(self.thing.count, 1)

    def test_a_record_in_use(self):
        self.env.cr.execute(
            "CREATE TABLE test_use (thing integer REFERENCES test_crud_thing)"
        )
        self.env.cr.execute("INSERT INTO test_use VALUES (%s)", [self.one])
        with self.assertLogs("odoo.sql_db", "ERROR"):
            results = self.each(delete(self.one), create(name="b"))
        self.assertEqual([each["status"] for each in results], [400, 201])


@tagged("post_install", "-at_install")
class TestBulkRules(BulkCase):
    def test_an_operation_that_is_not_allowed(self):
        self.things.crud_can_delete = False
        for query in ("", "?atomic=false"):
            response = self.bulk(create(name="b"), delete(self.one), query=query)
            self.assertDetail(response, ["body", "operations", 1, "op"], "enum")
        self.assertEqual(self.all_names(), ["a"])

    def test_a_resource_that_only_reads(self):
        for operation in ("create", "update", "delete"):
            self.things[f"crud_can_{operation}"] = False
        self.assertErrorObject(self.bulk(create(name="b")), 405)

    def test_by_key(self):
        self.things.crud_key_field = "name"
        response = self.bulk(
            {"op": "update", "key": "a", "values": {"name": "b"}},
            {"op": "delete", "key": "b"},
        )
        self.assertAnswer(response, 200)
        self.assertEqual(self.all_names(), [])

    def test_a_key_that_names_no_record(self):
        self.things.crud_key_field = "name"
        for key in ("b", "' OR 1=1 --", "%", "x" * 5000):
            with self.subTest(key=key[:20]):
                response = self.bulk({"op": "delete", "key": key})
                self.assertErrorObject(response, 404)
        for target in (
            {"key": 1},
            {"key": None},
            {"key": "a", "id": self.one},
            {},
        ):
            with self.subTest(target=target):
                self.assertErrorObject(self.bulk({"op": "delete", **target}), 400)
        self.assertEqual(self.all_names(), ["a"])

    def test_an_empty_key_names_no_record(self):
        self.things.write(
            {"crud_key_field": "hidden", "crud_write_fields": "name, hidden"}
        )
        for query in ("", "?atomic=false"):
            response = self.bulk({"op": "delete", "key": ""}, query=query)
            loc = ["body", "operations", 0, "key"]
            self.assertDetail(response, loc, "minLength")
        self.assertEqual(self.all_names(), ["a"])


_NO_IDS = (0, -1, "1", 1.5, True, None, 2**31, 10**30, [1], {"id": 1})
