"""The table of filter operators, and everything that depends on it."""

import re
from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.misc import file_open

from odoo.addons.endpoint_crud.rest.field_types import TYPES
from odoo.addons.endpoint_crud.rest.operators import OPERATORS, Operator

from .common import CrudCase

#: term in the readme -> types of fields
_WORDS = {
    "text": {"char", "text", "html"},
    "number": {"integer", "float", "monetary"},
    "date": {"date", "datetime"},
    "selection": {"selection"},
    "many2one": {"many2one"},
    "x2many": {"one2many", "many2many"},
    "boolean": {"boolean"},
    "file": {"binary"},
}


@tagged("post_install", "-at_install")
class TestOperators(CrudCase):
    def test_the_readme_has_the_same_table(self):
        with file_open("endpoint_crud/readme/USAGE.md") as readme:
            rows = re.findall(r"(?m)^\| `(\w+)` \| (.+) \| (.+) \|$", readme.read())
        documented = [
            (name, set().union(*(_WORDS[word] for word in fields.split(", "))), words)
            for name, fields, words in rows
        ]
        expected = [(o.name, set(o.types), o.words) for o in OPERATORS.values()]
        self.assertEqual(documented, expected)

    def test_the_types_exist(self):
        for operator in OPERATORS.values():
            with self.subTest(operator=operator.name):
                self.assertLessEqual(set(operator.types), set(TYPES))

    def test_a_new_operator_is_one_row(self):
        def starts(name, read, text):
            return Domain(name, "=like", read(text) + "%")

        self.make_things("ab", "ba")
        operator = Operator("starts", ("char",), starts, "starts with this", "text")
        with patch.dict(OPERATORS, starts=operator):
            self.assertEqual(self.names("/things?name__starts=a"), ["ab"])
            response = self.ask("/things?count__starts=a")
            self.assertDetail(response, ["query", "count__starts"], "enum")
            message = self.ask("/things?name__x=a").json()["detail"][0]["msg"]
            self.assertIn("starts", message)
