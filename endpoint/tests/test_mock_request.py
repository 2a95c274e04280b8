"""Tests of other addons call the models with a mock as the request."""

from unittest.mock import MagicMock, Mock

from werkzeug.exceptions import MethodNotAllowed, UnsupportedMediaType

from ..exceptions import RequestValidationError
from .common import EndpointCase


class TestMockRequest(EndpointCase):
    def make_request(self, method="POST", **attributes):
        httprequest = Mock(method=method, **attributes)
        return Mock(httprequest=httprequest)

    def make_post_endpoint(self, **values):
        return self.make_endpoint(
            "result = {'payload': request.params['page']}",
            request_method="POST",
            **values,
        )

    def test_the_code_runs(self):
        endpoint = self.make_endpoint("result = {'payload': request.params.get('a')}")
        request = self.make_request("GET")
        request.params = {"a": "1"}
        self.assertEqual(endpoint._handle_request(request), {"payload": "1"})

    def test_foreign_attributes_are_ignored(self):
        for request in (Mock(), MagicMock(), None):
            with self.subTest(type(request)):
                context = self.make_endpoint(
                    route=f"/test/{type(request).__name__}"
                )._get_code_snippet_eval_context(request)
                self.assertIsNone(context["body"])
                self.assertEqual(context["caller"], self.env.user)

    def test_without_a_schema_the_body_is_not_read(self):
        endpoint = self.make_post_endpoint()
        request = self.make_request(content_type="application/json")
        endpoint._validate_request_content(request)
        endpoint._validate_request(request)
        request.httprequest.get_data.assert_not_called()

    def test_with_a_schema_the_body_is_validated(self):
        endpoint = self.make_post_endpoint(request_content_schema="type: object")
        request = self.make_request()
        request.httprequest.get_data.return_value = b"[1]"
        with self.assertRaises(RequestValidationError):
            endpoint._validate_request_content(request)

    def test_method_and_media_type(self):
        endpoint = self.make_post_endpoint()
        with self.assertRaises(MethodNotAllowed):
            endpoint._validate_request(self.make_request("GET"))
        for httprequest in ({"content_type": "text/csv"}, {}):
            with self.assertRaises(UnsupportedMediaType):
                endpoint._validate_request(self.make_request(**httprequest))
        request = self.make_request()
        request.httprequest.headers = {"Content-Type": "application/json"}
        endpoint._validate_request(request)
