"""Groups whose members may call an endpoint."""

from odoo import Command
from odoo.exceptions import UserError

from .common import EndpointCase

REFUSED = "not in a group that may call this endpoint"


class TestGroups(EndpointCase):
    def setUp(self):
        super().setUp()
        self.group = self.env["res.groups"].create({"name": "Partners' API"})
        self.user = self.make_user()

    def make(self, **values):
        defaults = {"auth_type": "bearer", "group_ids": [Command.set(self.group.ids)]}
        return self.make_endpoint(**{**defaults, **values})

    def headers(self):
        return {"Authorization": f"Bearer {self.make_api_key(self.user)}"}

    def test_members_only(self):
        endpoint, headers = self.make(), self.headers()
        self.assertErrorObject(self.call(endpoint, headers=headers), 403, REFUSED)
        self.user.group_ids += self.group
        self.assertAnswer(self.call(endpoint, headers=headers), 200)
        self.user.group_ids -= self.group
        self.assertErrorObject(self.call(endpoint, headers=headers), 403, REFUSED)

    def test_members_of_a_group_that_implies_it(self):
        self.env.ref("base.group_user").implied_ids += self.group
        self.assertAnswer(self.call(self.make(), headers=self.headers()), 200)

    def test_the_caller_counts_not_the_user_it_runs_as(self):
        runner = self.make_user("runner")
        runner.group_ids += self.group
        endpoint = self.make(exec_as_user_id=runner.id)
        response = self.call(endpoint, headers=self.headers())
        self.assertErrorObject(response, 403, REFUSED)

    def test_a_session(self):
        endpoint = self.make(auth_type="user_endpoint")
        self.authenticate(self.user.login, self.user.login)
        self.assertErrorObject(self.call(endpoint), 403, REFUSED)

    def test_an_endpoint_key(self):
        endpoint = self.make()
        key = self.make_endpoint_key(self.user, endpoint)
        headers = {"Authorization": f"Bearer {key}"}
        self.assertErrorObject(self.call(endpoint, headers=headers), 403, REFUSED)

    def test_the_body_is_not_read(self):
        """A body over the limit, and one that is not JSON, get the same response."""
        endpoint = self.make(request_method="POST", request_max_size=0.0001)
        headers = {**self.headers(), "Content-Type": "application/json"}
        for body in ("x" * 5000, "{", "{}"):
            response = self.call(endpoint, data=body, headers=headers)
            self.assertErrorObject(response, 403, REFUSED)

    def test_json_rpc_has_the_code_in_the_envelope(self):
        endpoint = self.make(route_type="jsonrpc", request_method="POST")
        sent = {"jsonrpc": "2.0", "id": 5, "params": {}}
        answer = self.call(endpoint, json=sent, headers=self.headers()).json()
        self.assertEqual((answer["id"], answer["error"]["code"]), (5, 403))

    def test_a_change_counts_at_once(self):
        endpoint, headers = self.make(), self.headers()
        self.assertErrorObject(self.call(endpoint, headers=headers), 403)
        endpoint.group_ids = False
        self.assertAnswer(self.call(endpoint, headers=headers), 200)

    def test_a_public_endpoint_has_no_groups(self):
        with self.assertRaisesRegex(UserError, "remove the allowed groups"):
            self.make(auth_type="public", exec_as_user_id=self.user.id)

    def test_a_group_in_use_is_not_deleted(self):
        endpoint = self.make()
        with self.assertRaisesRegex(UserError, endpoint.name):
            self.group.unlink()

    def test_preflights_are_answered(self):
        headers = {
            "Origin": "https://a.example",
            "Access-Control-Request-Method": "GET",
        }
        response = self.call(self.make(), "OPTIONS", headers=headers)
        self.assertEqual(response.status_code, 204)


class TestWhoCanCall(EndpointCase):
    def test_one_sentence(self):
        group = self.env["res.groups"].create({"name": "Couriers"})
        runner = self.make_user("integration@shop.example")
        rights = "with the rights of the caller."
        in_group = "Any logged-in user who is in Couriers"
        with_key = "Anyone with an endpoint key for it"
        for values, sentence in (
            ({"auth_type": "public"}, "Anyone, run as public."),
            ({"auth_type": "user_endpoint"}, f"Any logged-in user, {rights}"),
            ({"auth_type": "bearer"}, f"{with_key} or a user's API key, {rights}"),
            ({"auth_type": "bearer", "allow_rpc_keys": False}, f"{with_key}, {rights}"),
            (
                {"auth_type": "user_endpoint", "exec_as_user_id": runner.id}
                | {"group_ids": [Command.set(group.ids)]},
                f"{in_group}, run as integration@shop.example.",
            ),
        ):
            endpoint = self.make_endpoint(**values)
            self.assertEqual(endpoint.who_can_call, sentence)
            endpoint.unlink()
