"""Versions, examples and captured calls follow the rules of their endpoint."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.endpoint.tests.common import EndpointCase

_PARTS = ("endpoint.version", "endpoint.example", "endpoint.captured.call")


class TestParts(EndpointCase):
    def make_parts(self):
        """:return: an endpoint of another company, which has one part of each model"""
        company = self.env["res.company"].create({"name": "Other"})
        endpoint = self.make_endpoint(auth_type="bearer", company_id=company.id)
        endpoint.example_ids = [Command.create({"name": "A", "path": "/a"})]
        values = {"res_model": endpoint._name, "res_id": endpoint.id}
        self.env["endpoint.captured.call"].create(values)
        return endpoint

    def test_an_admin_of_another_company_does_not_see_them(self):
        endpoint = self.make_parts()
        admin = self.make_user(groups="base.group_system")
        for name in _PARTS:
            with self.subTest(name):
                part = self.env[name].search([("res_id", "=", endpoint.id)])
                self.assertEqual(len(part), 1)
                mine = self.env[name].with_user(admin)
                self.assertFalse(mine.search([("id", "=", part.id)]))
                with self.assertRaises(AccessError):
                    part.with_user(admin).read(["res_id"])

    def test_an_admin_who_may_not_read_the_model_finds_none(self):
        endpoint = self.make_parts()
        rights = self.env["ir.model.access"].search(
            [("model_id.model", "=", endpoint._name)]
        )
        rights.perm_read = False
        for name in _PARTS:
            parts = self.env[name].with_user(self.env.ref("base.user_admin"))
            self.assertFalse(parts.search([("res_id", "=", endpoint.id)]))

    def test_an_admin_of_another_company_adds_none(self):
        endpoint = self.make_parts()
        admin = self.make_user(groups="base.group_system")
        values = {"name": "B", "path": "/b", "res_model": endpoint._name}
        with self.assertRaises(AccessError):
            self.env["endpoint.example"].with_user(admin).create(
                {**values, "res_id": endpoint.id}
            )

    def test_an_admin_of_the_company_sees_them(self):
        endpoint = self.make_parts()
        admin = self.make_user(
            groups="base.group_system",
            company_id=endpoint.company_id.id,
            company_ids=[Command.set(endpoint.company_id.ids)],
        )
        for name in _PARTS:
            mine = self.env[name].with_user(admin).search([])
            self.assertEqual(
                mine.filtered(lambda p: p.res_id == endpoint.id).mapped("res_model"),
                [endpoint._name],
            )

    @mute_logger("odoo.http")
    def test_they_are_closed_over_rpc(self):
        key = self.make_api_key(self.env.ref("base.user_admin"))
        headers = {"Authorization": f"Bearer {key}"}
        for name in (*_PARTS, "endpoint.export.wizard"):
            with self.subTest(name):
                path = f"/json/2/{name}/search"
                response = self.call(path, "POST", json={"domain": []}, headers=headers)
                self.assertEqual(response.status_code, 403)
                self.assertIn("cannot be used over RPC", response.text)
