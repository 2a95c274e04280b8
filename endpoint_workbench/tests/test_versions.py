"""The history of endpoints."""

import time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.endpoint.tests.common import EndpointCase

from ..models.endpoint_version import KEPT

_HELLO = "result = {'payload': 'hello'}"
_BYE = "result = {'payload': 'bye'}"


@tagged("post_install", "-at_install")
class TestVersions(EndpointCase):
    def versions(self, endpoint):
        """:return: the versions, oldest first"""
        domain = [("res_model", "=", endpoint._name), ("res_id", "=", endpoint.id)]
        return self.env["endpoint.version"].search(domain).sorted("number")

    def test_creating_keeps_a_version(self):
        endpoint = self.make_endpoint(_HELLO)
        version = self.versions(endpoint)
        self.assertEqual((version.number, version.in_service), (1, True))
        self.assertEqual(version.values["code_snippet"], _HELLO)
        self.assertEqual(version.create_uid, self.env.user)

    def test_a_change_keeps_a_version(self):
        endpoint = self.make_endpoint(_HELLO)
        endpoint.write({"code_snippet": _BYE, "request_max_size": 2})
        first, second = self.versions(endpoint)
        self.assertEqual(second.changes, ["code_snippet", "request_max_size"])
        self.assertEqual(second.changed, "Code, Max. body size (MiB)")
        self.assertEqual((first.state, second.state), (False, "in_service"))

    def test_what_is_not_served_keeps_no_version(self):
        endpoint = self.make_endpoint(_HELLO)
        endpoint.code_snippet = _HELLO
        endpoint.registry_sync = True
        endpoint.active = False
        endpoint.example_ids = [Command.create({"name": "A", "path": "/a"})]
        self.assertEqual(len(self.versions(endpoint)), 1)

    def test_a_field_of_a_new_addon_changes_when_it_is_set(self):
        endpoint = self.make_endpoint(_HELLO)
        version = self.versions(endpoint)
        version.values = {
            name: value
            for name, value in version.values.items()
            if name not in ("request_max_size", "cors")
        }
        endpoint.write({"code_snippet": _BYE, "cors": "https://a.example"})
        self.assertEqual(self.versions(endpoint)[1].changes, ["code_snippet", "cors"])

    def test_relations_are_kept(self):
        group = self.env.ref("base.group_user")
        endpoint = self.make_endpoint(_HELLO, auth_type="user_endpoint")
        endpoint.group_ids = group
        version = self.versions(endpoint)[-1]
        self.assertEqual(version.values["group_ids"], group.ids)
        self.assertEqual(version.names["group_ids"], {str(group.id): "Role / User"})

    def test_restoring_makes_a_version(self):
        endpoint = self.make_endpoint(_HELLO, auth_type="user_endpoint")
        endpoint.group_ids = self.env.ref("base.group_user")
        endpoint.write({"code_snippet": _BYE, "group_ids": [Command.clear()]})
        self.versions(endpoint)[1].action_restore()
        last = self.versions(endpoint)[-1]
        self.assertEqual(last.note, "Restored version 2")
        self.assertEqual((last.number, last.in_service), (4, True))
        self.assertEqual(endpoint.code_snippet, _HELLO)
        self.assertEqual(endpoint.group_ids, self.env.ref("base.group_user"))

    def test_each_version_restores_all_its_settings(self):
        endpoint = self.make_endpoint(_HELLO, deprecated=False)
        endpoint.write(
            {
                "name": "Other",
                "route": "/test/other",
                "further_routes": "/test/further",
                "request_method": "POST",
                "request_content_type": "application/json",
                "request_content_schema": "type: object",
                "query_parameters": "[{name: page, type: integer}]",
                "deprecated": True,
                "deprecated_since": "2026-01-01",
                "auth_type": "bearer",
                "exec_as_user_id": False,
                "cors": False,
            }
        )
        for version in self.versions(endpoint):
            version.action_restore()
            self.assertEqual(endpoint._version_values(), version.values)

    def test_callers_get_the_restored_code(self):
        endpoint = self.make_endpoint(_HELLO)
        endpoint.code_snippet = _BYE
        self.assertAnswer(self.call(endpoint), 200, "bye")
        self.versions(endpoint)[0].action_restore()
        self.assertAnswer(self.call(endpoint), 200, "hello")

    def test_a_restored_route_is_synced_by_the_admin(self):
        endpoint = self.make_endpoint(_HELLO)
        old = endpoint.route
        endpoint.write({"route": "/test/new", "registry_sync": True})
        self.versions(endpoint)[0].action_restore()
        self.assertFalse(endpoint.registry_sync)
        self.assertAnswer(self.call("/test/new"), 200, "hello")
        endpoint.action_sync_registry()
        self.assertAnswer(self.call(old), 200, "hello")

    def test_a_group_that_is_gone_does_not_open_the_endpoint(self):
        group = self.env["res.groups"].create({"name": "Lenders"})
        endpoint = self.make_endpoint(
            _HELLO, auth_type="user_endpoint", group_ids=group.ids
        )
        endpoint.group_ids = self.env.ref("base.group_system")
        group.unlink()
        action = self.versions(endpoint)[0].action_restore()
        self.assertEqual(endpoint.group_ids, self.env.ref("base.group_system"))
        self.assertIn("Allowed groups: Lenders", action["params"]["message"])

    def test_a_user_that_is_gone_is_named(self):
        user = self.make_user()
        endpoint = self.make_endpoint(_HELLO, exec_as_user_id=user.id)
        public = self.env.ref("base.public_user")
        endpoint.write({"exec_as_user_id": public.id, "code_snippet": _BYE})
        user.unlink()
        action = self.versions(endpoint)[0].action_restore()
        self.assertEqual(endpoint.exec_as_user_id, public)
        self.assertEqual(endpoint.code_snippet, _HELLO)
        self.assertIn("Run as: endpoint_user", action["params"]["message"])
        self.assertIn("endpoint_user", self.versions(endpoint)[-1].note)

    def test_a_field_that_is_gone_is_named(self):
        endpoint = self.make_endpoint(_HELLO)
        version = self.versions(endpoint)
        version.values = {**version.values, "x_gone": "red", "exec_mode": "x_gone_too"}
        action = version.action_restore()
        self.assertIn("x_gone, which no longer exists", action["params"]["message"])
        self.assertIn("Handler: x_gone_too", action["params"]["message"])

    def test_what_cannot_be_saved_is_refused(self):
        endpoint = self.make_endpoint(_HELLO)
        old = endpoint.route
        endpoint.write({"route": "/test/new", "registry_sync": True})
        self.make_endpoint(_HELLO, route=old)
        with self.assertRaisesRegex(UserError, "is already served by"):
            self.versions(endpoint)[0].action_restore()

    def test_old_versions_are_deleted(self):
        endpoint = self.make_endpoint(_HELLO)
        for number in range(KEPT + 4):
            endpoint.code_snippet = f"result = {{'payload': {number}}}"
        versions = self.versions(endpoint)
        self.assertEqual(len(versions), KEPT)
        self.assertEqual(versions[-1].number, KEPT + 5)

    def test_the_version_in_service_is_not_deleted(self):
        endpoint = self.make_endpoint(_HELLO, version_approval=True)
        for number in range(KEPT + 4):
            endpoint.code_snippet = f"result = {{'payload': {number}}}"
        versions = self.versions(endpoint)
        self.assertEqual(len(versions), KEPT + 1)
        self.assertEqual((versions[0].number, versions[0].in_service), (1, True))
        self.assertAnswer(self.call(endpoint), 200, "hello")

    def test_versions_go_with_their_endpoint(self):
        endpoint = self.make_endpoint(_HELLO)
        version = self.versions(endpoint)
        endpoint.unlink()
        self.assertFalse(version.exists())

    def test_a_copy_begins_its_own_history(self):
        endpoint = self.make_endpoint(_HELLO)
        endpoint.code_snippet = _BYE
        copy = endpoint.copy()
        self.assertEqual(self.versions(copy).mapped("number"), [1])
        self.assertEqual(copy.version_id.res_id, copy.id)

    def test_all_models_of_endpoints_have_versions(self):
        if "test.endpoint" not in self.env:
            self.skipTest("test_endpoint is not installed")
        endpoint = self.make_endpoint(
            _HELLO, model="test.endpoint", version_approval=True
        )
        endpoint.code_snippet = _BYE
        self.assertEqual(self.versions(endpoint).mapped("number"), [1, 2])
        self.assertAnswer(self.call(endpoint), 200, "hello")
        endpoint.action_put_in_service()
        self.assertAnswer(self.call(endpoint), 200, "bye")

    def test_a_mass_edit_keeps_a_version_of_each(self):
        first = self.make_endpoint(_HELLO)
        second = self.make_endpoint(_HELLO, route="/test/second")
        (first | second).route_group = "shop"
        self.assertEqual(self.versions(first)[-1].changes, ["route_group"])
        self.assertEqual(self.versions(second)[-1].changes, ["route_group"])

    def test_many_records_cost_the_same_queries(self):
        endpoints = self.env["endpoint.endpoint"]
        for number in range(20):
            endpoints += self.make_endpoint(_HELLO, route=f"/test/many/{number}")

        def queries_of(records, group):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.route_group = group
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries_of(endpoints[:1], "warm")
        one = queries_of(endpoints[:1], "one")
        self.assertLessEqual(queries_of(endpoints, "all"), one + 3)

    def test_data_of_a_module_is_noted(self):
        endpoint = self.make_endpoint(_HELLO)
        endpoint.with_context(install_module="shop").code_snippet = _BYE
        self.assertEqual(self.versions(endpoint)[-1].note, "Data of the module shop")

    def test_secrets_are_not_kept(self):
        if "signature_secret" not in self.env["endpoint.endpoint"]._fields:
            self.skipTest("endpoint_signature is not installed")
        endpoint = self.make_endpoint(
            _HELLO,
            auth_type="signature",
            exec_as_user_id=self.env.ref("base.public_user").id,
            signature_scheme="github",
            signature_secret="swordfish",
            request_method="POST",
        )
        endpoint.write({"signature_secret": "herring", "code_snippet": _BYE})
        self.env.flush_all()
        self.env.cr.execute("SELECT v::text FROM endpoint_version v")
        text = str(self.env.cr.fetchall())
        self.assertIn(endpoint.route, text)
        self.assertNotIn("swordfish", text)
        self.assertNotIn("herring", text)

    def test_only_admins_see_versions(self):
        endpoint = self.make_endpoint(_HELLO)
        version = self.versions(endpoint).with_user(self.make_user())
        with self.assertRaises(AccessError):
            version.read(["values"])
        with self.assertRaises(AccessError):
            version.action_restore()

    def test_only_the_note_of_a_version_can_be_changed(self):
        endpoint = self.make_endpoint(_HELLO)
        version = self.versions(endpoint).with_user(self.env.ref("base.user_admin"))
        version.note = "The first one"
        with self.assertRaises(AccessError):
            version.values = {**version.values, "code_snippet": _BYE}
        self.assertEqual(version.note, "The first one")

    def test_only_the_buttons_change_the_version_in_service(self):
        endpoint = self.make_endpoint(_HELLO, version_approval=True)
        endpoint.code_snippet = _BYE
        for version in (False, self.versions(endpoint)[1].id):
            with self.assertRaises(UserError):
                endpoint.version_id = version
        self.assertAnswer(self.call(endpoint), 200, "hello")

    def test_versions_are_closed_over_rpc(self):
        endpoint = self.make_endpoint(_HELLO)
        key = self.make_api_key(self.env.ref("base.user_admin"))
        with mute_logger("odoo.http"):
            response = self.url_open(
                "/json/2/endpoint.version/action_restore",
                json={"ids": self.versions(endpoint).ids},
                headers={"Authorization": f"Bearer {key}"},
            )
        self.assertEqual(response.status_code, 403)
        self.assertIn("cannot be used over RPC", response.text)


@tagged("post_install", "-at_install")
class TestCompare(EndpointCase):
    versions = TestVersions.versions

    def compare(self, versions):
        action = versions.action_compare()
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        return wizard.create({})

    def test_texts_are_compared_line_by_line(self):
        endpoint = self.make_endpoint("result = {'payload': 'first'}")
        endpoint.code_snippet = "result = {'payload': 'second'}"
        wizard = self.compare(self.versions(endpoint))
        self.assertEqual((wizard.left_id.number, wizard.right_id.number), (1, 2))
        self.assertIn("<h4>Code</h4>", wizard.diff)
        self.assertIn("diff_chg", wizard.diff)

    def test_texts_that_differ_much_are_compared_in_time(self):
        codes = [
            "\n".join(f"x = 'line {sign} {number}'" for number in range(2000))
            for sign in ("old", "new")
        ]
        endpoint = self.make_endpoint(f"{codes[0]}\nresult = {{}}")
        endpoint.code_snippet = f"{codes[1]}\nresult = {{}}"
        start = time.monotonic()
        diff = self.compare(self.versions(endpoint)).diff
        self.assertLess(time.monotonic() - start, 10)
        self.assertIn("differ in too many lines", diff)
        self.assertIn("line new 1999", diff)

    def test_other_values_are_compared_in_a_table(self):
        endpoint = self.make_endpoint(auth_type="user_endpoint")
        endpoint.write(
            {"request_method": "DELETE", "group_ids": self.env.ref("base.group_user")}
        )
        text = self.compare(self.versions(endpoint)).diff.striptags()
        self.assertIn("Method GET DELETE", text)
        self.assertIn("Allowed groups Role / User", text)

    def test_values_are_escaped(self):
        endpoint = self.make_endpoint(name="<img src=x>")
        endpoint.name = "Other"
        diff = self.compare(self.versions(endpoint)).diff
        self.assertNotIn("<img", diff)
        self.assertIn("&lt;img src=x&gt;", diff)

    def test_one_version_is_compared_with_that_in_service(self):
        endpoint = self.make_endpoint()
        endpoint.name, endpoint.request_max_size = "Other", 3
        wizard = self.compare(self.versions(endpoint)[0])
        self.assertEqual((wizard.left_id.number, wizard.right_id.number), (1, 3))
        wizard = self.compare(self.versions(endpoint)[2])
        self.assertEqual((wizard.left_id.number, wizard.right_id.number), (2, 3))

    def test_versions_of_two_endpoints_are_not_compared(self):
        one = self.make_endpoint()
        other = self.make_endpoint(route="/test/other")
        with self.assertRaisesRegex(UserError, "of the same endpoint"):
            (self.versions(one) | self.versions(other)).action_compare()

    def test_the_left_version_is_restored(self):
        endpoint = self.make_endpoint(name="Before")
        endpoint.name = "After"
        self.compare(self.versions(endpoint)).action_restore()
        self.assertEqual(endpoint.name, "Before")
