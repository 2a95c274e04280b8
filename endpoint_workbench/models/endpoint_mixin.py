"""The examples of an endpoint."""

from odoo import Command, api, fields, models


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    example_ids = fields.One2many(
        "endpoint.example",
        "res_id",
        string="Examples",
        domain=lambda self: [("res_model", "=", self._name)],
        bypass_search_access=True,
        help="Saved calls. An exported module runs them as tests.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [self._with_model_of_examples(vals) for vals in vals_list]
        )

    def write(self, vals):
        return super().write(self._with_model_of_examples(vals))

    def _with_model_of_examples(self, vals: dict) -> dict:
        """Odoo fills in the id of a generic one2many field, but not the model."""
        commands = vals.get("example_ids")
        if not commands:
            return vals
        named = [
            (*command[:2], {**command[2], "res_model": self._name})
            if command[0] == Command.CREATE
            else command
            for command in commands
        ]
        return {**vals, "example_ids": named}

    def unlink(self):
        self.sudo().example_ids.unlink()
        return super().unlink()
