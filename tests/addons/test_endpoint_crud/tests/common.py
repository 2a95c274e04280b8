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


class OrderCase(CrudCase):
    """Orders with lines, under ``/orders``.

    ``self.order`` has the lines ``self.lines``: 5 of product A, 3 of product B.
    """

    def setUp(self):
        super().setUp()
        self.Line = self.env["test.crud.order.line"]
        Product = self.env["test.crud.product"]
        codes = ("A", "B", "C")
        self.a, self.b, self.c = Product.create(
            [{"name": f"Product {x}", "code": x, "number": ord(x)} for x in codes]
        )
        self.orders = self.make_orders()
        self.order = self.env["test.crud.order"].create({"name": "S1"})
        self.lines = self.make_lines(self.order, (self.a, 5), (self.b, 3))
        self.path = f"/orders/{self.order.id}"

    def make_orders(self, **values):
        """:return: an endpoint that serves orders"""
        return self.make_resource(
            **{
                "name": "Orders",
                "route": "/orders",
                "crud_model_id": self.env["ir.model"]._get_id("test.crud.order"),
                "crud_read_fields": "name, product_id, product_ids, line_ids, total",
                "crud_write_fields": "name, product_id, product_ids",
                "crud_filter_fields": "name",
                "crud_sort_fields": "name",
                "crud_expand_fields": "line_ids.product_id, line_ids.quantity",
                "crud_write_line_fields": "line_ids.product_id, line_ids.product_ids, "
                "line_ids.quantity, line_ids.made_on, line_ids.note",
                "crud_key_lookups": "product_id.code, product_id.number, "
                "product_ids.code, line_ids.product_id.code, line_ids.product_ids.code",
                **values,
            }
        )

    def make_lines(self, order, *products):
        """
        :param products: pairs of product and quantity
        :return: the lines, in this order
        """
        return self.Line.create(
            [
                {"order_id": order.id, "product_id": product.id, "quantity": quantity}
                for product, quantity in products
            ]
        )

    def send(self, lines, method="PATCH", path=None, **members):
        """Send lines; to ``self.order`` by default.

        :return: a ``requests`` response
        """
        sent = {"line_ids": lines, **members}
        return self.ask(path or self.path, method, json=sent)

    def content(self, order=None):
        """:return: (code, quantity) of each line in the database"""
        self.env.invalidate_all()
        lines = self.Line.search([("order_id", "=", (order or self.order).id)])
        return [(line.product_id.code, line.quantity) for line in lines]
