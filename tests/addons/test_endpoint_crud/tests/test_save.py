"""Resources that cannot be served are refused at save, with a clear message."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import CrudCase

_THOUSAND = "\n".join(f"age-{number}: action_age" for number in range(1000))


@tagged("post_install", "-at_install")
class TestSave(CrudCase):
    def test_refused(self):
        cases = (
            ({"crud_model_id": False}, "Choose a model"),
            ({"crud_read_fields": "name, nome"}, "no field nome"),
            ({"crud_write_fields": "id"}, "Odoo writes this field"),
            ({"crud_write_fields": "write_date"}, "Odoo writes this field"),
            ({"crud_write_fields": "part_ids"}, "resource for the related model"),
            ({"crud_write_fields": "shout"}, "computes"),
            ({"crud_write_fields": False}, "fields that callers may write"),
            ({"crud_filter_fields": "shout"}, "cannot search"),
            ({"crud_sort_fields": "label_ids"}, "cannot sort"),
            ({"crud_sort_fields": "shout"}, "Only stored fields"),
            ({"crud_order": "nome"}, "no field nome"),
            ({"crud_order": "-picture"}, "cannot sort"),
            ({"crud_expand_fields": "box_id"}, "a dot and a field"),
            ({"crud_expand_fields": "name.name"}, "a dot and a field"),
            ({"crud_expand_fields": "parent_id.name"}, "a dot and a field"),
            ({"crud_expand_fields": "box_id.name.x"}, "no field name.x"),
            ({"route": "/boxes/<int:id>/things"}, "<id> in the route"),
            ({"further_routes": "/files/<file>/things"}, "<file> in the route"),
            ({"crud_page_size": 0}, "page size must be"),
            ({"crud_page_size": 501}, "page size must be"),
            ({"crud_max_page_size": 10_001}, "page size must be"),
            ({"crud_domain": "[('nome', '=', 1)]"}, "domain cannot be used"),
            ({"crud_domain": "[('id', '=', 'x')]"}, "domain cannot be used"),
            ({"crud_domain": "[("}, "domain cannot be used"),
            ({"crud_domain": "__import__('os')"}, "domain cannot be used"),
            ({"crud_key_field": "nome"}, "no field nome"),
            ({"crud_key_field": "name, note"}, "no field name, note"),
            ({"crud_key_field": "weight"}, "stored text or integer"),
            ({"crud_key_field": "shout"}, "stored text or integer"),
            ({"crud_key_field": "id"}, "stored text or integer"),
            ({"crud_key_field": "hidden"}, "add the key to the fields to write"),
            ({"crud_key_field": "name", "route": "/x/<path:y>"}, "<path:…>"),
            ({"crud_key_field": "name", "route": "/x/<value>"}, "<value> in the route"),
            ({"crud_actions": "age"}, "a colon and a method"),
            ({"crud_actions": "Age: action_age"}, "a colon and a method"),
            ({"crud_actions": "a/b: action_age"}, "a colon and a method"),
            ({"crud_actions": "bulk: action_age"}, "Choose another name"),
            ({"crud_actions": "picture: action_age"}, "Choose another name"),
            ({"crud_actions": "a: action_age\na: action_age"}, "Two actions"),
            ({"crud_actions": "a: action_gone"}, "no such method"),
            ({"crud_actions": "a: name"}, "no such method"),
            ({"crud_actions": "a: env"}, "no such method"),
            ({"crud_actions": "a: __class__"}, "only run public methods"),
            ({"crud_actions": "a: _action_hidden"}, "only run public methods"),
            ({"crud_actions": "a: action_private"}, "only run public methods"),
            ({"crud_actions": "a: unlink"}, "method of all models"),
            ({"crud_actions": "a: action_archive"}, "method of all models"),
            ({"crud_actions": "a: export_data"}, "method of all models"),
            ({"crud_actions": "a: action_of_the_model"}, "not act on a record"),
            ({"crud_actions": "a: action_with_argument"}, "needs arguments"),
            ({"crud_actions": "a: action_age()"}, "no such method"),
            ({"crud_actions": _THOUSAND}, "you entered 1000"),
            ({"crud_actions": "a: action_age", "route": "/x/<action>"}, "<action> in"),
            ({"route_type": "json2"}, "protocol HTTP"),
            ({"exec_as_user_id": self.env.ref("base.user_root").id}, "all rights"),
            (dict.fromkeys(self.operations(), False), "at least one operation"),
        )
        for vals, message in cases:
            with self.subTest(vals=vals):
                with self.assertRaises(UserError) as caught:
                    self.things.write(vals)
                self.assertIn(message, str(caught.exception))

    def operations(self):
        return [name for name in self.things._fields if name.startswith("crud_can_")]

    def test_models_that_are_not_served(self):
        for name in ("endpoint.mixin", "base.language.install", "endpoint.endpoint"):
            with self.subTest(name=name):
                model = self.env["ir.model"]._get_id(name)
                with self.assertRaises(UserError):
                    self.things.write({"crud_model_id": model})

    def test_a_domain_of_the_user(self):
        self.things.write({"crud_domain": "[('create_uid', '=', uid)]"})
        self.make_things("a")
        self.ask(method="POST", json={"name": "b"})
        self.assertEqual(self.names("/things"), ["b"])

    def test_a_change_is_served_at_once(self):
        thing = self.make_things("a")
        self.ask(f"/things/{thing.id}")
        self.things.write({"crud_read_fields": "count", "crud_expand_fields": False})
        self.assertTrue(self.things.registry_sync)
        self.assertEqual(
            self.ask(f"/things/{thing.id}").json(), {"id": thing.id, "count": 0}
        )

    def test_a_resource_that_can_no_longer_be_served(self):
        """As if a module with a field was removed: logged once, shown on the record."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE endpoint_endpoint SET crud_order = 'gone'")
        self.things.invalidate_recordset()
        self.env["ir.http"].routing_map().snapshots.clear()
        with self.assertLogs("endpoint.endpoint", "ERROR") as logged:
            for _again in range(2):
                self.assertErrorObject(self.ask(), 404)
        self.assertEqual(len(logged.output), 1)
        self.assertIn("no field gone", self.things.route_problem)

    def test_the_form(self):
        with Form(self.env["endpoint.endpoint"]) as form:
            form.name = "Boxes"
            form.route = "/boxes"
            form.exec_mode = "crud"
            form.crud_model_id = self.env["ir.model"]._get("test.crud.box")
            form.crud_read_field_ids.add(
                self.env["ir.model.fields"]._get("test.crud.box", "thing_ids")
            )
        endpoint = form.record
        self.assertEqual(endpoint.crud_read_fields, "name, thing_ids")
        self.assertEqual(
            (endpoint.request_method, endpoint.crud_model_name),
            ("GET", "test.crud.box"),
        )

    def test_a_writable_resource_is_saved_in_the_form(self):
        name = self.env["ir.model.fields"]._get("test.crud.box", "name")
        with Form(self.env["endpoint.endpoint"]) as form:
            form.name = "Boxes"
            form.route = "/boxes"
            form.exec_mode = "crud"
            form.crud_model_id = self.env["ir.model"]._get("test.crud.box")
            form.crud_can_create = True
            form.crud_write_field_ids.add(name)
        self.assertEqual(form.record.crud_write_fields, "name")
        with Form(form.record) as form:
            form.crud_write_field_ids.remove(name.id)
            form.crud_can_create = False
        self.assertEqual(form.record.crud_write_fields, "")

    def test_another_model_clears_the_key_and_the_actions(self):
        self.things.write({"crud_key_field": "name", "crud_actions": "age: action_age"})
        form = Form(self.things)
        form.crud_model_id = self.env["ir.model"]._get("test.crud.box")
        self.assertEqual((form.crud_key_field, form.crud_actions), (False, False))

    def test_tags_of_fields_to_write_can_be_created(self):
        name = self.env["ir.model.fields"]._get("test.crud.box", "name")
        endpoint = self.env["endpoint.endpoint"].create(
            {
                "name": "Boxes",
                "route": "/boxes",
                "exec_mode": "crud",
                "crud_model_id": self.env["ir.model"]._get_id("test.crud.box"),
                "crud_can_create": True,
                "crud_write_field_ids": [Command.set(name.ids)],
                "crud_filter_field_ids": [Command.link(name.id)],
            }
        )
        self.assertEqual(endpoint.crud_write_fields, "name")
        self.assertEqual(endpoint.crud_filter_fields, "name")

    def test_tags_keep_the_order(self):
        self.things.write(
            {"crud_read_fields": "state, name", "crud_expand_fields": False}
        )
        tags = self.things.crud_read_field_ids
        self.assertEqual(sorted(tags.mapped("name")), ["name", "state"])
        self.things.crud_read_field_ids = tags + self.env["ir.model.fields"]._get(
            "test.crud.thing", "count"
        )
        self.assertEqual(self.things.crud_read_fields, "state, name, count")

    def test_a_copy(self):
        copy = self.things.copy()
        self.assertEqual(copy.crud_read_fields, self.things.crud_read_fields)
        self.assertEqual(copy.route, "/things/COPY_FIXME")
