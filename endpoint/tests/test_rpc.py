from xmlrpc.client import Fault

from odoo.exceptions import AccessError
from odoo.tests import mute_logger

from .common import EndpointCase

CLOSED = "cannot be used over RPC"


class TestRpc(EndpointCase):
    """Refused on endpoint models for every user; open on all others."""

    def setUp(self):
        super().setUp()
        admin = self.env.ref("base.user_admin")
        self.key = self.make_api_key(admin)
        self.credentials = (self.env.cr.dbname, admin.id, self.key)

    @mute_logger("odoo.addons.rpc.controllers.xmlrpc", "odoo.http")
    def test_xmlrpc(self):
        execute = self.xmlrpc_object.execute_kw
        with self.assertRaises(Fault) as refused:
            execute(*self.credentials, "endpoint.endpoint", "search", [[]])
        self.assertIn(CLOSED, refused.exception.faultString)
        self.assertTrue(execute(*self.credentials, "res.partner", "search", [[]]))

    @mute_logger("odoo.addons.rpc.controllers.jsonrpc", "odoo.http")
    def test_jsonrpc(self):
        for model, refused in (("endpoint.endpoint", True), ("res.partner", False)):
            with self.subTest(model=model):
                args = [*self.credentials, model, "search_count", [[]]]
                params = {"service": "object", "method": "execute_kw", "args": args}
                answer = self.call("/jsonrpc", "POST", json={"params": params}).json()
                self.assertEqual("error" in answer, refused)
                if refused:
                    self.assertIn(CLOSED, answer["error"]["data"]["message"])

    @mute_logger("odoo.http")
    def test_json2(self):
        headers = {"Authorization": f"Bearer {self.key}"}
        for model, status in (("endpoint.endpoint", 403), ("res.partner", 200)):
            with self.subTest(model=model):
                path = f"/json/2/{model}/search"
                response = self.call(path, "POST", json={"domain": []}, headers=headers)
                self.assertEqual(response.status_code, status)
                if status == 403:
                    self.assertIn(CLOSED, response.json()["message"])

    @mute_logger("odoo.http")
    def test_the_tool_is_closed_as_well(self):
        headers = {"Authorization": f"Bearer {self.key}"}
        path = "/json/2/endpoint.route.handler.tool/search"
        response = self.call(path, "POST", json={"domain": []}, headers=headers)
        self.assertEqual(response.status_code, 403)
        execute = self.xmlrpc_object.execute_kw
        with mute_logger("odoo.addons.rpc.controllers.xmlrpc"):
            with self.assertRaises(Fault):
                execute(*self.credentials, "endpoint.route.handler.tool", "read", [[]])

    @mute_logger("odoo.http")
    def test_json_of_views(self):
        endpoint = self.make_endpoint("result = {'payload': 'secret'}")
        self.env["ir.config_parameter"].set_param("web.json.enabled", True)
        headers = {"Authorization": f"Bearer {self.key}"}
        for path in (
            f"endpoint.endpoint/{endpoint.id}",
            "endpoints",
            "m-endpoint.endpoint",
        ):
            with self.subTest(path=path):
                response = self.url_open(f"/json/1/{path}", headers=headers)
                self.assertEqual(response.status_code, 403, response.text)
                self.assertNotIn("secret", response.text)
        response = self.url_open("/json/1/res.partner/1", headers=headers)
        self.assertEqual(response.status_code, 200, response.text)

    def test_the_web_client_still_works(self):
        self.authenticate("admin", "admin")
        params = {
            "model": "endpoint.endpoint",
            "method": "search_count",
            "args": [[]],
            "kwargs": {},
        }
        answer = self.call(
            "/web/dataset/call_kw", "POST", json={"params": params}
        ).json()
        self.assertIn("result", answer)


class TestRights(EndpointCase):
    def test_only_system_administrators_see_endpoints(self):
        user = self.make_user(groups="base.group_erp_manager")
        endpoints = self.env["endpoint.endpoint"].with_user(user)
        for method in ("read", "write", "create", "unlink"):
            with self.subTest(method=method):
                self.assertFalse(endpoints.has_access(method))
        admin = self.env.ref("base.user_admin")
        self.assertTrue(endpoints.with_user(admin).has_access("write"))

    def test_no_api_creates_or_changes_endpoints_without_that_right(self):
        endpoint = self.make_endpoint()
        user = self.make_user(groups="base.group_erp_manager")
        mine = endpoint.with_user(user)
        values = {"name": "x", "route": "/x", "request_method": "GET"}
        values.update(exec_mode="code", code_snippet="result = {}")
        for road, act in {
            "create": lambda: mine.create(values),
            "copy": lambda: mine.copy(),
            "name_create": lambda: mine.name_create("x"),
            "import": lambda: mine._load_records(
                [{"xml_id": "endpoint.x", "values": values, "noupdate": False}]
            ),
            "write": lambda: mine.write({"code_snippet": "result = {}"}),
            "sync": lambda: mine.write({"registry_sync": True}),
            "archive": lambda: mine.action_archive(),
            "unlink": lambda: mine.unlink(),
        }.items():
            with self.subTest(road=road), self.assertRaises(AccessError):
                act()
        loaded = mine.load(list(values), [list(values.values())])
        self.assertFalse(loaded["ids"])

    def test_endpoints_of_other_companies_are_not_shown(self):
        other = self.env["res.company"].create({"name": "Other"})
        endpoint = self.make_endpoint(
            auth_type="user_endpoint", exec_as_user_id=False, company_id=other.id
        )
        admin = self.env.ref("base.user_admin")
        seen = self.env["endpoint.endpoint"].with_user(admin)
        self.assertFalse(seen.search([("id", "=", endpoint.id)]))
