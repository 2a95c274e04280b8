import time
from unittest.mock import patch

from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from odoo.tests import BaseCase, TransactionCase, tagged

from ..exceptions import EndpointMethodNotAllowed
from ..routing import EndpointMap
from ..routing.index import RuleIndex
from ..rule import EndpointRule

_NOT_FOUND = {
    "klass_dotted_path": "odoo.addons.endpoint_route_handler.controllers.main."
    "EndpointNotFoundController",
    "method_name": "auto_not_found",
    "default_pargs": ["/"],
}


def make_rule(key, *routes, methods=("GET",)):
    routing = {"type": "http", "auth": "public", "methods": list(methods)}
    routing["routes"] = list(routes)
    return EndpointRule(key, routes[0], {"handler": _NOT_FOUND}, routing, key)


class TestRoutingMap(BaseCase):
    def test_maps_of_one_core_map_sort_it_once(self):
        core = Map([Rule("/<int:number>", endpoint="number")])
        first = EndpointMap(core, RuleIndex())
        self.assertEqual(first.bind("").match("/1"), ("number", {"number": 1}))
        with patch.object(type(core._matcher), "update") as sort:
            second = EndpointMap(core, RuleIndex())
            self.assertEqual(second.bind("").match("/1"), ("number", {"number": 1}))
        sort.assert_not_called()

    def test_other_attributes_come_from_the_core_map(self):
        core = Map([Rule("/core", endpoint="core")])
        self.assertIs(EndpointMap(core, RuleIndex()).converters, core.converters)


@tagged("post_install", "-at_install")
class TestEndpointMap(TransactionCase):
    def bind(self, *rules):
        core = Map([Rule("/core", endpoint="core", methods=["GET"])])
        return EndpointMap(core, RuleIndex().patched(rules, ())).bind("example.com")

    def keys(self, adapter, path, method="GET"):
        return adapter.match(path, method)[0].rule_key

    def test_literal_paths_and_patterns_match_alike(self):
        adapter = self.bind(make_rule("a", "/a", "/b/<int:id>"), make_rule("c", "/b/c"))
        for path, key in (("/a", "a"), ("/a/", "a"), ("/b/1", "a"), ("/b/c", "c")):
            for _attempt in ("first", "remembered"):
                with self.subTest(path=path):
                    self.assertEqual(self.keys(adapter, path), key)
        for path in ("/a//", "/b", "/b/x", "/b/1/2", "/"):
            with self.subTest(path=path), self.assertRaises(NotFound):
                adapter.match(path, "GET")

    def test_405_names_the_methods_of_all_rules_of_the_path(self):
        adapter = self.bind(
            make_rule("a", "/a"),
            make_rule("b", "/a", methods=["PUT"]),
            make_rule("c", "/<name>", methods=["DELETE"]),
        )
        self.assertEqual(self.keys(adapter, "/a", "PUT"), "b")
        self.assertEqual(self.keys(adapter, "/a", "DELETE"), "c")
        with self.assertRaises(EndpointMethodNotAllowed) as refused:
            adapter.match("/a", "PATCH")
        allowed = dict(refused.exception.get_headers())["Allow"]
        self.assertEqual(allowed, "DELETE, GET, HEAD, PUT")

    def test_each_route_is_listed_once_and_can_be_built(self):
        adapter = self.bind(make_rule("a", "/a", "/b/<int:id>", "/b/<int:id>/c"))
        ours = [rule for rule in adapter.map.iter_rules() if rule.endpoint != "core"]
        self.assertEqual(
            sorted(rule.rule for rule in ours), ["/a", "/b/<int:id>", "/b/<int:id>/c"]
        )
        handler, values = adapter.match("/b/7", "GET")
        self.assertEqual(adapter.build(handler, values), "/b/7")
        handler, values = adapter.match("/a", "GET")
        self.assertEqual(adapter.build(handler, values), "/a")

    def test_a_long_path_takes_linear_time(self):
        adapter = self.bind(make_rule("a", "/a/<int:id>"), make_rule("b", "/<x>/b"))
        path = "/a" * 2**15
        begin = time.process_time()
        for _attempt in range(10):
            with self.assertRaises(NotFound):
                adapter.match(path, "GET")
        self.assertLess(time.process_time() - begin, 0.5)
