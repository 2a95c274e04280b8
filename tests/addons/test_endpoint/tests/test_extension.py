from odoo.exceptions import UserError, ValidationError
from odoo.tests import mute_logger

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.tests.common import EndpointCase

from ..models.endpoint_mixin import tries

JSON = {"Content-Type": "application/json"}


class TestExtension(EndpointCase):
    def test_an_exec_mode_of_another_addon(self):
        endpoint = self.make_endpoint(exec_mode="greet", greeting="Hi")
        response = self.call(endpoint)
        self.assertAnswer(response, 200, {"greeting": "Hi", "by": "public"})

    def test_its_check_at_save(self):
        with self.assertRaisesRegex(UserError, "Write a greeting"):
            self.make_endpoint(exec_mode="greet")

    def test_an_authentication_method_of_another_addon(self):
        endpoint = self.make_endpoint(
            "result = {'payload': user.login}", auth_type="shared_secret"
        )
        self.assertErrorObject(self.call(endpoint), 401)
        response = self.call(endpoint, headers={"X-Secret": "let me in"})
        self.assertAnswer(response, 200, "admin")

    def test_a_content_type_and_a_method_of_another_addon(self):
        endpoint = self.make_endpoint(
            request_method="REPORT", request_content_type="application/vnd.test+json"
        )
        self.assertErrorObject(self.call(endpoint, headers=JSON), 415)
        headers = {"Content-Type": "application/vnd.test+json"}
        self.assertAnswer(self.call(endpoint, headers=headers), 200)

    def test_another_addon_extends_the_endpoint_controller(self):
        response = self.call(self.make_endpoint())
        self.assertAnswer(response, 200, headers={"X-Extended": "yes"})

    def test_headers_of_another_addon_on_every_response(self):
        endpoint = self.make_endpoint(auth_type="bearer")
        headers = {"X-Rule": f"endpoint.endpoint:{endpoint.id}"}
        key = self.make_api_key(self.make_user())
        response = self.call(endpoint, headers={"Authorization": f"Bearer {key}"})
        self.assertAnswer(response, 200, headers=headers)
        self.assertAnswer(self.call(endpoint), 401, headers=headers)
        self.assertAnswer(self.call(endpoint, "DELETE"), 405, headers=headers)

    def test_another_addon_refuses_another_part_of_the_request(self):
        error = {"loc": ["query", "page"], "msg": "too far", "type": "maximum"}
        self.assertEqual(
            RequestValidationError([error]).description,
            "The request's query parameter “page” is invalid: too far",
        )

    def test_a_custom_model_on_the_route_handler(self):
        self.env["test.endpoint.route"].create(
            {
                "name": "Own",
                "route": "own/<int:n>",
                "request_method": "GET",
                "auth_type": "public",
                "answer": "Served",
                "registry_sync": True,
            }
        )
        self.assertEqual(self.call("/test-route/own/3").text, "Served 3")
        self.assertErrorObject(self.call("/test-route/own/3", "DELETE"), 405)

    def test_a_custom_model_on_the_mixin(self):
        endpoint = self.make_endpoint("result = {'payload': 5}", model="test.endpoint")
        self.assertAnswer(self.call(endpoint), 200, 5)

    def test_routes_are_unique_across_models(self):
        first = self.make_endpoint(route="/test/across")
        with self.assertRaisesRegex(ValidationError, first.name):
            self.make_endpoint(route="/test/across", model="test.endpoint")

    def test_consumer_models(self):
        names = self.env["endpoint.endpoint"]._get_endpoint_route_consumer_models()
        self.assertLessEqual(
            {"endpoint.endpoint", "test.endpoint", "test.endpoint.route"}, set(names)
        )


class TestShipped(EndpointCase):
    def test_served_as_soon_as_the_module_is_installed(self):
        body = '{"shipped": 1}'
        self.assertAnswer(
            self.call("/shipped", "POST", data=body, headers=JSON), 200, "shipped"
        )

    def test_with_its_schema_from_a_file(self):
        response = self.call("/shipped", "POST", data="{}", headers=JSON)
        self.assertErrorObject(response, 400, types=["required"])

    def test_not_served_before_a_sync_unless_the_record_requests_it(self):
        self.assertEqual(self.call("/shipped-unsynced").status_code, 404)


class TestRetry(EndpointCase):
    @mute_logger("odoo.service.model")
    def test_each_attempt_starts_as_the_caller(self):
        user, runner = self.make_user("caller"), self.make_user("runner")
        key = self.make_api_key(user)
        for auth_type, headers, caller in (
            ("public", {}, "public"),
            ("bearer", {"Authorization": f"Bearer {key}"}, "caller"),
            ("shared_secret", {"X-Secret": "let me in"}, "admin"),
            ("user_endpoint", {}, "caller"),
        ):
            with self.subTest(auth_type=auth_type):
                tries.clear()
                endpoint = self.make_endpoint(
                    route=f"/test/retry/{auth_type}",
                    auth_type=auth_type,
                    exec_as_user_id=runner.id,
                    exec_mode="conflict",
                )
                if auth_type == "user_endpoint":
                    self.authenticate("caller", "caller")
                expected = [["runner", caller, False]] * 2
                self.assertAnswer(self.call(endpoint, headers=headers), 200, expected)
