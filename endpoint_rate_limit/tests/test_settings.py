"""The settings, and the list of rate-limited callers."""

from contextlib import closing

from odoo import SUPERUSER_ID, api, sql_db
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RateLimitCase


@tagged("post_install", "-at_install")
class TestSettings(RateLimitCase):
    def test_defaults(self):
        settings = self.env["ir.http"]._rate_limit_settings()
        self.assertEqual(settings, ((), "postgresql", False))

    def test_in_the_settings(self):
        self.env["res.config.settings"].create(
            {
                "endpoint_rate_limit_address_limit": "5/hour",
                "endpoint_rate_limit_storage": "redis://localhost/1",
                "endpoint_rate_limit_on_failure": "refuse",
            }
        ).execute()
        settings = self.env["ir.http"]._rate_limit_settings()
        self.assertEqual(str(settings.address_limits), "(5 per 1 hour,)")
        self.assertEqual(settings[1:], ("redis://localhost/1", True))

    def test_invalid_settings_are_refused(self):
        for name, value in (
            ("address_limit", "often"),
            ("storage", "memory://"),
            ("storage", "redis://localhost:port"),
            ("on_failure", "perhaps"),
        ):
            with self.subTest(name=name, value=value):
                with self.assertRaises(ValidationError), self.env.cr.savepoint():
                    self.set_param(name, value)


@tagged("post_install", "-at_install")
class TestList(RateLimitCase):
    def rows(self):
        """:return: the names in the list, as committed"""
        with closing(sql_db.db_connect(self.env.cr.dbname).cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            refusals = env["endpoint.rate.limit.refusal"].search(
                [("refused_until", ">", "now")]
            )
            return refusals.mapped(lambda each: (each.key, each.rate_limit))

    def names(self, key):
        refusal = self.env["endpoint.rate.limit.refusal"].new({"key": key})
        return refusal.endpoint_name, refusal.caller_name

    def test_a_refused_caller_is_listed_once(self):
        endpoint = self.limited("1/hour; 9/day")
        self.assertEqual(self.statuses(endpoint, 1), [200])
        self.assertEqual(self.rows(), [])
        self.assertEqual(self.statuses(endpoint, 3), [429, 429, 429])
        [(key, rate_limit)] = self.rows()
        self.assertEqual(key, f"endpoint.endpoint:{endpoint.id}/address:127.0.0.1")
        self.assertEqual(rate_limit, "1/hour")

    def test_names(self):
        endpoint, user = self.make_endpoint(), self.make_user(name="Ann")
        self.make_api_key(user)
        key = self.env["res.users.apikeys"].search([("user_id", "=", user.id)])
        prefix = f"endpoint.endpoint:{endpoint.id}/"
        for caller, name in {
            f"user:{user.id}": "Ann",
            f"key:{key.id}": "Ann (test)",
            "all": "All callers",
            "address:2001:db8::/64": "2001:db8::/64",
        }.items():
            with self.subTest(caller):
                self.assertEqual(self.names(prefix + caller), (endpoint.name, name))
        self.assertEqual(
            self.names("/address:192.0.2.1"), ("All endpoints", "192.0.2.1")
        )

    def test_only_administrators_see_it(self):
        refusals = self.env["endpoint.rate.limit.refusal"]
        refusals.with_user(self.env.ref("base.user_admin")).search([])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            refusals.with_user(self.make_user()).search([])

    def test_a_row_has_the_company_of_the_endpoint(self):
        user = self.env.ref("base.user_admin")
        values = {"company_id": user.company_id.id, "exec_as_user_id": user.id}
        self.statuses(self.limited("1/hour", **values), 2)
        company = self.sql("SELECT company_id FROM endpoint_rate_limit_refusal")[1]
        self.assertEqual(company, (user.company_id.id,))

    def test_admins_of_other_companies_do_not_see_it(self):
        refusals = self.env["endpoint.rate.limit.refusal"]
        company = self.env["res.company"].create({"name": "Theirs"})
        values = {"rate_limit": "1/hour", "refused_until": "2099-01-01"}
        for key, owner in {"a": company.id, "b": False}.items():
            refusals.create({**values, "key": key, "company_id": owner})
        admin = self.make_user(groups="base.group_system")
        self.assertEqual(refusals.with_user(admin).search([]).mapped("key"), ["b"])
        self.assertEqual(len(refusals.search([])), 2)

    def test_expired_rows_are_deleted(self):
        self.statuses(self.limited("1/hour"), 2)
        self.statuses(self.limited("1/day", route="/test/day"), 1)
        self.assertEqual(len(self.rows()), 1)
        self.sql("UPDATE endpoint_rate_limit_refusal SET refused_until = '2026-01-01'")
        self.sql(
            "UPDATE endpoint_rate_limit_counter SET expires = expires - interval '3 h'"
        )
        self.env["endpoint.rate.limit.refusal"]._delete_expired()
        count = "SELECT count(*), max(key) FROM endpoint_rate_limit_counter"
        number, key = self.sql(count)[1]
        self.assertEqual((number, key.rpartition("/")[2]), (1, "day"))
        rows = self.sql("SELECT count(*) FROM endpoint_rate_limit_refusal")[1]
        self.assertEqual(rows, (0,))
