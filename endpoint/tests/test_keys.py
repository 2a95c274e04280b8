"""API keys that open endpoints and nothing else of Odoo."""

from base64 import b64encode
from datetime import timedelta
from xmlrpc.client import Fault

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, mute_logger

from .common import EndpointCase

CLOSED = "This key does not open this endpoint"


class KeyCase(EndpointCase):
    def setUp(self):
        super().setUp()
        self.user = self.make_user()
        self.endpoint = self.make_bearer("result = {'payload': user.login}")

    def make_bearer(self, *args, **values):
        return self.make_endpoint(*args, **{"auth_type": "bearer", **values})

    def bearer(self, key):
        return {"Authorization": f"Bearer {key}"}

    def basic(self, password, login="anybody"):
        token = b64encode(f"{login}:{password}".encode()).decode()
        return {"Authorization": f"Basic {token}"}

    def record_of(self, name):
        return self.env["endpoint.key"].search([("name", "=", name)])


class TestEndpointKeys(KeyCase):
    def test_a_key_opens_its_endpoint_as_its_user(self):
        key = self.make_endpoint_key(self.user, self.endpoint)
        response = self.call(self.endpoint, headers=self.bearer(key))
        self.assertAnswer(response, 200, self.user.login)
        self.assertNotIn("Set-Cookie", response.headers)

    def test_it_opens_no_other_endpoint(self):
        other = self.make_bearer(route="/test/other_key")
        key = self.make_endpoint_key(self.user, self.endpoint)
        response = self.call(other, headers=self.bearer(key))
        self.assertErrorObject(response, 403, CLOSED)

    def test_on_json_rpc_the_refusal_is_in_the_envelope(self):
        rpc = self.make_bearer(
            route="/test/rpc_key", route_type="jsonrpc", request_method="POST"
        )
        key = self.make_endpoint_key(self.user, self.endpoint)
        sent = {"jsonrpc": "2.0", "id": 7, "params": {}}
        answer = self.call(rpc, json=sent, headers=self.bearer(key)).json()
        self.assertEqual((answer["id"], answer["error"]["code"]), (7, 403))
        self.assertIn(CLOSED, answer["error"]["message"])

    def test_a_group_opens_its_endpoints_those_that_join_later_too(self):
        key = self.make_endpoint_key(self.user, route_groups=["shop", "stock"])
        response = self.call(self.endpoint, headers=self.bearer(key))
        self.assertErrorObject(response, 403)
        self.endpoint.route_group = "stock"
        self.assertAnswer(self.call(self.endpoint, headers=self.bearer(key)), 200)
        self.endpoint.route_group = "stocks"
        response = self.call(self.endpoint, headers=self.bearer(key))
        self.assertErrorObject(response, 403)

    def test_a_key_bound_to_nothing_opens_nothing(self):
        key = self.make_endpoint_key(self.user)
        response = self.call(self.endpoint, headers=self.bearer(key))
        self.assertErrorObject(response, 403, CLOSED)

    def test_other_endpoints_of_a_hidden_company_stay_hidden(self):
        company = self.env["res.company"].create({"name": "Second"})
        hidden = self.make_bearer(route="/test/hidden_key", company_id=company.id)
        key = self.make_endpoint_key(self.user, self.endpoint)
        response = self.call(hidden, headers=self.bearer(key))
        self.assertEqual(response.status_code, 404)

    def test_bindings_can_change(self):
        key = self.make_endpoint_key(self.user, name="Changing")
        self.record_of("Changing").endpoint_ids = self.endpoint
        self.assertAnswer(self.call(self.endpoint, headers=self.bearer(key)), 200)
        self.endpoint.unlink()
        self.assertFalse(self.record_of("Changing").endpoint_ids)

    def test_the_exec_user_replaces_the_user_of_the_key(self):
        runner = self.make_user("runner")
        self.endpoint.exec_as_user_id = runner
        key = self.make_endpoint_key(self.user, self.endpoint)
        response = self.call(self.endpoint, headers=self.bearer(key))
        self.assertAnswer(response, 200, "runner")


class TestRpcIsClosed(KeyCase):
    """An endpoint key opens neither JSON-2, XML-RPC, JSON-RPC nor a session."""

    def setUp(self):
        super().setUp()
        self.admin = self.env.ref("base.user_admin")
        self.key = self.make_endpoint_key(self.admin, self.endpoint)

    @mute_logger("odoo.http")
    def test_json2(self):
        path = "/json/2/res.partner/search_count"
        headers = self.bearer(self.key)
        response = self.call(path, "POST", json={"domain": []}, headers=headers)
        self.assertEqual(response.status_code, 401)

    @mute_logger("odoo.addons.rpc.controllers.xmlrpc", "odoo.http")
    def test_xmlrpc(self):
        credentials = (self.env.cr.dbname, self.admin.id, self.key)
        with self.assertRaisesRegex(Fault, "Access Denied"):
            self.xmlrpc_object.execute_kw(*credentials, "res.partner", "search", [[]])

    @mute_logger("odoo.addons.rpc.controllers.jsonrpc", "odoo.http")
    def test_jsonrpc(self):
        database = self.env.cr.dbname
        for service, method, args in (
            ("object", "execute_kw", [self.admin.id, self.key, "res.users", "read"]),
            ("common", "login", ["admin", self.key]),
        ):
            params = {"service": service, "method": method, "args": [database, *args]}
            answer = self.call("/jsonrpc", "POST", json={"params": params}).json()
            self.assertFalse(answer.get("result"), service)

    @mute_logger("odoo.http")
    def test_a_session(self):
        params = {"db": self.env.cr.dbname, "login": "admin", "password": self.key}
        path = "/web/session/authenticate"
        answer = self.call(path, "POST", json={"params": params}).json()
        self.assertIn("AccessDenied", answer["error"]["data"]["name"])


class TestRpcKeys(KeyCase):
    def test_keys_of_users_work_where_the_endpoint_allows_it(self):
        headers = self.bearer(self.make_api_key(self.user))
        self.assertAnswer(self.call(self.endpoint, headers=headers), 200)
        self.endpoint.allow_rpc_keys = False
        response = self.call(self.endpoint, headers=headers)
        self.assertErrorObject(response, 403, "accepts endpoint keys only")

    def test_on_for_create_and_off_in_the_form(self):
        self.assertTrue(self.endpoint.allow_rpc_keys)
        form = Form(self.env["endpoint.endpoint"])
        self.assertFalse(form.allow_rpc_keys)
        form.name, form.route = "Form", "/test/form_keys"
        form.auth_type = "bearer"
        form.code_snippet = "result = {}"
        self.assertFalse(form.save().allow_rpc_keys)
        self.assertTrue(Form(self.endpoint).allow_rpc_keys)


class TestWays(KeyCase):
    """How a key is sent."""

    def setUp(self):
        super().setUp()
        self.key = self.make_endpoint_key(self.user, self.endpoint)

    def assertStatuses(self, headers, before, after, **allow):
        """:param dict allow: the field to tick in between"""
        response = self.call(self.endpoint, headers=headers)
        self.assertEqual(response.status_code, before, response.text)
        self.endpoint.write(allow)
        response = self.call(self.endpoint, headers=headers)
        self.assertEqual(response.status_code, after, response.text)

    def test_x_api_key_where_ticked(self):
        headers = {"X-API-Key": self.key}
        self.assertStatuses(headers, 401, 200, allow_key_header=True)

    def test_basic_where_ticked(self):
        self.assertStatuses(self.basic(self.key), 401, 200, allow_key_basic=True)

    def test_the_login_of_basic_does_not_matter(self):
        self.endpoint.allow_key_basic = True
        for login in ("", "api", "ünïcode"):
            headers = self.basic(self.key, login)
            self.assertAnswer(self.call(self.endpoint, headers=headers), 200)

    def test_basic_asks_for_a_password_where_ticked(self):
        for allow, expected in (
            (False, "bearer"),
            (True, 'basic realm="odoo endpoints"'),
        ):
            self.endpoint.allow_key_basic = allow
            response = self.call(self.endpoint, headers=self.bearer("wrong" * 8))
            challenges = response.headers["WWW-Authenticate"].lower()
            self.assertIn(expected, challenges)
            self.assertEqual("basic" in challenges, allow)

    def test_a_page_of_another_site_cannot_use_a_remembered_password(self):
        self.endpoint.write({"allow_key_basic": True, "cors": False})
        other = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
        post = self.make_bearer(
            route="/test/basic_post", request_method="POST", allow_key_basic=True
        )
        key = self.make_endpoint_key(self.user, post, name="Post")
        for headers, status in (({}, 200), (other, 403)):
            sent = {**self.basic(key), **headers}
            response = self.call(post, json={}, headers=sent)
            self.assertEqual(response.status_code, status, response.text)

    def test_one_key_at_a_time(self):
        self.endpoint.write({"allow_key_header": True, "allow_key_basic": True})
        for authorization in (self.bearer(self.key), self.basic(self.key)):
            headers = {**authorization, "X-API-Key": self.key}
            self.assertErrorObject(self.call(self.endpoint, headers=headers), 401)

    def test_another_scheme_leaves_room_for_x_api_key(self):
        self.endpoint.allow_key_header = True
        headers = {**self.basic("a proxy's own"), "X-API-Key": self.key}
        self.assertAnswer(self.call(self.endpoint, headers=headers), 200)


class TestGenerate(KeyCase):
    def generate(self, user=None, name="A key", **kwargs):
        keys = self.env["res.users.apikeys"]
        return keys._generate_endpoint_key(user or self.user, name, **kwargs)

    def test_the_key_is_stored_as_odoo_stores_it(self):
        until = fields.Datetime.now() + timedelta(days=3)
        key = self.generate(endpoints=self.endpoint, expiration_date=until)
        record = self.record_of("A key")
        self.assertEqual((record.user_id, record.expiration_date), (self.user, until))
        self.assertEqual(record.apikey_id.scope, "endpoint")
        self.env.cr.execute("SELECT t::text FROM endpoint_key t")
        self.assertNotIn(key[:8], str(self.env.cr.fetchall()))

    def test_two_keys_with_the_same_first_characters(self):
        first = self.generate(name="First", endpoints=self.endpoint)
        self.generate(name="Second")
        self.env.cr.execute("UPDATE res_users_apikeys SET index = %s", [first[:8]])
        response = self.call(self.endpoint, headers=self.bearer(first))
        self.assertAnswer(response, 200)

    def test_only_administrators(self):
        keys = self.env["res.users.apikeys"].with_user(self.user)
        with self.assertRaises(AccessError):
            keys._generate_endpoint_key(self.user, "Mine")
        for model in ("endpoint.key", "endpoint.key.wizard"):
            self.assertFalse(self.env[model].with_user(self.user).has_access("read"))

    def test_nobody_creates_the_record_alone(self):
        admin = self.env["endpoint.key"].with_user(self.env.ref("base.user_admin"))
        self.assertFalse(admin.has_access("create"))
        self.assertFalse(admin.has_access("unlink"))
        self.assertTrue(admin.has_access("write"))

    def test_what_is_refused(self):
        archived = self.make_user("archived", active=False)
        past = fields.Datetime.now() - timedelta(seconds=1)
        public = self.env.ref("base.public_user")
        for message, kwargs in (
            ("what the key is for", {"name": " "}),
            ("active user", {"user": archived}),
            ("active user", {"user": public}),
            ("in the future", {"expiration_date": past}),
            ("route group", {"endpoints": self.env["res.partner"]}),
        ):
            with self.subTest(message), self.assertRaisesRegex(UserError, message):
                self.generate(**kwargs)

    def test_revoking_deletes_the_key(self):
        key = self.generate(endpoints=self.endpoint)
        self.record_of("A key").apikey_id._remove()
        response = self.call(self.endpoint, headers=self.bearer(key))
        self.assertErrorObject(response, 401)
        self.assertFalse(self.record_of("A key"))

    def test_a_deleted_user_takes_the_key_along(self):
        self.generate(self.make_user("leaver"), endpoints=self.endpoint)
        self.env["res.users"].search([("login", "=", "leaver")]).unlink()
        self.assertFalse(self.record_of("A key"))

    def test_the_form_shows_what_the_key_opens(self):
        self.endpoint.route_group = "shop"
        self.generate(route_groups=[" shop ", "shop", ""])
        record = self.record_of("A key")
        self.assertEqual(record.route_groups, "shop")
        self.assertEqual(record.opened_routes, f"GET {self.endpoint.route}")

    def test_the_form_shows_no_endpoints_of_hidden_companies(self):
        company = self.env["res.company"].create({"name": "Theirs"})
        hidden = {"company_id": company.id, "route_group": "shop"}
        theirs = self.make_bearer(route="/test/theirs", **hidden)
        both = theirs + self.make_bearer(route="/test/group", **hidden)
        self.generate(endpoints=theirs + self.endpoint, route_groups=["shop"])
        admin = self.make_user("key_admin", groups="base.group_system")
        record = self.record_of("A key")
        self.assertEqual(len(record.opened_routes.split("\n")), 1 + len(both))
        self.env.invalidate_all()
        mine = record.with_user(admin)
        self.assertEqual(mine.opened_routes, f"GET {self.endpoint.route}")
        self.assertEqual(mine.endpoint_ids, self.endpoint.with_user(admin))


class TestExpiry(KeyCase):
    def setUp(self):
        super().setUp()
        for days in (3, 300, None):
            until = days and fields.Datetime.now() + timedelta(days=days)
            self.make_endpoint_key(
                self.user, name=f"Key {days}", expiration_date=until or None
            )

    def test_keys_that_expire_soon_are_marked_and_found(self):
        keys = self.env["endpoint.key"].search([("expires_soon", "=", True)])
        self.assertEqual(keys.mapped("name"), ["Key 3"])
        self.assertTrue(keys.expires_soon)
        others = self.env["endpoint.key"].search([("expires_soon", "=", False)])
        self.assertLessEqual({"Key 300", "Key None"}, set(others.mapped("name")))
        self.assertFalse(any(others.mapped("expires_soon")))

    def test_one_warning_for_each_key(self):
        cron = self.env.ref("endpoint.ir_cron_key_expiry")
        logger = "odoo.addons.endpoint.models.endpoint_key"
        with self.assertLogs(logger, "WARNING") as logs:
            cron.method_direct_trigger()
        self.assertIn("“Key 3” of endpoint_user", " ".join(logs.output))
        self.assertEqual(len(logs.output), 1)
        with self.assertNoLogs(logger, "WARNING"):
            cron.method_direct_trigger()
