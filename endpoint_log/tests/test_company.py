"""Admins see only the calls of the companies that they may see."""

from importlib.util import module_from_spec, spec_from_file_location

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import mute_logger
from odoo.tools.misc import file_path

from .common import LogCase

_MIGRATION = "endpoint_log/migrations/19.0.1.2.0/pre-migration.py"
_FILE = "SELECT pg_relation_filenode('endpoint_log')"


class TestCompany(LogCase):
    def setUp(self):
        super().setUp()
        self.ours = self.env.company
        self.theirs = self.env["res.company"].create({"name": "Theirs"})
        self.admin = self.make_admin(self.ours)
        self.endpoint = self.make_endpoint(
            company_id=self.theirs.id, exec_as_user_id=self.make_admin(self.theirs).id
        )

    def make_admin(self, company):
        return self.make_user(
            f"admin_{company.id}",
            "base.group_system",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def seen(self, user, calls):
        """:return: the calls that a user finds in the list"""
        model = self.env["endpoint.log"].with_user(user)
        return model.search([("id", "in", calls.ids)]).sudo(False)

    def assertHidden(self, calls):
        """Only the admin of the other company sees these calls."""
        self.assertFalse(self.seen(self.admin, calls))
        self.assertEqual(self.seen(self.endpoint.exec_as_user_id, calls), calls)

    def test_the_list(self):
        call = self.call_logged(self.endpoint)
        self.assertEqual(call.company_id, self.theirs)
        self.assertHidden(call)

    def test_the_form(self):
        call = self.call_logged(self.endpoint)
        call.with_user(self.endpoint.exec_as_user_id).read(["path"])
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            call.with_user(self.admin).read(["path"])

    def test_graphs_counts_and_pivots(self):
        self.call_logged(self.endpoint)
        domain = [("res_id", "=", self.endpoint.id)]
        for user, count in ((self.admin, 0), (self.endpoint.exec_as_user_id, 1)):
            model = self.env["endpoint.log"].with_user(user)
            groups = [["time:hour", "status"], ["company_id"], ["name"]]
            for each in groups:
                rows = model._read_group(domain, each, ["__count", "duration_p95:avg"])
                self.assertEqual(sum(row[-2] for row in rows), count)
            self.assertEqual(model.search_count(domain), count)

    def test_the_button_of_the_endpoint(self):
        self.call_logged(self.endpoint)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.endpoint.with_user(self.admin).read(["log_call_count", "log_graph"])

    @mute_logger("odoo.addons.endpoint_route_handler.request")
    def test_the_link_from_a_failure(self):
        self.endpoint.code_snippet = "result = [][1]"
        call = self.call_logged(self.endpoint)
        failure = self.env["ir.logging"].create(
            {
                **{"type": "server", "path": "endpoint", "line": "1", "func": "x"},
                **{"name": call.res_model, "message": f"x ({call.request_id})"},
            }
        )
        self.assertEqual(failure.action_open_endpoint_call()["res_id"], call.id)
        with self.assertRaises(UserError):
            failure.with_user(self.admin).action_open_endpoint_call()

    def test_a_call_that_is_refused_before_the_endpoint_is_read(self):
        self.assertEqual(self.call(self.endpoint, "PUT").status_code, 405)
        call = self.logged(self.endpoint)
        self.assertEqual(call.company_id, self.theirs)
        self.assertHidden(call)

    def test_an_endpoint_without_a_company(self):
        endpoint = self.make_endpoint(route="/test/shared")
        self.call(endpoint, "PUT")
        self.call(endpoint)
        calls = self.logged(endpoint)
        self.assertEqual(self.seen(self.admin, calls), calls)
        self.assertEqual(len(calls), 2)

    def test_calls_stay_with_their_company(self):
        call = self.call_logged(self.endpoint)
        self.endpoint.write(
            {"exec_as_user_id": self.admin.id, "company_id": self.ours.id}
        )
        self.assertFalse(self.seen(self.admin, call))
        self.endpoint.unlink()
        self.assertFalse(self.seen(self.admin, call))

    def test_calls_of_an_earlier_version(self):
        call = self.call_logged(self.endpoint)
        self.env.cr.execute("ALTER TABLE endpoint_log DROP COLUMN company_id")
        self.env.cr.execute(_FILE)
        before = self.env.cr.fetchone()
        spec = spec_from_file_location("migration", file_path(_MIGRATION))
        migration = module_from_spec(spec)
        spec.loader.exec_module(migration)
        migration.migrate(self.env.cr, "19.0.1.1.0")
        self.env.cr.execute(_FILE)
        self.assertEqual(self.env.cr.fetchone(), before)  # not rewritten
        self.env.invalidate_all()
        self.assertHidden(call)
