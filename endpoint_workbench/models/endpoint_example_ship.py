"""Exported modules bring their examples along."""

import json

from odoo import api, models
from odoo.tools import file_open

from ..ship import examples


class EndpointExample(models.Model):
    _inherit = "endpoint.example"

    @api.model
    def _load_examples(self, module: str) -> None:
        """Create the examples of an exported module, if it has any. Called when it, or
        this addon, is installed.
        """
        try:
            with file_open(f"{module}/{examples.PATH}", env=self.env) as file:
                by_name = json.load(file)
        except FileNotFoundError:
            return
        for xml_id, values in examples.records_of(by_name):
            endpoint = self.env.ref(f"{module}.{xml_id}", raise_if_not_found=False)
            if endpoint:
                endpoint.example_ids = [(0, 0, values)]
