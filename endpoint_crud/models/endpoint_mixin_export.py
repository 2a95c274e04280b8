"""Exports all records of a list, streamed, with the rights of the request."""

from odoo import fields, http, models
from odoo.http import Response, content_disposition

from odoo.addons.endpoint.exceptions import RequestValidationError

from ..rest import formats
from ..rest.export import Export
from ..rest.stream import Body, StreamedResponse


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    crud_export_limit = fields.Integer(
        string="Max. records of an export",
        default=1_000_000,
        help="Exports as CSV or JSON Lines (?format=csv or ndjson) with more records "
        "are refused, or end with a line that says so.",
    )
    crud_csv_guard_formulas = fields.Boolean(
        string="Escape formulas in CSV",
        help="In CSV, put an apostrophe before texts that begin with =, +, - or @, so "
        "that a spreadsheet does not run them as formulas. Programs that read the "
        "CSV see the apostrophe.",
    )

    def _crud_export(self, request, resource, model, query):
        file_format = formats.requested(request.httprequest)
        if query.bom and file_format != "csv":
            item = {"loc": ["query", "bom"], "msg": "only for CSV", "type": "not"}
            raise RequestValidationError([item])
        domain = resource.domain(self.env) & query.domain
        sql = self._crud_sql_rows(request, resource, model, query)
        # Not the proxy, if it is one: the stream goes on after the request.
        called = http.request._get_current_object()

        def make_rows(records):
            endpoint = self.with_env(records.env)
            return endpoint._crud_rows(called, resource, records, query)

        export = Export(resource, model, domain, query, file_format, sql, make_rows)
        export.check()
        name = request.httprequest.path.rstrip("/").rpartition("/")[2]
        headers = [
            formats.VARY,
            ("Content-Type", formats.FORMATS[file_format]),
            ("Content-Disposition", content_disposition(f"{name}.{file_format}")),
        ]
        body = Body(request.endpoint_call, model.env, export.chunks, export.last_line)
        return {"response": Response(StreamedResponse(body, headers=headers))}
