"""The lists of names as tags of a form, beside the texts that are kept."""

from odoo import Command, api, fields, models

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


#: the lists that the form shows as tags: crud_<list>_fields, crud_<list>_field_ids
_LISTS = ("read", "write", "filter", "sort")


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
            for kind in _LISTS:
                tags = known.browse()
                for name in names_in(record[f"crud_{kind}_fields"]):
                    tags |= known._get(record.crud_model_name or "", name)
                record[f"crud_{kind}_field_ids"] = tags

    def _inverse_crud_tags(self, text_field):
        for record in self:
            tags = record[text_field.replace("_fields", "_field_ids")]
            record[text_field] = _merge_names(record[text_field], tags.mapped("name"))

    def write(self, vals):
        if len(self) > 1 and any(f"crud_{kind}_field_ids" in vals for kind in _LISTS):
            # The commands of tags mean something else for each record.
            return all(record.write(vals) for record in self)
        return super().write(vals)

    def _clean_vals(self, vals):
        """Put tags into the texts that are stored. Odoo runs the inverse of a field
        after the constraints of the stored fields (``odoo/orm/models.py``), which would
        refuse a resource whose fields to write are about to be set.
        """
        vals = super()._clean_vals(vals)
        for kind in _LISTS:
            commands = vals.pop(f"crud_{kind}_field_ids", None)
            if commands is not None:
                text = f"crud_{kind}_fields"
                tags = _apply_commands(self[f"crud_{kind}_field_ids"], commands)
                names = vals[text] if text in vals else self[text]
                vals[text] = _merge_names(names, tags.sudo().mapped("name"))
        return vals


def _merge_names(text, names):
    """:return: str, the names in the order of ``text``: that of the answer"""
    kept = [name for name in names_in(text) if name in names]
    return ", ".join([*kept, *(name for name in names if name not in kept)])


def _apply_commands(records, commands):
    """:return: ``records`` after the x2many commands that a client may send"""
    for command, id_, ids in ((*c, 0, 0)[:3] for c in commands):
        target = records.browse(id_ or ())
        if command == Command.SET:
            records = records.browse(ids)
        elif command == Command.CLEAR:
            records = records.browse()
        elif command == Command.LINK:
            records |= target
        elif command in (Command.UNLINK, Command.DELETE):
            records -= target
    return records
