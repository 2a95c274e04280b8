"""What a test syncs is served to that test alone, although nothing is committed."""

from odoo.tests import tagged

from .common import EndpointCase

_ROUTE = "/test/test_cursor"


class TestCursorCase(EndpointCase):
    """The tests run in alphabetical order."""

    def make(self):
        return self.make_endpoint(
            "result = {'payload': {'by': endpoint.name}}",
            name=self._testMethodName,
            route=_ROUTE,
        )

    def assertServed(self, by):
        self.assertAnswer(self.call(_ROUTE), 200, {"by": by})


@tagged("post_install", "-at_install")
class TestTestCursor(TestCursorCase):
    def test_1_a_sync_is_served(self):
        self.make()
        self.assertServed("test_1_a_sync_is_served")

    def test_2_it_is_rolled_back_before_the_next_test(self):
        self.assertEqual(self.call(_ROUTE).status_code, 404)

    def test_3_each_change_is_served(self):
        endpoint = self.make()
        self.assertServed("test_3_each_change_is_served")
        endpoint.write({"route": "/test/moved", "registry_sync": True})
        self.assertEqual(self.call(_ROUTE).status_code, 404)
        self.assertEqual(self.call(endpoint).status_code, 200)
        endpoint.active = False
        self.assertEqual(self.call(endpoint).status_code, 404)
        endpoint.active = True
        self.assertEqual(self.call(endpoint).status_code, 200)
        endpoint.unlink()
        self.assertEqual(self.call("/test/moved").status_code, 404)

    def test_4_a_call_sees_what_another_call_synced(self):
        endpoint = self.make()
        self.authenticate("admin", "admin")
        self.make_jsonrpc_request(
            "/web/dataset/call_kw/endpoint.endpoint/write",
            {
                "model": "endpoint.endpoint",
                "method": "write",
                "args": [endpoint.ids, {"route": "/test/rpc", "registry_sync": True}],
                "kwargs": {},
            },
        )
        self.assertEqual(self.call("/test/rpc").status_code, 200)
        self.assertEqual(self.call(_ROUTE).status_code, 404)


@tagged("post_install", "-at_install")
class TestTestCursorOfAClass(TestCursorCase):
    """A sync in ``setUpClass`` is served to each test of the class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.endpoint = cls.env["endpoint.endpoint"].create(
            {
                "name": "class",
                "route": _ROUTE,
                "request_method": "GET",
                "auth_type": "public",
                "exec_as_user_id": cls.env.ref("base.public_user").id,
                "exec_mode": "code",
                "code_snippet": "result = {'payload': {'by': endpoint.name}}",
                "registry_sync": True,
            }
        )

    def test_1_served(self):
        self.assertServed("class")
        self.endpoint.write({"name": "test", "route": "/test/away"})
        self.endpoint.registry_sync = True
        self.assertEqual(self.call(_ROUTE).status_code, 404)

    def test_2_served_again(self):
        self.assertServed("class")
