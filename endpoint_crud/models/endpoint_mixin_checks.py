"""The checks of a REST resource at save."""

from typing import Any

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from odoo.addons.endpoint_route_handler.routing.grammar import argument_names

from ..rest.resource import Resource


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _validate_exec_fields(self):
        # Not the name of the model: an uninstall clears it.
        settings = (
            name
            for name, field in self._fields.items()
            if name.startswith("crud_") and not field.compute
        )
        further = ("route", "further_routes", "route_type", "exec_as_user_id")
        return (*super()._validate_exec_fields(), *settings, *further)

    def _validate_exec__crud(self):
        """:raise UserError: the resource cannot be served"""
        if problem := self._crud_settings_problem() or self._crud_resource_problem():
            raise UserError(
                self.env._("“%(name)s”: %(error)s", name=self.name, error=problem)
            )

    def _crud_settings_problem(self):
        if self.route_type != "http":
            return self.env._("a REST resource needs the protocol HTTP.")
        if self.exec_as_user_id.id == SUPERUSER_ID:
            return self.env._(
                "%s has all rights. Choose a user with only the rights that callers "
                "need.",
                self.exec_as_user_id.display_name,
            )
        own = argument_names(self._crud_paths())
        if reserved := sorted(own & argument_names(self._all_routes())):
            return self.env._(
                "rename <%s> in the route: REST resources add a parameter of this "
                "name.",
                reserved[0],
            )
        if self.crud_key_field and any("<path" in each for each in self._all_routes()):
            return self.env._(
                "a resource with a key cannot have <path:…> in its route. Remove one "
                "of the two."
            )
        return None

    def _crud_resource_problem(self):
        try:
            Resource.of_record(self)
        except UserError as exc:
            return str(exc)
        return None

    def _find_route_problem(self, core: Any, rule: Any) -> str | bool:
        """Report resources that an uninstalled module broke after they were saved."""
        problem = super()._find_route_problem(core, rule)
        # Once, not for each rule of the resource.
        is_first = rule.key == self._endpoint_registry_unique_key()
        if not problem and self.exec_mode == "crud" and is_first:
            problem = self._crud_resource_problem() or False
        return problem
