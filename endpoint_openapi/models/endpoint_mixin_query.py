"""Query parameters are checked like the body."""

from odoo import models

from odoo.addons.endpoint.exceptions import RequestValidationError

from ..pure import query


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _validate_request(self, request):  # pylint: disable=missing-return
        super()._validate_request(request)
        if self.query_parameters or self.query_strict:
            self._validate_query(request)

    def _validate_query(self, request):
        """Give the code the values of the query parameters, each of its type.

        :raise RequestValidationError: with all errors
        """
        values, detail, truncated = query.check(
            query.load(self.query_parameters or ""),
            request.httprequest.args.items(multi=True),
            strict=self.query_strict,
        )
        if detail:
            raise RequestValidationError(detail, truncated)
        request.params.update(values)
