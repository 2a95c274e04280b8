"""Lists of field names, shown as tags in the form."""

from odoo import api, fields, models

from ..rest import field_lists
from ..rest.field_lists import names_in

#: lists with tags: crud_<name>_fields is stored, crud_<name>_field_ids is shown
_LISTS = ("read", "write", "filter", "sort", "group", "aggregate")


def _tags(kind, string, help_text):
    return fields.Many2many(
        comodel_name="ir.model.fields",
        string=string,
        help=help_text,
        compute="_compute_crud_tags",
        readonly=False,
        domain="[('model_id', '=', crud_model_id), "
        f"('name', 'in', crud_field_choices['{kind}'])]",
    )


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_read_field_ids = _tags(
        "read", "Readable", "Callers see these fields and no others."
    )
    crud_write_field_ids = _tags("write", "Writable", "Other fields are refused (400).")
    crud_filter_field_ids = _tags(
        "filter",
        "Filterable",
        "For queries such as ?name__ilike=moby&pages__gte=100. Callers can find out "
        "the values of these fields, even if they cannot read them.",
    )
    crud_sort_field_ids = _tags(
        "sort", "Sortable", "For queries such as ?order=-pages,name"
    )
    crud_group_field_ids = _tags(
        "group",
        "Groups",
        "For queries such as <route>/aggregate?group_by=partner_id,date_order:month. "
        "Callers can find out the values of these fields, even if they cannot read "
        "them.",
    )
    crud_aggregate_field_ids = _tags(
        "aggregate",
        "Totals",
        "For queries such as <route>/aggregate?sum=amount_total. A sum adds up amounts "
        "of different currencies.",
    )
    #: list -> names of the fields that can be chosen
    crud_field_choices = fields.Json(
        string="Field choices", compute="_compute_crud_field_choices"
    )

    @api.depends("crud_model_id")
    def _compute_crud_field_choices(self):
        for record in self:
            model = self.env.get(record.crud_model_name or "", self.env["base"])
            record.crud_field_choices = {
                kind: field_lists.choices(model, kind) for kind in _LISTS
            }

    @api.depends("crud_model_id", *(f"crud_{name}_fields" for name in _LISTS))
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
            # The same commands change the tags of each record differently.
            return all(record.write(vals) for record in self)
        return super().write(vals)

    def _clean_vals(self, vals):
        """Replace tags with stored texts. An inverse would be too late: Odoo runs it
        after the constraints of stored fields (``odoo/orm/models.py``), which refuse a
        resource that has no fields to write.
        """
        vals = super()._clean_vals(vals)
        for kind in _LISTS:
            text, tags = f"crud_{kind}_fields", f"crud_{kind}_field_ids"
            if tags in vals:
                # A new record applies the commands, like onchange.
                record = self.new({tags: vals.pop(tags)}, origin=self)
                names = record[tags]._origin.sudo().mapped("name")
                # The text keeps its order, which is the order of the response.
                kept = [n for n in names_in(vals.get(text, self[text])) if n in names]
                vals[text] = ", ".join(dict.fromkeys([*kept, *names]))
        return vals
