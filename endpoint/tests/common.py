"""Base class for tests of endpoints, in any addon::

from odoo.addons.endpoint.tests.common import EndpointCase

class TestStock(EndpointCase):
    def test_stock_of_a_product(self):
        endpoint = self.make_endpoint("result = {'payload': {'qty': 3}}")
        response = self.call(endpoint)
        self.assertAnswer(response, 200, {"qty": 3})
"""

from odoo.tests import HttpCase, new_test_user, tagged

_MEMBERS = {"name", "message", "arguments", "context", "debug"}


@tagged("post_install", "-at_install")
class EndpointCase(HttpCase):
    """Create, sync and call an endpoint in one line each.

    Everything is rolled back after each test, including the route registry, which is in
    the database.
    """

    def make_endpoint(self, code_snippet=None, **values):
        """Create an endpoint and sync it. By default, anyone can GET it.

        :param str code_snippet: Python
        :param values: fields to override; ``registry_sync=False`` leaves the endpoint
            unsynced
        :return: the record
        """
        Endpoint = self.env[values.pop("model", "endpoint.endpoint")]
        defaults = {
            "name": self._testMethodName,
            "route": f"/test/{self._testMethodName}",
            "request_method": "GET",
            "auth_type": "public",
            "exec_mode": "code",
            "code_snippet": code_snippet or "result = {'payload': {}}",
            "registry_sync": True,
        }
        if values.get("auth_type", "public") == "public":
            defaults["exec_as_user_id"] = self.env.ref("base.public_user").id
        if values.get("request_method") in ("POST", "PUT", "PATCH"):
            defaults["request_content_type"] = "application/json"
        return Endpoint.create({**defaults, **values})

    def make_user(self, login="endpoint_user", groups="base.group_user", **values):
        """:return: a new user, whose password equals the login"""
        return new_test_user(self.env, login=login, groups=groups, **values)

    def make_api_key(self, user):
        """:return: str, an API key of that user for ``Authorization: Bearer``"""
        # As superuser: not every user may create a key without an expiry date.
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate(None, "test", None)

    def make_endpoint_key(self, user, endpoints=None, name="test", **kwargs):
        """:return: str, a key that opens only these endpoints
        :param kwargs: ``route_groups``, ``expiration_date``
        """
        keys = self.env["res.users.apikeys"]
        return keys._generate_endpoint_key(user, name, endpoints, **kwargs)

    def call(self, endpoint, method=None, **kwargs):
        """Send a request.

        :param endpoint: a record, or a path
        :param method: defaults to the endpoint's own; GET for a path
        :param kwargs: arguments of :meth:`HttpCase.url_open`: ``data``, ``json``,
            ``headers``, ``params``
        :return: a ``requests`` response; redirects are not followed
        """
        path = endpoint
        if not isinstance(endpoint, str):
            path = endpoint.route
            method = method or endpoint.request_method
        return self.url_open(
            path, method=method or "GET", allow_redirects=False, **kwargs
        )

    def assertAnswer(self, response, status, payload=None, headers=None):
        """:param payload: the expected JSON, if given
        :param dict headers: headers that the response must have
        """
        self.assertEqual(response.status_code, status, response.text)
        if payload is not None:
            self.assertEqual(response.json(), payload)
        for name, value in (headers or {}).items():
            self.assertEqual(response.headers.get(name), value, name)

    def assertErrorObject(self, response, status, message=None, types=None, **members):
        """The response is the error object and reveals nothing more.

        :param str message: part of the message
        :param types: the expected ``type`` of each item of ``detail``
        :param members: other members and their values, such as ``code="lent"``
        """
        self.assertEqual(response.status_code, status, response.text)
        self.assertEqual(
            response.headers["Content-Type"], "application/json; charset=utf-8"
        )
        body = response.json()
        self.assertLessEqual(_MEMBERS, set(body))
        self.assertEqual(body["debug"], "")
        self.assertNotIn("Traceback", response.text)
        if message is not None:
            self.assertIn(message, body["message"])
        if types is not None:
            self.assertEqual([item["type"] for item in body["detail"]], types)
        for name, value in members.items():
            self.assertEqual(body.get(name), value, name)
