"""What an admin says of a REST resource."""

import re

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..rest.resource import OPERATIONS, Resource


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_model_id = fields.Many2one(
        comodel_name="ir.model",
        string="Model",
        ondelete="set null",
        domain=[("transient", "=", False), ("abstract", "=", False)],
        help="The records of this model are served, with the rights of the user whom "
        "the request runs as.",
    )
    crud_model_name = fields.Char(
        related="crud_model_id.model", string="Model name", store=True
    )
    crud_domain = fields.Char(
        string="Records",
        default="[]",
        help="Only these records exist for callers. “uid”, “user”, “company_id”, "
        "“company_ids”, “datetime” and “time” can be used in it.",
    )
    crud_read_fields = fields.Text(
        string="Fields to read",
        help="Names of fields, separated by commas, in the order of the answer. "
        "Callers see no other field.",
    )
    crud_write_fields = fields.Text(
        string="Fields to write",
        help="Names of fields, separated by commas. Any other is refused (400).",
    )
    crud_filter_fields = fields.Text(
        string="Fields to filter by",
        help="Names of fields, separated by commas: ?name__ilike=moby&pages__gte=100. "
        "Who filters by a field finds out its values, readable or not.",
    )
    crud_sort_fields = fields.Text(
        string="Fields to sort by",
        help="Names of fields, separated by commas: ?order=-pages,name",
    )
    crud_expand_fields = fields.Text(
        string="Fields of related records",
        help="What ?expand= adds: a relation, a dot and a field of its records, such "
        "as partner_id.name, separated by commas.",
    )
    crud_can_list = fields.Boolean(
        string="List", default=True, help="GET of the route: records, page by page."
    )
    crud_can_read = fields.Boolean(
        string="Read", default=True, help="GET of one record, and of its files."
    )
    crud_can_create = fields.Boolean(
        string="Create", help="POST to the route: one record, or a list of them."
    )
    crud_can_update = fields.Boolean(
        string="Update", help="PATCH and PUT of one record."
    )
    crud_can_delete = fields.Boolean(string="Delete", help="DELETE of one record.")
    crud_page_size = fields.Integer(
        string="Records of a page", default=80, help="Where a caller sends no ?limit=."
    )
    crud_max_page_size = fields.Integer(
        string="Most records of a page", default=500, help="The largest ?limit=."
    )
    crud_order = fields.Char(
        string="Order",
        default="id",
        help="Names of fields, separated by commas, “-” for descending: -pages,name",
    )
    crud_count_total = fields.Boolean(
        string="Count all records",
        default=True,
        help="A list says how many records and pages there are. That costs a query, "
        "which is slow on large tables.",
    )

    def _selection_exec_mode(self):
        return super()._selection_exec_mode() + [
            ("crud", self.env._("REST over a model"))
        ]

    @api.onchange("exec_mode")
    def _onchange_exec_mode_crud(self):
        if self.exec_mode == "crud" and not self.request_method:
            self.request_method = "GET"

    @api.onchange("crud_model_id")
    def _onchange_crud_model_id(self):
        """The names of another model's fields mean nothing for this one."""
        model = self.env.get(self.crud_model_id.model)
        self.crud_domain = "[]"
        self.crud_order = "id"
        for name in ("read", "write", "filter", "sort", "expand"):
            self[f"crud_{name}_fields"] = False
        if model is not None:
            self.crud_read_fields = model._rec_name_fallback()

    def _clean_vals(self, vals):
        vals = super()._clean_vals(vals)
        if vals.get("exec_mode") == "crud":
            # Its rules have methods of their own; the field is required of all.
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
            *(
                f"crud_{n}_fields"
                for n in ("read", "write", "filter", "sort", "expand")
            ),
            *(f"crud_can_{operation}" for operation in OPERATIONS),
        )

    def _validate_exec__crud(self):
        """:raise UserError: it cannot be served so"""
        if self.route_type != "http":
            raise UserError(
                self.env._("“%s”: a REST resource has the protocol HTTP.", self.name)
            )
        if self.exec_as_user_id.id == SUPERUSER_ID:
            raise UserError(
                self.env._(
                    "“%(name)s”: %(user)s has all rights. Choose a user with those "
                    "that callers need.",
                    name=self.name,
                    user=self.exec_as_user_id.display_name,
                )
            )
        if taken := sorted({"id", "file"} & self._crud_route_names()):
            raise UserError(
                self.env._(
                    "“%(name)s”: <%(parameter)s> in the route is the name of a part "
                    "that the API adds. Choose another.",
                    name=self.name,
                    parameter=taken[0],
                )
            )
        if problem := self._crud_problem():
            raise UserError(
                self.env._("“%(name)s”: %(error)s", name=self.name, error=problem)
            )

    def _crud_route_names(self):
        """:return: set of the names of the parameters in the routes"""
        return set(re.findall(r"(\w+)>", " ".join(self._all_routes())))

    def _crud_problem(self):
        """:return: why it cannot be served, in words for an admin; None where it can"""
        try:
            Resource(self.sudo().env, self.sudo().__getitem__)
        except UserError as exc:
            return str(exc)
        return None

    def _find_route_problem(self, core, rule):
        """What was good at save may be none later: a module with its fields went."""
        problem = super()._find_route_problem(core, rule)
        if not problem and self.exec_mode == "crud":
            problem = self._crud_problem() or False
        return problem
