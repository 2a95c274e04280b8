"""What a record cannot know of itself, its author can say."""

from urllib.parse import quote

from odoo import fields, models
from odoo.exceptions import RedirectWarning

from .. import prefix


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    doc_description = fields.Text(
        string="Description",
        help="What it is for, in Markdown. Shown in the documentation.",
    )
    doc_status = fields.Integer(
        string="Status of the answer",
        default=200,
        help="The HTTP status of a good answer, as the documentation shows it.",
    )
    doc_content_type = fields.Selection(
        string="Type of the answer",
        selection="_selection_doc_content_type",
        help="The media type of a good answer. Empty: JSON where there is a schema, "
        "else it is left open.",
    )
    doc_response_schema = fields.Text(
        string="Schema of the answer",
        help="JSON Schema of a good answer, as JSON or YAML. Shown, not enforced.",
    )
    doc_request_example = fields.Text(string="Example of a request's body")
    doc_response_example = fields.Text(string="Example of an answer")
    doc_errors = fields.Text(
        string="Errors of its own",
        help="What the code refuses, one a line: the status, then when.",
    )

    def _selection_doc_content_type(self):
        """:return: the media types of answers that are offered"""
        return [
            ("application/json", "JSON"),
            ("text/plain", self.env._("Text")),
            ("text/html", "HTML"),
            ("text/csv", "CSV"),
            ("application/xml", "XML"),
            ("application/pdf", "PDF"),
            ("application/octet-stream", self.env._("Any file")),
        ]

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    def action_open_documentation(self):
        """Open the page at the operation of this record, or at its top.

        :raise RedirectWarning: nobody may see it, as the settings are
        """
        openapi = self.env["endpoint.openapi"]
        if openapi._audience() == "nobody":
            raise RedirectWarning(
                self.env._(
                    "Nobody may see the documentation yet. Choose in the settings "
                    "who may."
                ),
                self.env.ref("base_setup.action_general_configuration").id,
                self.env._("Go to the settings"),
            )
        place = openapi._place_of(self) if len(self) == 1 else None
        anchor = "".join(f"/{quote(part, safe='')}" for part in place or ())
        return {
            "type": "ir.actions.act_url",
            "url": f"{prefix.get(self.env)}/docs" + (f"#{anchor}" if anchor else ""),
            "target": "new",
        }
