from types import SimpleNamespace
from unittest.mock import Mock

from odoo.tests import BaseCase

from ..call import Call, call_of


class TestCall(BaseCase):
    def test_a_mock_is_not_a_call(self):
        call = Call(SimpleNamespace(routing={}, rule_key="test.model:7#1"))
        self.assertIs(call_of(SimpleNamespace(endpoint_call=call)), call)
        for request in (Mock(), SimpleNamespace(), SimpleNamespace(endpoint_call=None)):
            self.assertIsNone(call_of(request))
        self.assertEqual(call.model, "test.model")

    def test_the_request_id_is_stable(self):
        call = Call(Mock())
        self.assertEqual(call.request_id, call.request_id)
        self.assertNotEqual(call.request_id, Call(Mock()).request_id)
        call.request_id = "given"
        self.assertEqual(call.request_id, "given")
