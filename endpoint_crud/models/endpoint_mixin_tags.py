"""The lists of names as tags of a form, beside the texts that are kept."""

from odoo import api, fields, models

from ..rest.field_types import TYPES
from ..rest.resource import names_in


def _tags(text_field, string, help_text):
    """:return: a field with the tags of a list of names"""
    return fields.Many2many(
        comodel_name="ir.model.fields",
        string=string,
        help=help_text,
        compute="_compute_crud_tags",
        inverse=lambda self: self._inverse_crud_tags(text_field),
        domain="[('model_id', '=', crud_model_id), ('ttype', 'in', crud_field_types)]",
    )


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_read_field_ids = _tags(
        "crud_read_fields", "Readable", "Callers see these fields and no others."
    )
    crud_write_field_ids = _tags(
        "crud_write_fields", "Writable", "Any other field is refused (400)."
    )
    crud_filter_field_ids = _tags(
        "crud_filter_fields",
        "To filter by",
        "For a query such as ?name__ilike=moby&pages__gte=100. Who filters by a field "
        "finds out its values, readable or not.",
    )
    crud_sort_field_ids = _tags(
        "crud_sort_fields", "To sort by", "For a query such as ?order=-pages,name"
    )
    crud_field_types = fields.Json(compute="_compute_crud_field_types")

    def _compute_crud_field_types(self):
        for record in self:
            record.crud_field_types = list(TYPES)

    @api.depends(
        *("crud_model_id", "crud_read_fields", "crud_write_fields"),
        *("crud_filter_fields", "crud_sort_fields"),
    )
    def _compute_crud_tags(self):
        known = self.env["ir.model.fields"].sudo()
        for record in self:
            for kind in ("read", "write", "filter", "sort"):
                tags = known.browse()
                for name in names_in(record[f"crud_{kind}_fields"]):
                    tags |= known._get(record.crud_model_name or "", name)
                record[f"crud_{kind}_field_ids"] = tags

    def _inverse_crud_tags(self, text_field):
        """What was there keeps its place: it is the order of the answer."""
        for record in self:
            tags = record[text_field.replace("_fields", "_field_ids")].mapped("name")
            kept = [name for name in names_in(record[text_field]) if name in tags]
            new = [name for name in tags if name not in kept]
            record[text_field] = ", ".join([*kept, *new])
