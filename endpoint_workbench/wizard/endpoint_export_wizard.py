"""The dialog of *Export as module*."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.endpoint.snapshot import is_endpoint_model


class EndpointExportWizard(models.TransientModel):
    _name = "endpoint.export.wizard"
    _description = "Export endpoints as a module"
    #: it shows the code of endpoints, see ``rpc.py`` of ``endpoint``
    _is_closed_over_rpc = True

    res_model = fields.Char("Model", required=True)
    res_ids = fields.Json("Record IDs", required=True)
    endpoint_list = fields.Text("Endpoints", compute="_compute_endpoint_list")
    name = fields.Char(
        "Technical name",
        required=True,
        help="The folder of the module: small letters, digits and underscores.",
    )
    title = fields.Char(
        required=True, help="The name of the module in the list of apps."
    )
    notes = fields.Text("Not carried over", compute="_compute_notes")
    data = fields.Binary("Module", readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        model, ids = context.get("active_model"), context.get("active_ids")
        if not (ids and is_endpoint_model(self.env.registry, model)):
            raise UserError(self.env._("Choose the endpoints to export in their list."))
        endpoints = self.env[model].browse(ids)._exported_endpoints()
        name, title = endpoints._default_module()
        values.update(res_model=model, res_ids=endpoints.ids, name=name, title=title)
        return values

    @api.depends("res_model", "res_ids")
    def _compute_endpoint_list(self):
        for wizard in self:
            wizard.endpoint_list = "\n".join(
                f"{each.request_method} {each.route}" for each in wizard._endpoints()
            )

    @api.depends("res_model", "res_ids")
    def _compute_notes(self):
        for wizard in self:
            notes = wizard._endpoints()._export_notes()
            wizard.notes = "\n".join(notes) or False

    def _endpoints(self):
        if not is_endpoint_model(self.env.registry, self.res_model):
            raise UserError(self.env._("Choose the endpoints to export in their list."))
        return self.env[self.res_model].browse(self.res_ids or []).exists()

    def action_download(self) -> dict:
        """:return: the action that downloads the module"""
        self.ensure_one()
        file_name, content = self._endpoints()._export_module(self.name, self.title)
        self.write({"file_name": file_name, "data": base64.b64encode(content)})
        path = f"/web/content/{self._name}/{self.id}/data/{file_name}"
        return {
            "type": "ir.actions.act_url",
            "url": f"{path}?download=true",
            "target": "download",
        }
