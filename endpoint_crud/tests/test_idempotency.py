"""A REST resource supports ``Idempotency-Key`` by default."""

from odoo.tests import tagged

from odoo.addons.endpoint_idempotency.tests.common import (
    KEY,
    REPLAYED,
    IdempotencyCase,
)


class ResourceCase(IdempotencyCase):
    def make_resource(self, **values):
        """:return: a REST resource of contacts that anyone may create"""
        user = self.make_user("maker", "base.group_user,base.group_partner_manager")
        return self.make_endpoint(
            **{
                "code_snippet": False,
                "exec_mode": "crud",
                "exec_as_user_id": user.id,
                "crud_model_id": self.env["ir.model"]._get_id("res.partner"),
                "crud_read_fields": "name",
                "crud_write_fields": "name",
                "crud_can_create": True,
                "crud_can_update": True,
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestIdempotency(ResourceCase):
    def test_a_resource_supports_keys_by_default(self):
        resource = self.make_resource()
        first = self.post(resource, data='{"name": "Once"}')
        self.assertAnswer(first, 201)
        again = self.post(resource, data='{"name": "Once"}')
        self.assertReplayed(again, first)
        self.assertEqual(again.headers["Location"], first.headers["Location"])
        self.assertEqual(again.headers["ETag"], first.headers["ETag"])
        self.assertEqual(self.made(), 1)

    def test_a_change_whose_response_was_lost(self):
        resource = self.make_resource()
        made = self.post(resource, None, '{"name": "Once"}')
        args = (made.headers["Location"], KEY, '{"name": "Changed"}', "PATCH")
        first = self.post(*args, headers={"If-Match": made.headers["ETag"]})
        self.assertAnswer(first, 200)
        # Without a key: 412, because it changed meanwhile.
        again = self.post(*args, headers={"If-Match": made.headers["ETag"]})
        self.assertReplayed(again, first)

    def test_a_resource_whose_lists_are_read_only(self):
        resource = self.make_resource(readonly=True)
        first = self.post(resource, data='{"name": "Once"}')
        self.assertAnswer(first, 201)
        self.assertReplayed(self.post(resource, data='{"name": "Once"}'), first)

    def test_a_domain_that_depends_on_the_time(self):
        tomorrow = "datetime.datetime.now() + datetime.timedelta(days=1)"
        domain = f"[('create_date', '<=', {tomorrow})]"
        resource = self.make_resource(crud_domain=domain)
        first = self.post(resource, data='{"name": "Once"}')
        self.assertAnswer(first, 201)
        self.assertReplayed(self.post(resource, data='{"name": "Once"}'), first)

    def test_enabled_by_default_only_for_resources(self):
        resource = self.make_resource()
        self.assertTrue(resource.idempotency)
        resource.idempotency = False
        resource.crud_can_delete = True
        self.assertFalse(resource.idempotency)

    def test_an_invalid_request_is_refused_first(self):
        resource = self.make_resource()
        self.assertErrorObject(self.post(resource, data='{"nme": "x"}'), 400)
        self.assertAnswer(self.post(resource, data='{"name": "Once"}'), 201)

    def test_other_sites_may_read_the_headers(self):
        response = self.post(self.make_resource(), data='{"name": "x"}')
        self.assertAnswer(response, 201)
        exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
        self.assertLessEqual({REPLAYED, "Retry-After", "ETag", "Location"}, {*exposed})


@tagged("post_install", "-at_install")
class TestIdempotencyOfWhatIsShown(ResourceCase):
    """A stored response is not shown after the caller lost the right to see it."""

    def assertNotShown(self, change, **values):
        """The response is not repeated after ``change(resource)``."""
        values = {"crud_read_fields": "name, ref, country_id", **values}
        resource = self.make_resource(**values)
        self.assertAnswer(self.post(resource, data='{"name": "Once"}'), 201)
        change(resource)
        self.env.flush_all()
        again = self.post(resource, data='{"name": "Once"}')
        self.assertErrorObject(again, 409)
        self.assertEqual(again.json()["code"], "idempotency_answer_not_kept")
        self.assertEqual(self.made(), 1)

    def test_a_field_was_removed(self):
        self.assertNotShown(lambda each: each.write({"crud_read_fields": "name"}))

    def test_a_related_field_was_removed(self):
        self.assertNotShown(
            lambda each: each.write({"crud_expand_fields": False}),
            crud_expand_fields="country_id.code",
        )

    def test_the_user_lost_a_group(self):
        group = self.env.ref("base.group_partner_manager")

        def change(resource):
            resource.exec_as_user_id.group_ids -= group

        self.assertNotShown(change)

    def test_a_record_rule_was_added(self):
        values = {
            "name": "Some contacts",
            "model_id": self.env["ir.model"]._get_id("res.partner"),
            "domain_force": "[('ref', '!=', False)]",
        }
        self.assertNotShown(lambda _each: self.env["ir.rule"].create(values))

    def test_the_domain_changed(self):
        domain = {"crud_domain": "[('ref', '!=', False)]"}
        self.assertNotShown(lambda each: each.write(domain))
