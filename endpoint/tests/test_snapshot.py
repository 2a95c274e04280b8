from ..snapshot import Snapshot
from .common import EndpointCase


class TestSnapshot(EndpointCase):
    def test_values_are_those_of_the_record(self):
        endpoint = self.make_endpoint()
        snapshot = Snapshot.load(self.env.registry, endpoint._name, endpoint.id)
        for name in ("name", "route", "exec_mode", "code_snippet", "request_max_size"):
            self.assertEqual(snapshot[name], endpoint[name])

    def test_a_request_needs_no_query_for_the_endpoint(self):
        endpoint = self.make_endpoint()
        self.assertAnswer(self.call(endpoint), 200)
        model = self.env["endpoint.endpoint"]
        self.env.invalidate_all()
        record = model._endpoint_of_rule(endpoint._endpoint_registry_unique_key())
        with self.assertQueryCount(0):
            self.assertEqual(record.exec_mode, "code")

    def test_models_may_be_set_up_again(self):
        """Adding or removing a custom model or field creates new field objects."""
        endpoint = self.make_endpoint(auth_type="user_endpoint", exec_as_user_id=1)
        Snapshot.load(self.env.registry, endpoint._name, endpoint.id)
        self.registry._setup_models__(self.env.cr)
        snapshot = Snapshot.load(self.env.registry, endpoint._name, endpoint.id)
        self.assertEqual(snapshot["exec_as_user_id"], 1)
