from odoo.addons.endpoint.tests.common import EndpointCase

READ = (
    "name, note, page, count, weight, made_on, sold_at, state, is_red, box_id, "
    "label_ids, part_ids, picture, price, shout"
)
PLAIN = (
    "name, note, count, weight, made_on, sold_at, state, is_red, box_id, create_date"
)


class CrudCase(EndpointCase):
    """Things, served to a user with an API key.

    ``self.things`` is the endpoint, under ``/things``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Thing = cls.env["test.crud.thing"]
        cls.box = cls.env["test.crud.box"].create({"name": "Box", "secret": "s3cret"})

    def setUp(self):
        super().setUp()
        self.user = self.make_user()
        self.key = self.make_api_key(self.user)
        self.things = self.make_resource()

    def make_resource(self, **values):
        """:return: an endpoint that serves things, all of them"""
        return self.make_endpoint(
            **{
                "code_snippet": False,
                "exec_mode": "crud",
                "route": "/things",
                "auth_type": "bearer",
                "crud_model_id": self.env["ir.model"]._get_id("test.crud.thing"),
                "crud_read_fields": READ,
                "crud_write_fields": READ.replace(", part_ids", "").replace(
                    ", shout", ""
                ),
                "crud_filter_fields": PLAIN + ", label_ids",
                "crud_sort_fields": PLAIN,
                "crud_expand_fields": "box_id.name, label_ids.name",
                "crud_can_create": True,
                "crud_can_update": True,
                "crud_can_delete": True,
                **values,
            }
        )

    def make_things(self, *names, **values):
        """:return: a thing of each name"""
        return self.Thing.create([{"name": name, **values} for name in names])

    def ask(self, path="/things", method="GET", key=None, headers=None, **kwargs):
        """Send a request with the API key.

        :return: a ``requests`` response
        """
        headers = {"Authorization": f"Bearer {key or self.key}", **(headers or {})}
        return self.call(path, method, headers=headers, **kwargs)

    def names(self, path):
        """:return: the names in a list response, in order"""
        response = self.ask(path)
        self.assertEqual(response.status_code, 200, response.text)
        return [row["name"] for row in response.json()["data"]]

    def assertDetail(self, response, loc, kind, status=400):
        """Check that the only error is at ``loc``, with that ``type``."""
        self.assertErrorObject(response, status, types=[kind])
        self.assertEqual(response.json()["detail"][0]["loc"], loc)
