"""Query parameters: checked at save, validated and converted at each request."""

from odoo import api, fields, models

from odoo.addons.endpoint_route_handler.routing.grammar import argument_names
from odoo.addons.endpoint_route_handler.user_errors import value_error_as_user_error

from ..exceptions import RequestValidationError
from ..validation import query


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    query_parameters = fields.Text(
        string="Query parameters",
        help="List of query parameters, as YAML or JSON. Each request is "
        "validated against it, and the code gets typed values.",
    )
    query_strict = fields.Boolean(
        string="Refuse other query parameters",
        help="Refuse requests with query parameters that are not in the list (400).",
    )

    @api.constrains("query_parameters", "route", "further_routes")
    def _check_query_parameters(self):
        for record in self.filtered("query_parameters"):
            in_path = argument_names(record._all_routes())
            message = self.env._(
                "“%(name)s”: the query parameters cannot be used: %(error)s"
            )
            with value_error_as_user_error(message, record.name):
                query.check(record.query_parameters, in_path)

    def _validate_query(self, request):
        """Validate the query and convert each value to its type.

        :raise RequestValidationError: lists all errors
        """
        values, detail, truncated = query.convert(
            query.load(self.query_parameters or ""),
            request.httprequest.args.items(multi=True),
            strict=self.query_strict,
        )
        if detail:
            raise RequestValidationError(detail, truncated)
        sent = request.httprequest.args
        for name, value in values.items():
            # A default must not replace a form field of the same name.
            if name in sent or name not in request.params:
                request.params[name] = value
