"""Changes that callers get once an admin puts them in service."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.endpoint.tests.common import EndpointCase

_HELLO = "result = {'payload': 'hello'}"
_BYE = "result = {'payload': 'bye'}"


@tagged("post_install", "-at_install")
class TestApproval(EndpointCase):
    def make_reviewed(self, code_snippet=_HELLO, **values):
        return self.make_endpoint(code_snippet, version_approval=True, **values)

    def test_a_draft_is_not_served(self):
        endpoint = self.make_reviewed()
        endpoint.code_snippet = _BYE
        self.assertTrue(endpoint.is_draft)
        self.assertAnswer(self.call(endpoint), 200, "hello")

    def test_a_draft_is_put_in_service(self):
        endpoint = self.make_reviewed()
        endpoint.code_snippet = _BYE
        endpoint.action_put_in_service()
        self.assertFalse(endpoint.is_draft)
        self.assertEqual(endpoint.version_id.number, 2)
        self.assertAnswer(self.call(endpoint), 200, "bye")

    def test_a_draft_that_the_form_does_not_show_stays_a_draft(self):
        endpoint = self.make_reviewed()
        endpoint.code_snippet = _BYE
        shown = endpoint.with_context(endpoint_version_shown=1)
        with self.assertRaisesRegex(UserError, "changed after you opened it"):
            shown.action_put_in_service()
        self.assertAnswer(self.call(endpoint), 200, "hello")

    def test_a_draft_is_discarded(self):
        endpoint = self.make_reviewed()
        endpoint.write({"code_snippet": _BYE, "route": "/test/bye"})
        endpoint.action_discard_draft()
        self.assertFalse(endpoint.is_draft)
        self.assertTrue(endpoint.registry_sync)
        self.assertEqual(endpoint.code_snippet, _HELLO)
        self.assertEqual(endpoint.version_id.note, "Draft discarded: version 1")
        self.assertAnswer(self.call(endpoint), 200, "hello")

    def test_a_draft_that_is_undone_is_no_draft(self):
        endpoint = self.make_reviewed()
        endpoint.code_snippet = _BYE
        endpoint.code_snippet = _HELLO
        self.assertFalse(endpoint.is_draft)

    def test_the_route_of_a_draft_is_not_served(self):
        endpoint = self.make_reviewed(route="/test/old")
        endpoint.write({"route": "/test/new", "request_method": "DELETE"})
        self.assertAnswer(self.call("/test/old"), 200, "hello")
        self.assertEqual(self.call("/test/new", "DELETE").status_code, 404)
        endpoint.action_put_in_service()
        self.assertEqual(self.call("/test/old").status_code, 404)
        self.assertAnswer(self.call("/test/new", "DELETE"), 200, "hello")

    def test_a_sync_keeps_the_version_in_service(self):
        endpoint = self.make_reviewed(route="/test/old")
        endpoint.route = "/test/new"
        endpoint.registry_sync = False
        endpoint.action_sync_registry()
        self.assertAnswer(self.call("/test/old"), 200, "hello")
        self.assertEqual(self.call("/test/new").status_code, 404)
        self.assertEqual(endpoint.route, "/test/new")

    def test_a_new_registry_has_the_version_in_service(self):
        endpoint = self.make_reviewed(route="/test/old")
        endpoint.write({"route": "/test/new", "code_snippet": _BYE})
        self.env.cr.execute("DELETE FROM endpoint_route")
        self.env["endpoint.endpoint"]._rebuild_routes()
        self.assertAnswer(self.call("/test/old"), 200, "hello")
        self.assertEqual(self.call("/test/new").status_code, 404)

    def test_nobody_takes_the_routes_of_draft_and_service(self):
        endpoint = self.make_reviewed(route="/test/old")
        endpoint.route = "/test/new"
        endpoint.write({"registry_sync": True})
        for route in ("/test/old", "/test/new"):
            with self.assertRaisesRegex(ValidationError, "already served"):
                self.make_endpoint(route=route)
        endpoint.action_put_in_service()
        self.make_endpoint(route="/test/old")

    def test_archiving_takes_effect_at_once(self):
        endpoint = self.make_reviewed(route="/test/old")
        endpoint.route = "/test/new"
        endpoint.active = False
        self.assertEqual(self.call("/test/old").status_code, 404)
        endpoint.active = True
        self.assertAnswer(self.call("/test/old"), 200, "hello")

    def test_access_of_a_draft_does_not_apply(self):
        user = self.make_user()
        group = self.env.ref("base.group_system")
        endpoint = self.make_reviewed(auth_type="bearer", group_ids=group.ids)
        endpoint.group_ids = [Command.clear()]
        headers = {"Authorization": f"Bearer {self.make_endpoint_key(user, endpoint)}"}
        self.assertErrorObject(self.call(endpoint, headers=headers), 403)
        endpoint.action_put_in_service()
        self.assertAnswer(self.call(endpoint, headers=headers), 200)

    def test_schema_and_query_of_a_draft_do_not_apply(self):
        endpoint = self.make_reviewed(request_method="POST")
        endpoint.request_content_schema = "type: object\nrequired: [qty]"
        endpoint.query_strict = True
        self.assertAnswer(self.call(endpoint, json={}, params={"a": 1}), 200)
        endpoint.action_put_in_service()
        self.assertErrorObject(self.call(endpoint, json={}), 400)

    def test_a_field_of_a_draft_is_not_read_again(self):
        endpoint = self.make_reviewed(
            "endpoint.invalidate_recordset()\n"
            "result = {'payload': [endpoint.request_max_size, endpoint.group_ids.ids]}",
            auth_type="bearer",
            exec_as_user_id=self.env.ref("base.user_admin").id,
            request_max_size=1,
        )
        group = self.env.ref("base.group_user")
        endpoint.write({"request_max_size": 2, "group_ids": group.ids})
        key = self.make_endpoint_key(self.make_user(), endpoint)
        headers = {"Authorization": f"Bearer {key}"}
        self.assertAnswer(self.call(endpoint, headers=headers), 200, [1.0, []])
        endpoint.action_put_in_service()
        self.assertAnswer(self.call(endpoint, headers=headers), 200, [2.0, group.ids])

    def test_a_new_endpoint_is_a_draft_until_its_first_sync(self):
        endpoint = self.make_reviewed(registry_sync=False)
        self.assertTrue(endpoint.is_draft or not endpoint.version_id)
        endpoint.code_snippet = _BYE
        endpoint.action_sync_registry()
        self.assertEqual(endpoint.version_id.number, 2)
        self.assertAnswer(self.call(endpoint), 200, "bye")

    def test_a_new_endpoint_is_put_in_service(self):
        endpoint = self.make_reviewed(registry_sync=False)
        self.assertTrue(endpoint.is_draft)
        endpoint.action_put_in_service()
        self.assertAnswer(self.call(endpoint), 200, "hello")

    def test_changes_saved_with_the_switch_are_a_draft(self):
        endpoint = self.make_endpoint(_HELLO, route="/test/old")
        endpoint.write(
            {"version_approval": True, "code_snippet": _BYE, "route": "/test/new"}
        )
        self.assertTrue(endpoint.is_draft)
        self.assertAnswer(self.call("/test/old"), 200, "hello")

    def test_the_switch_stays_on_while_there_is_a_draft(self):
        endpoint = self.make_reviewed()
        endpoint.code_snippet = _BYE
        with self.assertRaisesRegex(UserError, "has a draft"):
            endpoint.version_approval = False

    def test_changes_saved_without_the_switch_are_served(self):
        endpoint = self.make_reviewed()
        endpoint.write({"version_approval": False, "code_snippet": _BYE})
        self.assertEqual(endpoint.version_id.number, 2)
        self.assertAnswer(self.call(endpoint), 200, "bye")

    def test_reviewed_and_other_records_are_saved_together(self):
        reviewed = self.make_reviewed()
        other = self.make_endpoint(_HELLO, route="/test/second")
        (reviewed | other).write({"code_snippet": _BYE, "cors": "https://a.example"})
        self.assertAnswer(self.call(reviewed), 200, "hello")
        self.assertAnswer(self.call(other), 200, "bye")
        self.assertEqual((reviewed.registry_sync, other.registry_sync), (True, False))

    def test_a_restored_version_is_a_draft(self):
        endpoint = self.make_reviewed()
        endpoint.code_snippet = _BYE
        endpoint.action_put_in_service()
        domain = [("res_model", "=", endpoint._name), ("res_id", "=", endpoint.id)]
        versions = self.env["endpoint.version"].search(domain)
        versions[-1].action_restore()
        self.assertTrue(endpoint.is_draft)
        self.assertAnswer(self.call(endpoint), 200, "bye")

    def test_a_user_of_the_version_in_service_that_is_gone(self):
        user = self.make_user()
        endpoint = self.make_reviewed(exec_as_user_id=user.id)
        endpoint.exec_as_user_id = self.env.ref("base.public_user")
        user.unlink()
        self.assertErrorObject(self.call(endpoint), 503, "not available")

    def test_a_group_of_the_version_in_service_that_is_gone(self):
        group = self.env["res.groups"].create({"name": "Lenders"})
        endpoint = self.make_reviewed(auth_type="bearer", group_ids=group.ids)
        endpoint.group_ids = self.env.ref("base.group_user")
        group.unlink()
        key = self.make_endpoint_key(self.make_user(), endpoint)
        headers = {"Authorization": f"Bearer {key}"}
        self.assertErrorObject(self.call(endpoint, headers=headers), 403)

    def test_the_document_describes_the_version_in_service(self):
        if "endpoint.openapi" not in self.env:
            self.skipTest("endpoint_openapi is not installed")
        endpoint = self.make_reviewed(name="Name in service")
        endpoint.write({"name": "Name of the draft", "route": "/test/after"})
        text = self.env["endpoint.openapi"]._document().body.decode()
        self.assertIn("Name in service", text)
        self.assertNotIn("Name of the draft", text)
        self.assertNotIn("/test/after", text)

    def test_a_dry_run_tries_the_draft(self):
        endpoint = self.make_reviewed(route="/test/old")
        endpoint.write({"route": "/test/new", "code_snippet": _BYE})
        user = self.env.ref("base.user_admin")
        answer = endpoint._dry_run("GET", "/test/new", user=user)
        self.assertEqual((answer["status"], answer["body"]), (200, b'"bye"'))
        answer = endpoint._dry_run("GET", "/test/old", user=user)
        self.assertEqual(answer["status"], 404)
        self.assertAnswer(self.call("/test/old"), 200, "hello")

    def test_drafts_are_put_in_service_together(self):
        endpoints = self.make_reviewed() | self.make_reviewed(route="/test/second")
        endpoints.code_snippet = _BYE
        endpoints.action_put_in_service()
        self.assertFalse(endpoints.filtered("is_draft"))


@tagged("post_install", "-at_install")
class TestApprovalOfResources(EndpointCase):
    """REST over a model has several rules."""

    def setUp(self):
        super().setUp()
        if "crud_model_id" not in self.env["endpoint.endpoint"]._fields:
            self.skipTest("endpoint_crud is not installed")
        self.resource = self.make_endpoint(
            False,
            version_approval=True,
            exec_mode="crud",
            crud_model_id=self.env["ir.model"]._get_id("res.country"),
            crud_read_fields="name, code",
            crud_can_create=True,
            crud_write_fields="name, code",
            exec_as_user_id=self.env.ref("base.user_admin").id,
        )
        self.path = f"{self.resource.route}/{self.env.ref('base.be').id}"

    def test_operations_removed_from_a_draft_are_served(self):
        self.resource.crud_can_read = False
        self.assertEqual(self.call(self.path).json()["code"], "BE")
        self.resource.action_put_in_service()
        self.assertEqual(self.call(self.path).status_code, 404)

    def test_fields_removed_from_a_draft_are_served(self):
        self.resource.crud_read_fields = "name"
        self.assertEqual(self.call(self.path).json()["code"], "BE")
        self.resource.action_put_in_service()
        self.assertNotIn("code", self.call(self.path).json())

    def test_another_handler_of_a_draft_does_not_answer(self):
        self.resource.write({"exec_mode": "code", "code_snippet": _HELLO})
        self.assertEqual(self.call(self.path).json()["code"], "BE")
        self.resource.active = False
        self.assertEqual(self.call(self.path).status_code, 404)
        self.resource.active = True
        self.resource.action_put_in_service()
        self.assertEqual(self.call(self.path).status_code, 404)
        self.assertAnswer(self.call(self.resource), 200, "hello")
        # The other methods are free again.
        self.make_endpoint(route=self.resource.route, request_method="POST")

    def test_a_new_handler_of_a_draft_does_not_answer(self):
        endpoint = self.make_endpoint(_HELLO, version_approval=True, route="/test/code")
        values = self.resource.copy_data()[0]
        values.pop("route")
        endpoint.write(values)
        self.assertAnswer(self.call("/test/code"), 200, "hello")
        endpoint.action_put_in_service()
        self.assertIn("data", self.call("/test/code").json())
