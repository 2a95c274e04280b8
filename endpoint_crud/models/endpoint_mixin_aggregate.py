"""Groups and totals: ``GET <route>/aggregate``."""

from odoo import fields, models

from ..rest import aggregate, conditional, paging


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_group_fields = fields.Text(string="Fields to group by")
    crud_aggregate_fields = fields.Text(string="Fields with totals")

    def _crud_aggregate(self, request, resource, model, query):
        domain = resource.domain(self.env) & query.domain
        rows, total = aggregate.page(model, domain, query)
        data, pagination, headers = paging.answer(
            request.httprequest, query, rows, total
        )
        headers = [conditional.VARY, *headers]
        return {"payload": {"data": data, "pagination": pagination}, "headers": headers}
