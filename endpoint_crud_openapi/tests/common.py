from odoo.addons.endpoint_openapi.tests.common import OpenapiCase

_ALL = dict.fromkeys(("crud_can_create", "crud_can_update", "crud_can_delete"), True)


class ResourceCase(OpenapiCase):
    """Resources over the models of ``base``."""

    def make_tags(self, **values):
        """:return: an endpoint that serves the tags of contacts under ``/tags``"""
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
                **_ALL,
                **values,
            }
        )

    def make_partners(self, **values):
        """:return: an endpoint that serves contacts under ``/partners``"""
        return self.make_endpoint(
            **{
                "name": "Partners",
                "code_snippet": False,
                "exec_mode": "crud",
                "route": "/partners",
                "crud_model_id": self.env["ir.model"]._get_id("res.partner"),
                "crud_read_fields": "name, active, type, parent_id, category_id, "
                "image_1920",
                "crud_write_fields": "name",
                "crud_filter_fields": "name, type, category_id, image_1920",
                "crud_sort_fields": "name",
                "crud_order": "-name",
                "crud_expand_fields": "parent_id.name, category_id.name",
                **_ALL,
                **values,
            }
        )

    def paths(self, prefix="/tags"):
        """:return: dict of path to dict of method to operation, of one resource"""
        paths = self.document()["paths"].items()
        return {path: item for path, item in paths if path.startswith(prefix)}

    def parameters(self, path="/tags", method="get"):
        """:return: dict of name to Parameter Object"""
        parameters = self.paths(path)[path][method]["parameters"]
        return {each["name"]: each for each in parameters}

    def resolve(self, reference):
        """:return: the component of the document that ``{"$ref": …}`` refers to"""
        value = self.document()
        for token in reference["$ref"].removeprefix("#/").split("/"):
            value = value[token]
        return value
