"""Records of the exec mode ``crud`` as the plain facts that their description is made
of.
"""

from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.endpoint_crud.rest import schemas
from odoo.addons.endpoint_crud.rest.field_types import TYPES
from odoo.addons.endpoint_crud.rest.resource import Resource

from .. import source
from ..pure import facts, operations


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _openapi_endpoints(self):
        found = super()._openapi_endpoints()
        if self.exec_mode == "crud":
            return self._openapi_operations(*found)
        return found

    def _openapi_operations(self, common):
        """
        :param common: ``Endpoint`` with what all operations have in common
        :return: list of ``Endpoint``; empty for a resource that cannot be served
        """
        resource = self._openapi_resource()
        if resource is None:
            return []
        # What an author said of another exec mode is no more true.
        common = replace(common, request_example="", response_example="")
        return [
            replace(common, key=f"{common.key}#{part}", **source.arguments(values))
            for part, values in operations.describe(resource)
        ]

    def _openapi_resource(self):
        """:return: :class:`facts.Resource`; None for one that cannot be served"""
        env = self.sudo().env
        try:
            resource = Resource(env, self.sudo().__getitem__)
        except UserError:
            return None
        model = env[resource.model]
        bodies = {
            method: schemas.body(model, resource, method)
            for method in ("POST", "PATCH", "PUT")
        }
        bodies["POST"] = bodies["POST"]["$defs"]["record"]
        return facts.Resource(
            name=self.name or "",
            routes=tuple(self._all_routes()),
            description=self.doc_description or "",
            operations=resource.operations,
            read=tuple(
                _field(model, name, resource.expand.get(name, ()))
                for name in resource.read
            ),
            filter=tuple(
                _field(model, name) for name in dict.fromkeys(("id", *resource.filter))
            ),
            sort=resource.sort,
            order=resource.order,
            page_size=resource.page_size,
            max_page_size=resource.max_page_size,
            count_total=resource.count_total,
            bodies=bodies,
            max_created=schemas.MAX_RECORDS,
            has_etag=model._log_access,
        )


def _field(model, name, expand=()):
    field = model._fields[name]
    words = field.get_description(model.env, ["string", "help"])
    related = model.env[field.comodel_name] if expand else None
    return facts.Field(
        name=name,
        type=field.type,
        label=words["string"] or name,
        help=words.get("help") or "",
        always=bool(field.required and field.store and not field.company_dependent),
        values=_values(field, model.env),
        operators=TYPES[field.type].operators,
        expand=tuple(_field(related, each) for each in expand),
    )


def _values(field, env):
    """:return: tuple of the keys of a selection, where they are the same for all"""
    if field.type != "selection" or not isinstance(field.selection, list):
        return None
    return tuple(key for key, _label in field._description_selection(env))
