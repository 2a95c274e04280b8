from unittest.mock import patch

from werkzeug.routing import Map, Rule

from odoo.tests import BaseCase

from ..routing import EndpointMap
from ..routing.index import RuleIndex


class TestRoutingMap(BaseCase):
    def test_maps_of_one_core_map_sort_it_once(self):
        core = Map([Rule("/<int:number>", endpoint="number")])
        first = EndpointMap(core, RuleIndex())
        self.assertEqual(first.bind("").match("/1"), ("number", {"number": 1}))
        with patch.object(type(core._matcher), "update") as sort:
            second = EndpointMap(core, RuleIndex())
            self.assertEqual(second.bind("").match("/1"), ("number", {"number": 1}))
        sort.assert_not_called()
