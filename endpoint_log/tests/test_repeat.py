"""What *Try it* of endpoint_workbench gets of a logged call."""

from .common import LogCase


class TestRepeat(LogCase):
    def logged_post(self, route="/test/try/<name>", path="/test/try/é b", **sent):
        endpoint = self.make_endpoint(
            route=route, request_method="POST", log_headers=True, log_bodies=True
        )
        self.call(path, "POST", **sent)
        [call] = self.logged(endpoint)
        return call

    def test_the_call(self):
        headers = {"Authorization": "Bearer S3C", "X-Shop": "Paris"}
        call = self.logged_post(
            json={"pin": 7}, params={"a": "1", "token": "S3C"}, headers=headers
        )
        values = call.web_try_call()
        self.assertEqual(values["method"], "POST")
        self.assertEqual(values["path"], "/test/try/%C3%A9%20b")
        self.assertEqual(values["query"], "a=1&token=***")
        self.assertEqual(values["body"], '{"pin": "***"}')
        lines = values["headers"].split("\n")
        self.assertLessEqual({"Authorization: ***", "X-Shop: Paris"}, set(lines))
        self.assertNotIn("Host", values["headers"])
        [note] = values["notes"]
        self.assertIn("enter those that you need", note)

    def test_the_caller(self):
        user = self.make_user()
        endpoint = self.make_endpoint(auth_type="bearer")
        headers = {"Authorization": f"Bearer {self.make_api_key(user)}"}
        call = self.call_logged(endpoint, headers=headers)
        self.assertEqual(call.web_try_call()["user_id"], user.id)
        public = self.make_endpoint(route="/test/public")
        self.assertFalse(self.call_logged(public).web_try_call()["user_id"])

    def test_a_secret_in_the_path(self):
        call = self.logged_post("/test/try/<string:token>", "/test/try/S3C", json={})
        self.assertEqual(call.web_try_call()["path"], "/test/try/***")

    def test_a_body_that_is_not_kept(self):
        call = self.logged_post(data=b"\0", headers={"Content-Type": "image/png"})
        values = call.web_try_call()
        self.assertIsNone(values["body"])
        self.assertIn("does not have the body", values["notes"][0])

    def test_the_beginning_of_a_long_body(self):
        values = self.logged_post(json={"a": "b" * 20_000}).web_try_call()
        self.assertEqual(len(values["body"]), 16_384)
        self.assertIn("beginning", values["notes"][0])

    def test_the_button(self):
        call = self.call_logged(self.make_endpoint())
        has_panel = "endpoint.example" in self.env  # endpoint_workbench
        self.assertEqual(call.can_try, has_panel)
        action = call.action_try()
        self.assertEqual(action["context"]["try_it_call"], ["endpoint.log", call.id])
        self.env[call.res_model].browse(call.res_id).unlink()
        call.invalidate_recordset()
        self.assertFalse(call.can_try)

    def test_curl_accepts_the_path(self):
        call = self.logged_post(json={})
        self.assertIn("/test/try/%C3%A9%20b", call.curl)
