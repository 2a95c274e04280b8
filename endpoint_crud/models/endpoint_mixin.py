"""The fields of a REST resource, and its checks at save."""

from typing import Any

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.endpoint_route_handler.routing.grammar import argument_names

from ..rest.resource import OPERATIONS, Resource

#: the lists of field names: crud_<name>_fields
FIELD_LISTS = ("read", "write", "filter", "sort", "expand", "group", "aggregate")


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_model_id = fields.Many2one(
        comodel_name="ir.model",
        string="Model",
        ondelete="set null",
        domain=[("transient", "=", False), ("abstract", "=", False)],
        help="The endpoint serves records of this model, with the rights of the user "
        "it runs as.",
    )
    crud_model_name = fields.Char(
        related="crud_model_id.model", string="Model name", store=True
    )
    crud_domain = fields.Char(
        string="Domain",
        default="[]",
        help="Callers can only access records that match. You can use uid, user, "
        "company_id, company_ids, datetime and time.",
    )
    # Field names, separated by commas. The form shows tags, see endpoint_mixin_tags.
    crud_read_fields = fields.Text(string="Fields to read")
    crud_write_fields = fields.Text(string="Fields to write")
    crud_filter_fields = fields.Text(string="Fields to filter by")
    crud_sort_fields = fields.Text(string="Fields to sort by")
    crud_expand_fields = fields.Text(
        string="Fields of related records",
        help="What ?expand= adds: a relation, a dot and a field of the related "
        "records, separated by commas. Example: partner_id.name, partner_id.email",
    )
    crud_can_list = fields.Boolean(
        string="List", default=True, help="GET of the route: pages of records."
    )
    crud_can_read = fields.Boolean(
        string="Read", default=True, help="GET of one record or one of its files."
    )
    crud_can_create = fields.Boolean(
        string="Create", help="POST to the route: one record or a list."
    )
    crud_can_update = fields.Boolean(
        string="Update", help="PATCH and PUT of one record."
    )
    crud_can_delete = fields.Boolean(string="Delete", help="DELETE of one record.")
    crud_page_size = fields.Integer(
        string="Page size", default=80, help="Records per page without ?limit=."
    )
    crud_max_page_size = fields.Integer(
        string="Max. page size", default=500, help="The highest ?limit=."
    )
    crud_order = fields.Char(
        string="Order",
        default="id",
        help="Field names, separated by commas, “-” for descending: -pages,name",
    )
    crud_count_total = fields.Boolean(
        string="Count all records",
        default=True,
        help="Lists include the number of records and pages. Counting is slow on "
        "large tables.",
    )

    def _selection_exec_mode(self):
        mode = ("crud", self.env._("REST over a model"))
        return [*super()._selection_exec_mode(), mode]

    @api.onchange("exec_mode")
    def _onchange_exec_mode_crud(self):
        if self.exec_mode == "crud" and not self.request_method:
            self.request_method = "GET"

    @api.onchange("crud_model_id")
    def _onchange_crud_model_id(self):
        """Clear the field names of the previous model."""
        model = self.env.get(self.crud_model_id.model)
        self.crud_domain = "[]"
        self.crud_order = "id"
        for name in FIELD_LISTS:
            self[f"crud_{name}_fields"] = False
        if model is not None:
            self.crud_read_fields = model._rec_name_fallback()

    def _clean_vals(self, vals):
        vals = super()._clean_vals(vals)
        if vals.get("exec_mode") == "crud":
            # The field is required, but resources do not use it in their rules.
            vals.setdefault("request_method", "GET")
        return vals

    # ------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------

    def _validate_exec_fields(self):
        return (
            *super()._validate_exec_fields(),
            *("crud_model_id", "crud_domain", "crud_order", "crud_count_total"),
            *("crud_page_size", "crud_max_page_size", "route_type", "exec_as_user_id"),
            *("route", "further_routes"),
            *(f"crud_{name}_fields" for name in FIELD_LISTS),
            *(f"crud_can_{operation}" for operation in OPERATIONS),
        )

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
