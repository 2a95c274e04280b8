"""Fields of the types reference, json and properties, which can only be read."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .gadgets import GadgetCase

_DEFINITION = [
    {"name": "color", "string": "Color", "type": "char"},
    {"name": "size", "string": "Size", "type": "selection", "selection": [["s", "S"]]},
    {
        "name": "owner",
        "string": "Owner",
        "type": "many2one",
        "comodel": "test.crud.box",
    },
    {
        "name": "keys",
        "string": "Keys",
        "type": "many2many",
        "comodel": "test.crud.label",
    },
    {"name": "at", "string": "At", "type": "datetime"},
    {"name": "line", "string": "Line", "type": "separator"},
    {"name": "done", "string": "Done", "type": "boolean"},
]


@tagged("post_install", "-at_install")
class TestFieldTypes(GadgetCase):
    def read(self, gadget, name):
        response = self.ask(f"/gadgets/{gadget.id}?fields={name}")
        self.assertEqual(response.status_code, 200, response.text)
        return response.json()[name]

    def refusal(self, name, value):
        """:return: why the endpoint cannot be saved with the value"""
        with self.assertRaises(UserError) as caught:
            self.gadgets.write({name: value})
        return str(caught.exception)

    def test_reference(self):
        gadget = self.make_gadgets({"about": f"test.crud.box,{self.box.id}"})
        expected = {"model": "test.crud.box", "id": self.box.id, "display_name": "Box"}
        self.assertEqual(self.read(gadget, "about"), expected)
        [row] = self.ask("/gadgets").json()["data"]
        self.assertEqual(row["about"], expected)

    def test_an_empty_reference(self):
        self.assertIsNone(self.read(self.make_gadgets({}), "about"))

    def test_a_reference_to_a_record_that_is_gone(self):
        gadget = self.make_gadgets({"about": f"test.crud.box,{self.box.id}"})
        self.box.unlink()
        self.assertIsNone(self.read(gadget, "about"))

    def test_a_reference_to_a_model_that_is_gone(self):
        gadget = self.make_gadgets({})
        self.env.cr.execute("UPDATE test_crud_gadget SET about = 'no.model,1'")
        self.env.invalidate_all()
        self.assertIsNone(self.read(gadget, "about"))

    def test_a_reference_to_a_record_that_the_user_may_not_read(self):
        self.make_api_key(self.env.ref("base.user_admin"))
        secret = self.env["res.users.apikeys"].search([], order="id desc", limit=1)
        gadget = self.make_gadgets({"about": f"res.users.apikeys,{secret.id}"})
        expected = {"model": "res.users.apikeys", "id": secret.id, "display_name": None}
        self.assertEqual(self.read(gadget, "about"), expected)

    def test_json(self):
        data = {"a": [1, 2.5, None, {"b": "é"}], "id": 7}
        self.assertEqual(self.read(self.make_gadgets({"data": data}), "data"), data)
        self.assertIsNone(self.read(self.make_gadgets({}), "data"))

    def test_json_that_json_cannot_represent(self):
        self.gadgets.crud_read_fields = "live"
        shown = self.read(self.make_gadgets({}), "live")
        self.assertEqual(shown, {"nan": None, "list": [1, None]})

    def test_properties(self):
        label = self.env["test.crud.label"].create({"name": "L"})
        self.box.gadget_properties = _DEFINITION
        values = {"color": "red", "owner": self.box.id, "keys": label.ids}
        values |= {"at": "2026-11-29 12:00:00", "size": "s"}
        gadget = self.make_gadgets({"box_id": self.box.id, "traits": values})
        shown = self.read(gadget, "traits")
        self.assertEqual(
            {prop["name"]: prop["value"] for prop in shown},
            {
                "color": "red",
                "size": "s",
                "owner": {"id": self.box.id, "display_name": "Box"},
                "keys": [{"id": label.id, "display_name": "L"}],
                "at": "2026-11-29T12:00:00Z",
                "done": False,
            },
        )
        color = {"name": "color", "string": "Color", "type": "char", "value": "red"}
        self.assertEqual(shown[0], color)

    def test_properties_without_values_or_definition(self):
        self.assertEqual(self.read(self.make_gadgets({}), "traits"), [])
        self.box.gadget_properties = _DEFINITION
        shown = self.read(self.make_gadgets({"box_id": self.box.id}), "traits")
        self.assertEqual(
            [prop["value"] for prop in shown], [None, None, None, [], None, False]
        )

    def test_a_property_that_names_a_record_that_the_user_may_not_read(self):
        key = {"type": "many2one", "comodel": "res.users.apikeys"}
        self.box.gadget_properties = [{"name": "key", "string": "Key", **key}]
        self.make_api_key(self.env.ref("base.user_admin"))
        secret = self.env["res.users.apikeys"].search([], order="id desc", limit=1)
        gadget = self.make_gadgets(
            {"box_id": self.box.id, "traits": {"key": secret.id}}
        )
        [shown] = self.read(gadget, "traits")
        self.assertEqual(shown["value"], {"id": secret.id, "display_name": None})

    def test_put_of_a_read(self):
        self.box.gadget_properties = _DEFINITION
        gadget = self.make_gadgets(
            {"box_id": self.box.id, "data": {"id": 1, "x": [True]}, "name": "a"},
        )
        gadget.about = f"test.crud.box,{self.box.id}"
        path = f"/gadgets/{gadget.id}"
        shown = self.ask(path).json()
        self.assertEqual(self.ask(path, "PUT", json=shown).json(), shown)
        for name, value in (("data", {"id": 2}), ("data", 1), ("traits", [])):
            response = self.ask(path, "PUT", json={**shown, name: value})
            self.assertDetail(response, ["body", name], "readOnly")

    def test_they_are_not_written(self):
        path = f"/gadgets/{self.make_gadgets({}).id}"
        for name in ("about", "data", "traits"):
            response = self.ask(path, "PATCH", json={name: None})
            self.assertDetail(response, ["body"], "additionalProperties")

    def test_refused_at_save(self):
        for kind in ("write", "filter", "sort", "group"):
            for name in ("about", "data", "traits"):
                with self.subTest(kind=kind, name=name):
                    message = self.refusal(f"crud_{kind}_fields", name)
                    self.assertRegex(message, f"{name}: .*only be read")

    def test_groups_and_totals_refused_at_save(self):
        for kind, name, words in (
            ("group", "double", "Only stored fields"),
            ("group", "photo", "cannot group"),
            ("group", "nome", "no field nome"),
            ("aggregate", "double", "Only stored fields"),
            ("aggregate", "name", "Only numbers"),
            ("aggregate", "about", "Only numbers"),
        ):
            with self.subTest(kind=kind, name=name):
                self.assertIn(words, self.refusal(f"crud_{kind}_fields", name))

    def test_they_are_no_filters_of_a_relation(self):
        values = {"crud_filter_fields": "box_id", "crud_expand_fields": "box_id.name"}
        self.gadgets.write(values)
        self.assertEqual(self.ask("/gadgets?box_id.name=x").status_code, 200)
        response = self.ask("/gadgets?box_id.gadget_properties=x")
        self.assertErrorObject(response, 400)
