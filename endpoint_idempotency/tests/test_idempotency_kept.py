"""How long responses to an ``Idempotency-Key`` are stored, and who can access them."""

from contextlib import closing

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, sql_db
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..idempotency import StillRunning, scope_digest
from .common import KEY, MAKE, REPLAYED, IdempotencyCase

SCOPE = scope_digest("test", 1, 1, "k")


@tagged("post_install", "-at_install")
class TestKept(IdempotencyCase):
    def setUp(self):
        super().setUp()
        self.env.cr.execute("DELETE FROM endpoint_idempotency_key")

    def age(self, hours):
        self.env.cr.execute(
            "UPDATE endpoint_idempotency_key "
            "SET created = created - %s * interval '1 hour'",
            [hours],
        )

    def rows(self):
        self.env.cr.execute("SELECT * FROM endpoint_idempotency_key")
        return self.env.cr.dictfetchall()

    def test_a_response_expires_after_24_hours(self):
        endpoint = self.make_post()
        first = self.post(endpoint)
        self.age(23.9)
        self.assertReplayed(self.post(endpoint), first)
        self.age(0.2)
        second = self.post(endpoint)
        self.assertAnswer(second, 201, headers={REPLAYED: None})
        self.assertReplayed(self.post(endpoint), second)

    def test_another_request_may_use_the_key_after_24_hours(self):
        endpoint = self.make_post()
        self.post(endpoint)
        self.age(25)
        self.assertAnswer(self.post(endpoint, data="[]"), 201)

    def test_old_responses_are_deleted(self):
        endpoint = self.make_post()
        self.post(endpoint, KEY)
        self.age(25)
        self.post(endpoint, f"{KEY}-new")
        kept = self.env["endpoint.idempotency.key"]
        self.assertEqual(kept._gc_responses(), (1, False))
        self.assertEqual(len(self.rows()), 1)

    def test_the_key_is_not_stored(self):
        self.post(self.make_post(), f"s3cret-{KEY}")
        [row] = self.rows()
        self.assertNotIn("s3cret", str(row))

    def test_not_shown_after_the_code_changed(self):
        endpoint = self.make_post()
        self.assertAnswer(self.post(endpoint), 201)
        endpoint.code_snippet = MAKE.replace("Once", "Twice")
        again = self.post(endpoint)
        self.assertErrorObject(again, 409)
        self.assertEqual(again.json()["code"], "idempotency_answer_not_kept")
        self.assertEqual(self.made() + self.made("Twice"), 1)

    def test_nobody_has_access(self):
        kept = self.env["endpoint.idempotency.key"]
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            kept.with_user(self.env.ref("base.user_admin")).search([])

    def test_a_request_without_the_header_needs_no_query(self):
        endpoint = self.make_post("result = {'payload': 1}")
        plain = self.make_post("result = {'payload': 1}", route="/a", idempotency=False)
        counts = []
        for each in (endpoint, plain):
            self.post(each, None)
            before = self.env.cr.sql_log_count
            self.post(each, None)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_not_with_json_rpc(self):
        with self.assertRaisesRegex(ValidationError, "JSON-RPC"):
            self.make_post(route_type="jsonrpc")

    def test_not_for_read_only_endpoints(self):
        with self.assertRaisesRegex(ValidationError, "read-only"):
            self.make_post(readonly=True)

    def test_the_form(self):
        view = "endpoint.endpoint_endpoint_form_view"
        with Form(self.env["endpoint.endpoint"], view=view) as form:
            form.name = "Form"
            form.route = "/made/in/form"
            form.exec_mode = "code"
            form.code_snippet = "result = {}"
            form.request_method = "POST"
            form.request_content_type = "application/json"
            self.assertFalse(form.idempotency)
            form.idempotency = True
        self.assertTrue(form.record.idempotency)


@tagged("post_install", "-at_install")
class TestTransactions(IdempotencyCase):
    """Two committed transactions: a test's own transaction is never committed."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.forget)

    def forget(self):
        with self.cursor() as cr:
            cr.execute(
                "DELETE FROM endpoint_idempotency_key WHERE scope = %s", [SCOPE.hex()]
            )
            cr.commit()  # pylint: disable=invalid-commit

    def cursor(self):
        return closing(sql_db.db_connect(self.env.cr.dbname).cursor())

    def kept(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})["endpoint.idempotency.key"]

    def test_an_open_transaction_holds_the_key(self):
        with self.cursor() as first, self.cursor() as second:
            self.kept(first)._claim(SCOPE, "f")
            with self.assertRaises(StillRunning):
                self.kept(second)._claim(SCOPE, "f")

    def test_a_transaction_older_than_the_response_is_refused(self):
        with self.cursor() as first, self.cursor() as second:
            self.assertIsNone(self.kept(second)._find_response(SCOPE, "f"))
            self.kept(first)._claim(SCOPE, "f")
            self.kept(first)._store(SCOPE, "f", 200, [], b"1")
            first.commit()
            with self.assertRaises(SerializationFailure):
                self.kept(second)._claim(SCOPE, "f")
            second.rollback()  # as Odoo does before a retry
            self.assertEqual(
                self.kept(second)._find_response(SCOPE, "f"), (200, [], b"1")
            )

    def test_a_failed_transaction_leaves_nothing_behind(self):
        with self.cursor() as first, self.cursor() as second:
            self.kept(first)._claim(SCOPE, "f")
            first.rollback()
            self.assertIsNone(self.kept(second)._find_response(SCOPE, "f"))
            self.kept(second)._claim(SCOPE, "f")
