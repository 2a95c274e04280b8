"""Collects the data of a call. Nothing is written during the request."""

from typing import Any, NoReturn

from werkzeug.exceptions import HTTPException

from odoo import models
from odoo.http import Response, request

from odoo.addons.endpoint.snapshot import Snapshot
from odoo.addons.endpoint_route_handler.call import Call, call_of

from .. import request_id
from ..entry import Entry, entry_of


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _match(cls, path_info):
        request.endpoint_log = None
        return super()._match(path_info)

    @classmethod
    def _make_call(cls, handler: Any, is_preflight: bool = False) -> Call:
        call = super()._make_call(handler, is_preflight)
        sent = request.httprequest.headers.get(request_id.HEADER)
        if accepted := request_id.accept(sent):
            call.request_id = accepted
        request_id.mark_thread(call.request_id)
        request.endpoint_log = Entry(call)
        return call

    @classmethod
    def _log_answer(
        cls, response: Response, exception: Exception | None = None
    ) -> None:
        """
        :param response: the response that may be sent
        :param exception: the exception that caused it
        """
        if entry := entry_of(request):
            # The header would distinguish a hidden endpoint from an unknown path.
            if call_of(request):
                response.headers[request_id.HEADER] = entry.call.request_id
            entry.answer(request, response, exception)

    @classmethod
    def _post_dispatch(cls, response):  # pylint: disable=missing-return
        super()._post_dispatch(response)
        cls._log_answer(response)
        if (entry := entry_of(request)) and not request.env.cr.closed:
            # Flush now what the commit would write, so that its queries are counted.
            request.env.cr.postcommit.add(entry.count_queries)

    @classmethod
    def _refuse(cls, exception: Exception, call: Call) -> Response:
        response = super()._refuse(exception, call)
        if entry := entry_of(request):
            # One of several rules that match the path (405).
            entry.call = call
            response.headers[request_id.HEADER] = call.request_id
            entry.answer(request, response, exception)
        return response

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        if entry_of(request):
            if isinstance(response, HTTPException):
                response = response.get_response(request.httprequest.environ)
            cls._log_answer(response, exception)
        return response

    @classmethod
    def _answer_empty(cls, headers: list[tuple[str, str]]) -> NoReturn:
        try:
            return super()._answer_empty(headers)
        except HTTPException as exc:
            cls._log_answer(exc.response)
            raise

    @classmethod
    def _snapshot_exposed_headers(cls, snapshot: Snapshot) -> tuple[str, ...]:
        return (*super()._snapshot_exposed_headers(snapshot), request_id.HEADER)
