"""What a resource says about models and bodies, for addons that move or try it."""

import re

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.endpoint.pure.media_type import JSON

from ..rest import schemas
from ..rest.field_lists import names_in
from ..rest.resource import Resource
from .endpoint_mixin import FIELD_LISTS

_LISTS = (
    *(f"crud_{name}_fields" for name in FIELD_LISTS),
    *("crud_key_lookups", "crud_order", "crud_key_field"),
)
_METHOD = re.compile(r"^[^:\n]+:\s*(\w+)", re.MULTILINE)


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _describe_models(self):
        description = super()._describe_models()
        if self.exec_mode == "crud" and self.crud_model_name:
            model = self.crud_model_name
            paths = {
                name.removeprefix("-")
                for each in _LISTS
                for name in names_in(self[each])
            }
            paths.update(_METHOD.findall(self.crud_actions or ""))
            uses = description["uses"].setdefault(model, set())
            uses.update(paths)
            description["domains"]["crud_domain"] = model
        return description

    def _media_type_of_bodies(self):
        return JSON if self.exec_mode == "crud" else super()._media_type_of_bodies()

    def _schema_of_bodies(self):
        if self.exec_mode != "crud":
            return super()._schema_of_bodies()
        try:
            resource = Resource.of_record(self)
        except UserError as exc:
            raise ValueError(str(exc)) from exc
        model = self.sudo().env[resource.model]
        method = "POST" if "create" in resource.operations else "PATCH"
        return schemas.for_document(schemas.body(model, resource.writable, method))

    def _path_has_record_id(self, path):
        if self.exec_mode == "crud" and re.search(r"/\d+(/|$)", path):
            return True
        return super()._path_has_record_id(path)
