"""Upload or paste an OpenAPI document, then see what was made of it."""

import base64

from odoo import fields, models
from odoo.exceptions import UserError


class EndpointOpenapiImport(models.TransientModel):
    _name = "endpoint.openapi.import"
    _description = "Import from OpenAPI"
    #: its methods create endpoints, see ``rpc.py`` of ``endpoint``
    _is_closed_over_rpc = True

    res_model = fields.Char(
        string="Model",
        default=lambda self: (
            self.env.context.get("endpoint_model") or "endpoint.endpoint"
        ),
        required=True,
        readonly=True,
    )
    file = fields.Binary(
        attachment=False, help="An OpenAPI 3.0 or 3.1 document, as JSON or YAML."
    )
    file_name = fields.Char()
    text = fields.Text(
        string="Or paste the document",
        help="An OpenAPI 3.0 or 3.1 document, as JSON or YAML.",
    )
    prefix = fields.Char(
        string="Route prefix",
        help="Put before each path. Leave empty to use the path of the document's "
        "first server. Enter / for none.",
    )
    record_ids = fields.Json("Record IDs", readonly=True)
    created_count = fields.Integer("Created endpoints", readonly=True)
    notes = fields.Text(string="Not carried over", readonly=True)

    def action_import(self) -> dict:
        """:return: reloads the list below this dialog, which then shows the result
        :raise UserError: no document, or none that can be used
        """
        self.ensure_one()
        model = self.env[self.res_model]
        records, lines = model._import_openapi_with_notes(
            self._document(), self.prefix.strip() if self.prefix else None
        )
        self.write(
            {
                "record_ids": records.ids,
                "created_count": len(records),
                "notes": "\n".join(lines),
                "file": False,
                "text": False,
            }
        )
        result = {
            "type": "ir.actions.act_window",
            "name": self._description,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
        return {
            "type": "ir.actions.client",
            "tag": "endpoint_openapi_imported",
            "params": {"next": result},
        }

    def action_open_endpoints(self) -> dict:
        """:return: the list of the new endpoints"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported endpoints"),
            "res_model": self.res_model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.record_ids)],
        }

    def _document(self) -> str:
        if not self.file:
            if not (self.text or "").strip():
                raise UserError(
                    self.env._("Upload an OpenAPI document, or paste its text.")
                )
            return self.text
        try:
            return base64.b64decode(self.file).decode("utf-8-sig")
        except UnicodeDecodeError as exc:
            raise UserError(
                self.env._("The file is not UTF-8 text. Save it as JSON or YAML.")
            ) from exc
