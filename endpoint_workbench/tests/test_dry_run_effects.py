"""A dry run prevents or rolls back all effects. See also ``tests/workbench``."""

import os
import socket
import threading
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import config

from odoo.addons.endpoint_route_handler.routing import RuleStore

from ..dry_run import guard, transaction
from .common import DryRunCase

_PARTNERS = "env['res.partner'].sudo()"


class Effects(DryRunCase):
    def run_code(self, code, **values):
        """:return: the answer to a request that runs the code as superuser"""
        values.setdefault("exec_as_user_id", 1)
        code = f"{code}\nresult = {{'payload': 'done'}}"
        return self.try_it(self.make_endpoint(code, **values))

    def assertStopped(self, answer, words):
        self.assertEqual(answer["status"], 503, answer)
        self.assertIn(words, answer["error"]["message"])

    def partners(self, name="Dry"):
        self.env.invalidate_all()
        return self.env["res.partner"].search_count([("name", "=", name)])


@tagged("post_install", "-at_install")
class TestDryRunEffects(Effects):
    def test_records_are_taken_back(self):
        code = f"{_PARTNERS}.create({{'name': 'Dry'}})"
        self.assertEqual(self.run_code(code)["status"], 200)
        self.assertEqual(self.partners(), 0)

    def test_the_request_sees_what_it_committed(self):
        code = (
            f"{_PARTNERS}.create({{'name': 'Dry'}})\nenv.cr.commit()\n"
            f"env.cr.rollback()\nlog({_PARTNERS}.search_count([('name', '=', 'Dry')]))"
        )
        self.assertEqual(self.run_code(code)["logs"][0]["message"], "1")
        self.assertEqual(self.partners(), 0)

    def test_cursors_of_other_code(self):
        code = (
            "cr = env.registry.cursor()\n"
            'cr.execute("INSERT INTO res_partner (name, active) "\n'
            "\"VALUES ('Dry', true)\")\n"
            "cr.commit()\ncr.close()\n"
            f"log({_PARTNERS}.search_count([('name', '=', 'Dry')]))"
        )
        answer = self.run_code(code)
        self.assertEqual(answer["status"], 200, answer)
        self.assertEqual(answer["logs"][0]["message"], "1")
        self.assertEqual(self.partners(), 0)

    def test_sql_that_ends_the_transaction(self):
        for statement in (
            "COMMIT",
            " rollback;SELECT 1",
            "/* a */ ROLLBACK /* b * c */; SELECT 1",
            "SELECT 1; -- a\nCOMMIT -- b",
            "SELECT 1; END",
            "ABORT WORK",
        ):
            with self.subTest(statement):
                self.env["endpoint.endpoint"].search([]).unlink()
                answer = self.run_code(f"env.cr.execute({statement!r})")
                self.assertStopped(answer, "ended the transaction")

    def test_sql_with_long_comments(self):
        for comment in ("-" * 80, "--" * 80 + "\n-- COMMIT", "/" + "*" * 80 + "/"):
            with self.subTest(comment):
                self.env["endpoint.endpoint"].search([]).unlink()
                statement = f"SELECT 1;\n{comment}\nSELECT 2"
                answer = self.run_code(f"env.cr.execute({statement!r})")
                self.assertEqual(answer["status"], 200, answer)

    def test_savepoints_work(self):
        code = (
            f"partners = {_PARTNERS}\nsavepoint = env.cr.savepoint()\n"
            "partners.create({'name': 'Dry'})\nsavepoint.close(rollback=True)\n"
            "log(partners.search_count([('name', '=', 'Dry')]))"
        )
        self.assertEqual(self.run_code(code)["logs"][0]["message"], "0")

    def test_functions_to_call_after_a_commit(self):
        code = "env.cr.postcommit.add(lambda: log('called'))\nenv.cr.commit()"
        self.assertEqual(self.run_code(code)["logs"], [])

    def test_values_of_cached_methods(self):
        code = (
            "env['ir.config_parameter'].sudo().set_param('dry', 'run')\n"
            "log(env['ir.config_parameter'].sudo().get_param('dry'))"
        )
        self.assertEqual(self.run_code(code)["logs"][0]["message"], "run")
        self.assertFalse(self.env["ir.config_parameter"].sudo().get_param("dry"))

    def test_the_routes_of_others_stay(self):
        endpoint = self.make_endpoint("result = {'payload': 'served'}")
        self.assertEqual(self.call(endpoint.route).status_code, 200)
        shared = RuleStore.of(self.registry)._state
        changes = {"route": "/test/moved"}
        answer = self.try_form(endpoint, changes, "/test/moved")
        self.assertPayload({**answer, "body": answer["body"].encode()}, "served")
        self.assertIs(RuleStore.of(self.registry)._state, shared)
        self.assertEqual(self.call(endpoint.route).status_code, 200)
        self.assertEqual(self.call("/test/moved").status_code, 404)

    def test_the_thread_is_as_before(self):
        endpoint = self.make_endpoint()
        before = {*vars(threading.current_thread())}, {*self.registry.cache_invalidated}
        self.try_it(endpoint)
        after = {*vars(threading.current_thread())}, {*self.registry.cache_invalidated}
        self.assertEqual(after, before)
        self.assertIsNone(guard.current())

    def test_a_dry_run_in_a_dry_run(self):
        code = "endpoint._dry_run('GET', endpoint.route)"
        answer = self.run_code(code)
        self.assertEqual(answer["status"], 400)
        self.assertIn("another one", answer["error"]["message"])

    def test_it_takes_too_long(self):
        endpoint = self.make_endpoint()
        with (
            patch.object(transaction, "MAX_SECONDS", 0),
            self.assertRaisesRegex(UserError, "more than 0 seconds"),
        ):
            self.try_it(endpoint)

    def test_code_that_never_ends(self):
        catching = "try:\n        1 // 0\n    except Exception:\n        pass"
        for body in ("pass", catching, "sum(range(1000))", "time.sleep(0.01)"):
            with (
                self.subTest(body),
                patch.object(transaction, "MAX_SECONDS", 2),
                self.env.cr.savepoint() as savepoint,
            ):
                answer = self.run_code(f"\nwhile True:\n    {body}")
                self.assertStopped(answer, "more than 2 seconds")
                self.assertGreaterEqual(answer["error"]["line"], 2)
                self.assertLess(answer["duration"], 4_000)
                savepoint.rollback()


@tagged("post_install", "-at_install")
class TestDryRunGuard(Effects):
    """What a rollback cannot take back is refused."""

    def test_connections_and_threads(self):
        for method, words in (
            ("_connect_to_localhost", "no connections"),
            ("_start_a_thread", "no threads"),
            ("_delete_a_file", "deletes no files"),
        ):
            self.patch_model(method)
            with self.subTest(method):
                code = f"env['res.partner'].{method}()"
                answer = self.run_code(code, route=f"/test/{method}")
                self.assertStopped(answer, words)

    def patch_model(self, name):
        def _connect_to_localhost(_self):
            socket.create_connection(("127.0.0.1", 9), timeout=1)

        def _delete_a_file(_self):
            os.remove(os.path.join(config.filestore(self.env.cr.dbname), "no_file"))

        def _start_a_thread(_self):
            threading.Thread(target=print).start()

        model = self.registry["res.partner"]
        patcher = patch.object(model, name, locals()[name], create=True)
        patcher.start()
        self.addCleanup(patcher.stop)
