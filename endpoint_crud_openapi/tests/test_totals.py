"""Groups and totals of a resource."""

import jsonschema

from .common import ResourceCase


class TestTotals(ResourceCase):
    def setUp(self):
        super().setUp()
        self.endpoint = self.make_tags(
            crud_group_fields="parent_id, active, create_date, partner_ids",
            crud_aggregate_fields="color, create_date",
        )
        self.path = "/tags/aggregate"

    def test_parameters(self):
        found = self.parameters(self.path)
        groups = found["group_by"]["schema"]["items"]["enum"]
        self.assertIn("create_date:week", groups)
        self.assertIn("parent_id", groups)
        self.assertNotIn("create_date", groups)
        self.assertEqual(found["sum"]["schema"]["items"]["enum"], ["color"])
        self.assertIn("create_date", found["max"]["schema"]["items"]["enum"])
        order = found["order"]["schema"]["items"]["enum"]
        self.assertLessEqual({"-color_avg", "count", "parent_id"}, set(order))
        self.assertIn("name__ilike", found)
        self.assertNotIn("after", found)

    def test_the_response_is_described(self):
        user = self.endpoint.exec_as_user_id
        user.group_ids |= self.env.ref("base.group_partner_manager")
        self.env["res.partner.category"].create({"name": "A", "color": 3})
        document = self.document()
        content = document["paths"][self.path]["get"]["responses"]["200"]["content"]
        schema = {"components": document["components"]}
        schema |= content["application/json"]["schema"]
        validator = jsonschema.Draft202012Validator(schema)
        query = "group_by=parent_id,active,create_date:month&sum=color"
        response = self.call(f"{self.path}?{query}&max=create_date&count=true").json()
        self.assertTrue(response["data"])
        validator.validate(response)
        response["data"][0]["count"] = "1"
        self.assertFalse(validator.is_valid(response))

    def test_without_groups_and_totals(self):
        self.endpoint.write({"crud_group_fields": "", "crud_aggregate_fields": ""})
        self.assertNotIn(self.path, self.paths("/tags"))
