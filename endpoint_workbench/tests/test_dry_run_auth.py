"""Who calls in a dry run."""

from odoo.tests import tagged

from .common import DryRunCase

_WHO = "result = {'payload': [caller.sudo().login, user.sudo().login]}"


@tagged("post_install", "-at_install")
class TestDryRunAuth(DryRunCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def test_public(self):
        endpoint = self.make_endpoint(_WHO)
        self.assertPayload(self.try_it(endpoint), ["public", "public"])
        self.assertPayload(self.try_it(endpoint, user=self.admin), ["admin", "public"])

    def test_user_endpoint(self):
        endpoint = self.make_endpoint(_WHO, auth_type="user_endpoint")
        self.assertEqual(self.try_it(endpoint)["status"], 401)
        user = self.make_user("jane")
        self.assertPayload(self.try_it(endpoint, user=user), ["jane", "jane"])

    def test_groups(self):
        endpoint = self.make_endpoint(
            _WHO, auth_type="user_endpoint", group_ids=self.env.ref("base.group_system")
        )
        user = self.make_user("jane")
        self.assertEqual(self.try_it(endpoint, user=user)["status"], 403)
        self.assertEqual(self.try_it(endpoint, user=self.admin)["status"], 200)

    def test_bearer(self):
        user = self.make_user("jane")
        for number, values in enumerate(({"allow_rpc_keys": False}, {})):
            with self.subTest(values):
                endpoint = self.make_endpoint(
                    _WHO, route=f"/test/key/{number}", auth_type="bearer", **values
                )
                self.assertEqual(self.try_it(endpoint)["status"], 401)
                self.assertPayload(self.try_it(endpoint, user=user), ["jane", "jane"])
        self.assertFalse(user.api_key_ids)

    def test_the_key_of_the_caller(self):
        endpoint = self.make_endpoint(_WHO, auth_type="bearer", allow_key_header=True)
        user = self.make_user("jane")
        key = self.make_endpoint_key(user, endpoint)
        for headers in ({"X-API-Key": key}, {"Authorization": f"Bearer {key}"}):
            answer = self.try_it(endpoint, headers=headers, user=self.admin)
            self.assertPayload(answer, ["jane", "jane"])
        headers = {"Authorization": "Bearer wrong-key-0123"}
        answer = self.try_it(endpoint, headers=headers, user=self.admin)
        self.assertEqual(answer["status"], 401)

    def test_the_use_of_a_key_is_not_noted(self):
        endpoint = self.make_endpoint(_WHO, auth_type="bearer")
        key = self.make_endpoint_key(self.admin, endpoint)
        record = self.env["endpoint.key"].search([], order="id desc", limit=1)
        headers = {"Authorization": f"Bearer {key}"}
        self.assertEqual(self.try_it(endpoint, headers=headers)["status"], 200)
        self.env.invalidate_all()
        self.assertFalse(record.last_use_date)
