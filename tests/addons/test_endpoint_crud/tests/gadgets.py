from .common import CrudCase

READ = (
    "name, kind, is_red, pieces, amount, made_on, sold_at, box_id, label_ids, about, "
    "data, traits, photo, manual"
)
GROUP = "name, kind, is_red, pieces, made_on, sold_at, box_id, label_ids, cost"
TOTALS = "pieces, count, amount, weight, made_on, sold_at, cost"


class GadgetCase(CrudCase):
    """Gadgets, served to a user with an API key under ``/gadgets``."""

    def setUp(self):
        super().setUp()
        self.gadgets = self.make_resource(
            name="Gadgets",
            route="/gadgets",
            crud_model_id=self.env["ir.model"]._get_id("test.crud.gadget"),
            crud_read_fields=READ,
            crud_write_fields="name, pieces, amount, made_on, is_red, box_id, "
            "label_ids, photo, manual",
            crud_filter_fields="name, kind, pieces, sold_at, box_id, count",
            crud_sort_fields="name",
            crud_expand_fields="",
            crud_group_fields=GROUP,
            crud_aggregate_fields=TOTALS,
        )
        self.Gadget = self.env["test.crud.gadget"]

    def make_gadgets(self, *vals_list):
        return self.Gadget.create([{"name": "g", **vals} for vals in vals_list])

    def totals(self, query, **kwargs):
        """:return: the rows of the aggregate"""
        response = self.ask(f"/gadgets/aggregate?{query}", **kwargs)
        self.assertEqual(response.status_code, 200, response.text)
        return response.json()["data"]
