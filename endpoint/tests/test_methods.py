from .common import EndpointCase


class TestMethods(EndpointCase):
    def test_each_method_is_served(self):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            with self.subTest(method=method):
                endpoint = self.make_endpoint(
                    "result = {'payload': request.httprequest.method}",
                    route=f"/test/method/{method}",
                    request_method=method,
                )
                data = "{}" if endpoint.request_content_type else None
                headers = {"Content-Type": "application/json"} if data else None
                response = self.call(endpoint, data=data, headers=headers)
                self.assertAnswer(response, 200, method)

    def test_get_serves_head_without_a_body(self):
        endpoint = self.make_endpoint("result = {'payload': 'text'}")
        response = self.call(endpoint, method="HEAD")
        self.assertAnswer(response, 200)
        self.assertEqual(response.content, b"")

    def test_any_other_method_is_405_with_allow(self):
        endpoint = self.make_endpoint()
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            with self.subTest(method=method):
                response = self.call(endpoint, method=method)
                self.assertErrorObject(response, 405)
                self.assertEqual(response.headers["Allow"], "GET, HEAD, OPTIONS")
                self.assertEqual(response.headers["Access-Control-Allow-Origin"], "*")

    def test_options_names_all_methods_of_the_path(self):
        for cors in ("*", False):
            self.make_endpoint(route="/test/options", cors=cors)
            self.make_endpoint(
                route="/test/options", cors=cors, request_method="DELETE"
            )
            with self.subTest(cors=cors):
                response = self.call("/test/options", method="OPTIONS")
                self.assertAnswer(response, 204)
                self.assertEqual(
                    response.headers["Allow"], "DELETE, GET, HEAD, OPTIONS"
                )
            self.env["endpoint.endpoint"].search(
                [("route", "=", "/test/options")]
            ).unlink()

    def test_options_names_the_media_type_of_a_patch(self):
        self.make_endpoint(
            route="/test/options",
            request_method="PATCH",
            request_content_type="application/json",
        )
        response = self.call("/test/options", method="OPTIONS")
        self.assertAnswer(response, 204, headers={"Accept-Patch": "application/json"})

    def test_an_endpoint_of_another_company_is_404_for_every_method(self):
        company = self.env["res.company"].create({"name": "Other"})
        user = self.make_user()
        endpoint = self.make_endpoint(auth_type="user_endpoint", company_id=company.id)
        self.authenticate(user.login, user.login)
        for method in ("GET", "PUT", "OPTIONS"):
            with self.subTest(method=method):
                response = self.call(endpoint, method)
                self.assertEqual(response.status_code, 404)

    def test_two_endpoints_share_a_route(self):
        values = {"route": "/test/shared"}
        self.make_endpoint("result = {'payload': 'got'}", **values)
        self.make_endpoint(
            "result = {'payload': 'deleted'}", request_method="DELETE", **values
        )
        self.assertAnswer(self.call("/test/shared"), 200, "got")
        self.assertAnswer(self.call("/test/shared", method="DELETE"), 200, "deleted")
        refused = self.call("/test/shared", method="PUT")
        self.assertErrorObject(refused, 405)
        self.assertEqual(refused.headers["Allow"], "DELETE, GET, HEAD, OPTIONS")

    def test_preflight_uses_the_endpoint_of_the_requested_method(self):
        self.make_endpoint(route="/test/cors", cors="https://one.example")
        self.make_endpoint(
            route="/test/cors", request_method="DELETE", cors="https://two.example"
        )
        for method, origin in (("GET", "one"), ("DELETE", "two")):
            with self.subTest(method=method):
                response = self.call(
                    "/test/cors",
                    method="OPTIONS",
                    headers={
                        "Access-Control-Request-Method": method,
                        "Origin": f"https://{origin}.example",
                    },
                )
                self.assertAnswer(
                    response,
                    204,
                    headers={
                        "Access-Control-Allow-Origin": f"https://{origin}.example",
                        "Access-Control-Allow-Methods": method,
                    },
                )

    def test_without_cors_there_is_no_preflight(self):
        endpoint = self.make_endpoint(cors=False)
        response = self.call(
            endpoint, "OPTIONS", headers={"Access-Control-Request-Method": "GET"}
        )
        self.assertErrorObject(response, 405)

    def test_callers_cannot_set_arguments_of_the_handler(self):
        endpoint = self.make_endpoint("result = {'payload': request.params}")
        sent = dict.fromkeys(("self", "env", "model", "endpoint_route", "key"), "x")
        self.assertAnswer(self.call(endpoint, params=sent), 200, sent)
