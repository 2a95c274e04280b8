"""Settings of lines and keys that cannot be served are refused at save."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import OrderCase


@tagged("post_install", "-at_install")
class TestSaveLines(OrderCase):
    def assertRefused(self, name, cases):
        for value, message in cases:
            with self.subTest(value=value):
                with self.assertRaises(UserError) as caught:
                    self.orders.write({name: value})
                self.assertIn(message, str(caught.exception))

    def test_lines(self):
        cases = (
            ("line_ids", "a dot and a field of its lines"),
            (".quantity", "no field"),
            ("lines.quantity", "no field lines"),
            ("line_ids.qty", "no field qty"),
            ("line_ids.product_id.code", "no field product_id.code"),
            ("product_ids.name", "product_ids has no lines"),
            ("name.name", "name has no lines"),
            ("shown_line_ids.quantity", "does not store shown_line_ids"),
            ("line_ids.order_id", "links each line"),
            ("line_ids.id", "Odoo writes this field"),
            ("line_ids.shout", "Odoo computes"),
        )
        self.assertRefused("crud_write_line_fields", cases)

    def test_keys(self):
        cases = (
            ("product_id", "a dot and a field of its records"),
            ("code", "a dot and a field of its records"),
            ("name.code", "a dot and a field of its records"),
            ("line_ids.product_id", "a dot and a field of its records"),
            ("product_ids.product_id.code", "a dot and a field of its records"),
            ("line_ids.line_ids.product_id.code", "a dot and a field of its records"),
            ("line_ids.order_id.name", "a dot and a field of its records"),
            ("product_id.nome", "no field nome"),
            ("product_id.id", "a stored text or integer"),
            ("product_id.active", "a stored text or integer"),
            ("product_id.shout", "a stored text or integer"),
            ("product_id.display_name", "a stored text or integer"),
        )
        self.assertRefused("crud_key_lookups", cases)

    def test_a_key_of_a_relation_that_is_not_writable(self):
        self.assertRefused("crud_write_fields", [("name", "product_id.code: write")])

    def test_lines_alone_are_enough_to_write(self):
        values = {"crud_write_fields": False, "crud_key_lookups": False}
        self.orders.write(values)
        self.assertAnswer(self.send([{"id": self.lines[0].id, "quantity": 9}]), 200)

    def test_another_model_in_the_form(self):
        with Form(self.orders) as form:
            form.crud_model_id = self.env["ir.model"]._get("test.crud.box")
            self.assertFalse(form.crud_write_line_fields or form.crud_key_lookups)
            form.crud_can_create = form.crud_can_update = False
