"""The lists of names as tags of a form, beside the texts that are kept."""

from odoo import api, fields, models

from ..rest.field_types import TYPES
from ..rest.resource import names_in


def _tags(string, help_text):
    """:return: a field with the tags of a list of names"""
    return fields.Many2many(
        comodel_name="ir.model.fields",
        string=string,
        help=help_text,
        compute="_compute_crud_tags",
        readonly=False,
        domain="[('model_id', '=', crud_model_id), ('ttype', 'in', crud_field_types)]",
    )


#: the lists that the form shows as tags: crud_<list>_fields, crud_<list>_field_ids
_LISTS = ("read", "write", "filter", "sort")


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_read_field_ids = _tags("Readable", "Callers see these fields and no others.")
    crud_write_field_ids = _tags("Writable", "Any other field is refused (400).")
    crud_filter_field_ids = _tags(
        "To filter by",
        "For a query such as ?name__ilike=moby&pages__gte=100. Who filters by a field "
        "finds out its values, readable or not.",
    )
    crud_sort_field_ids = _tags("To sort by", "For a query such as ?order=-pages,name")
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
            for kind in _LISTS:
                tags = known.browse()
                for name in names_in(record[f"crud_{kind}_fields"]):
                    tags |= known._get(record.crud_model_name or "", name)
                record[f"crud_{kind}_field_ids"] = tags

    def write(self, vals):
        if len(self) > 1 and any(f"crud_{kind}_field_ids" in vals for kind in _LISTS):
            # The commands of tags mean something else for each record.
            return all(record.write(vals) for record in self)
        return super().write(vals)

    def _clean_vals(self, vals):
        """Write the tags into the texts that are stored. An inverse would not do: Odoo
        runs it after the constraints of stored fields (``odoo/orm/models.py``), which
        refuse a resource without fields to write.
        """
        vals = super()._clean_vals(vals)
        for kind in _LISTS:
            text, tags = f"crud_{kind}_fields", f"crud_{kind}_field_ids"
            if tags in vals:
                # As onchange does, which reads the same commands.
                record = self.new({tags: vals.pop(tags)}, origin=self)
                names = record[tags]._origin.sudo().mapped("name")
                vals[text] = _merge_names(vals.get(text, self[text]), names)
        return vals


def _merge_names(text, names):
    """:return: str, the names; those in ``text`` first, in the order of the answer"""
    kept = [name for name in names_in(text) if name in names]
    return ", ".join(dict.fromkeys([*kept, *names]))
