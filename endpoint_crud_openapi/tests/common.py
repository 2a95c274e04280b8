from odoo.addons.endpoint_openapi.tests.common import OpenapiCase


class ResourceCase(OpenapiCase):
    """Tags of contacts, served under ``/tags``."""

    def make_tags(self, **values):
        """:return: an endpoint"""
        return self.make_endpoint(
            **{
                "name": "Tags",
                "code_snippet": False,
                "exec_mode": "crud",
                "route": "/tags",
                "crud_model_id": self.env["ir.model"]._get_id("res.partner.category"),
                "crud_read_fields": "name, color, active, parent_id, child_ids",
                "crud_write_fields": "name, color",
                "crud_filter_fields": "name, parent_id",
                "crud_sort_fields": "name",
                "crud_expand_fields": "parent_id.name",
                "crud_can_create": True,
                "crud_can_update": True,
                "crud_can_delete": True,
                **values,
            }
        )

    def paths(self):
        """:return: dict of path to dict of method to operation, of the tags alone"""
        found = self.document()["paths"].items()
        return {path: item for path, item in found if path.startswith("/tags")}

    def resolve(self, reference):
        """:return: the component of the document that ``{"$ref": …}`` means"""
        value = self.document()
        for token in reference["$ref"].removeprefix("#/").split("/"):
            value = value[token]
        return value
