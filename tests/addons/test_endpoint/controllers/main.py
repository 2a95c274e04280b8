from odoo import http
from odoo.http import Response, request

from odoo.addons.endpoint.controllers.main import EndpointController


class AnswerController(http.Controller):
    def answer(self, record_id, /, **params):
        record = request.env["test.endpoint.route"].sudo().browse(record_id)
        return Response(f"{record.answer} {params.get('n', '')}".strip())


class ExtendedEndpointController(EndpointController):
    """An installed addon extends the controller of all endpoints."""

    def _handle_result(self, result):
        response = super()._handle_result(result)
        if isinstance(response, Response):
            response.headers["X-Extended"] = "yes"
        return response
