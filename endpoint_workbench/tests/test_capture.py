"""One call is kept, whatever its response."""

import gzip
import io
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import mute_logger, tagged

from odoo.addons.endpoint.tests.common import EndpointCase

from ..capture.body import MAX_SIZE

_JSON = {"Content-Type": "application/json"}
_ECHO = "result = {'payload': {'size': len(request.httprequest.get_data())}}"
_SCHEMA = "type: object\nrequired: [qty]\nproperties: {qty: {type: integer}}"


@tagged("post_install", "-at_install")
class TestCapture(EndpointCase):
    def listen(self, code=_ECHO, **values):
        """:return: a new endpoint that listens, by default for a POST"""
        endpoint = self.make_endpoint(code, **{"request_method": "POST", **values})
        endpoint.action_listen()
        return endpoint

    def captured(self, endpoint):
        """:return: the call that the endpoint keeps, or no record"""
        # A client receives the response before the server closes it. The server needs
        # the test's transaction to keep the call.
        with self.allow_requests():
            self._wait_remaining_requests()
        self.env.invalidate_all()
        return endpoint._captured_calls()

    def call_captured(self, endpoint, *args, **kwargs):
        """:return: (response, the captured call)"""
        response = self.call(endpoint, *args, **kwargs)
        return response, self.captured(endpoint)

    def test_the_next_call_is_kept(self):
        endpoint = self.listen()
        response, call = self.call_captured(
            endpoint, json={"qty": 1}, params={"page": "2"}, headers={"X-Shop": "Paris"}
        )
        self.assertAnswer(response, 200, {"size": 10})
        self.assertEqual(
            (call.method, call.path, call.query, call.status, call.error),
            ("POST", endpoint.route, "page=2", 200, ""),
        )
        self.assertIn("X-Shop: Paris", call.headers.splitlines())
        self.assertEqual(call.body, '{\n  "qty": 1\n}')
        self.assertEqual(call.address, "127.0.0.1")

    def test_only_one_call_is_kept(self):
        endpoint = self.listen()
        for number in (1, 2):
            _response, call = self.call_captured(endpoint, json={"qty": number})
        self.assertEqual(call.body, '{\n  "qty": 1\n}')
        self.assertFalse(endpoint.capture_until)

    def test_without_listening_no_call_is_kept(self):
        endpoint = self.make_endpoint()
        stopped = self.listen(route="/test/stopped")
        stopped.action_stop_listening()
        for each in (endpoint, stopped):
            self.call(each)
            self.assertFalse(self.captured(each))

    def test_listening_ends_after_ten_minutes(self):
        endpoint = self.listen()
        self.assertAlmostEqual(endpoint.capture["remaining"], 600, delta=10)
        endpoint.capture_until = fields.Datetime.now() - timedelta(seconds=1)
        _response, call = self.call_captured(endpoint, json={})
        self.assertFalse(call)

    def test_values_that_were_loaded_before_stop_as_well(self):
        endpoint = self.listen()
        self.env.flush_all()
        snapshot = endpoint._endpoint_snapshot(f"{endpoint._name}:{endpoint.id}")
        self.assertTrue(snapshot.observers)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            _response, call = self.call_captured(endpoint, json={})
        self.assertFalse(call)
        self.assertFalse(snapshot.observers)

    @mute_logger("odoo.addons.endpoint_route_handler.request")
    def test_refused_calls_are_kept(self):
        group = self.env.ref("base.group_system").ids
        key = self.make_api_key(self.make_user())
        bearer = {"Authorization": f"Bearer {key}"}
        csv = {"Content-Type": "text/csv"}
        for status, values, kwargs in (
            (400, {"request_content_schema": _SCHEMA}, {"json": {"qty": "many"}}),
            (400, {"query_parameters": "- {name: n, required: true}"}, {"json": {}}),
            (400, {"route_type": "json2"}, {"data": "{", "headers": _JSON}),
            (401, {"auth_type": "bearer"}, {"json": {"a": 1}}),
            (
                403,
                {"auth_type": "bearer", "group_ids": group},
                {"json": {}, "headers": bearer},
            ),
            (404, {"route": "/test/<model('res.partner'):p>"}, {"path": "/test/0"}),
            (405, {}, {"method": "PATCH", "json": {}}),
            (413, {"request_max_size": 0.001}, {"data": "x" * 5000, "headers": _JSON}),
            (415, {}, {"data": "x", "headers": csv}),
            (415, {"route_type": "json2"}, {"data": "x", "headers": csv}),
            (500, {"code": "1 / 0"}, {"json": {}}),
        ):
            with self.subTest(status=status, values=values):
                endpoint = self.listen(**{"route": "/test/refused", **values})
                path = kwargs.pop("path", endpoint.route)
                kwargs.setdefault("method", "POST")
                response = self.call(path, **kwargs)
                call = self.captured(endpoint)
                self.assertEqual((response.status_code, call.status), (status, status))
                self.assertTrue(call.error)
                endpoint.unlink()
                self.assertFalse(call.exists())

    def test_errors_say_where_but_not_the_secret(self):
        schema = "required: [pin]\nproperties: {a: {type: integer}, b: {type: array}}"
        endpoint = self.listen(request_content_schema=schema)
        sent = {"a": "x", "b": {"password": "S3C"}}
        _response, call = self.call_captured(endpoint, json=sent)
        self.assertEqual(
            call.error.splitlines(),
            [
                "body: 'pin' is a required property",
                "body.a: 'x' is not of type 'integer'",
                "body.b: type",
            ],
        )

    def test_what_the_refused_caller_sent_is_read(self):
        endpoint = self.listen(auth_type="bearer")
        for data, headers in (
            (b'{"a": 1}', _JSON),
            (gzip.compress(b'{"a": 1}'), {**_JSON, "Content-Encoding": "gzip"}),
            (iter([b'{"a":', b" 1}"]), _JSON),  # chunked
        ):
            endpoint.action_listen()
            response, call = self.call_captured(endpoint, data=data, headers=headers)
            self.assertEqual(response.status_code, 401)
            self.assertEqual(call.body, '{\n  "a": 1\n}')

    def test_secrets_are_redacted(self):
        endpoint = self.listen(route="/test/secret/<string:token>")
        self.call(
            "/test/secret/S3C",
            "POST",
            json={"password": "S3C", "a": [{"apiKey": "S3C"}]},
            params={"token": "S3C"},
            headers={"Authorization": "Bearer S3C", "X-Sig": "S3C"},
        )
        call = self.captured(endpoint)
        kept = [str(value) for value in call.read()[0].values()]
        self.assertIn("/test/secret/<string:token>", kept)
        self.assertIn("Cookie: ***", call.headers)
        self.assertNotIn("S3C", "".join(kept))

    def test_bodies_that_are_not_text(self):
        small, large = b"\xff\xfe\x00", b"[" + b"1," * MAX_SIZE + b"1]"
        octets = {"Content-Type": "application/octet-stream"}
        for state, size, values, kwargs in (
            ("empty", 0, {}, {}),
            ("binary", 3, {}, {"data": small, "headers": octets}),
            ("cut", len(large), {}, {"data": large, "headers": octets}),
            ("unread", len(large), {"auth_type": "bearer"}, {"data": large}),
        ):
            with self.subTest(state=state):
                values = {"request_content_type": "*/*", **values}
                endpoint = self.listen(route=f"/test/{state}", **values)
                response, call = self.call_captured(endpoint, **kwargs)
                self.assertEqual((call.body_state, call.body_size), (state, size))
                if response.status_code == 200:
                    self.assertAnswer(response, 200, {"size": size})
                self.assertLessEqual(len(call.body or ""), MAX_SIZE)
                self.assertEqual(bool(call._body_note()), state != "empty")

    def test_a_form_with_files(self):
        endpoint = self.listen(
            "result = {'payload': {'read': request.params['photo'].read().decode()}}",
            request_content_type="multipart/form-data",
        )
        response, call = self.call_captured(
            endpoint,
            data={"name": "Ada", "pin": "1234"},
            files={"photo": ("cat.png", io.BytesIO(b"pixels"), "image/png")},
        )
        self.assertAnswer(response, 200, {"read": "pixels"})
        self.assertEqual(
            call.body.splitlines(),
            ["name=Ada", "pin=***", "photo=@cat.png (image/png, 6 bytes)"],
        )

    def test_chunked_bodies_reach_the_endpoint_and_are_kept(self):
        endpoint = self.listen()
        chunks = iter([b'{"a":', b" 1}"])
        response, call = self.call_captured(endpoint, data=chunks, headers=_JSON)
        self.assertAnswer(response, 200, {"size": 8})
        self.assertEqual(call.body, '{\n  "a": 1\n}')

    def test_a_read_only_endpoint(self):
        endpoint = self.listen(request_method="GET", readonly=True)
        response, call = self.call_captured(endpoint)
        self.assertEqual((response.status_code, call.status), (200, 200))

    def test_listening_changes_nothing_that_is_served(self):
        endpoint = self.listen()
        self.assertTrue(endpoint.registry_sync)
        self.call_captured(endpoint, json={})
        endpoint.action_listen()
        endpoint.action_stop_listening()
        self.assertTrue(endpoint.registry_sync)
        self.assertEqual(endpoint.version_count, 1)

    def test_a_dry_run_is_not_the_captured_call(self):
        endpoint = self.listen()
        result = endpoint._dry_run("POST", endpoint.route, headers=_JSON, body=b"{}")
        self.assertEqual(result["status"], 200)
        self.assertFalse(self.captured(endpoint))
        self.assertTrue(endpoint.capture_until)

    def test_a_preflight_is_not_a_call(self):
        endpoint = self.listen()
        preflight = {"Origin": "http://a", "Access-Control-Request-Method": "POST"}
        self.call(endpoint, "OPTIONS", headers=preflight)
        self.call(endpoint, "OPTIONS")
        self.assertFalse(self.captured(endpoint))

    def test_what_is_not_in_service_cannot_listen(self):
        with self.assertRaisesRegex(UserError, "Sync"):
            self.listen(registry_sync=False)

    def test_a_copy_does_not_listen(self):
        copy = self.listen().copy()
        self.assertFalse(copy.capture_until)
        self.assertEqual(copy.capture, {"remaining": 0, "call": False})
