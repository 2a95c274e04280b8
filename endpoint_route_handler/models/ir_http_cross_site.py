"""Requests from pages of other sites (``pure/cross_site.py``)."""

import werkzeug.exceptions
from werkzeug.exceptions import Forbidden

from odoo import models
from odoo.http import Response, request

from ..call import Call, call_of
from ..pure import cross_site


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        super()._authenticate(endpoint)
        call = call_of(request)
        # Only a cookie is sent by a browser without the page knowing it.
        if call and not call.is_preflight and call.routing["auth"] == "user_endpoint":
            cls._refuse_cross_site(call)

    @classmethod
    def _refuse_cross_site(cls, call: Call) -> None:
        """:raise Forbidden: another site's page wants to write as the user"""
        httprequest = request.httprequest
        if not cross_site.is_cross_site(
            httprequest.method, httprequest.headers, httprequest.host
        ):
            return
        allowed = cross_site.origins(call.routing["cors"])
        if httprequest.headers.get("Origin") not in allowed:
            raise Forbidden("Pages of other sites may not do this as the user.")

    @classmethod
    def _pre_dispatch(cls, rule, args):
        call = call_of(request)
        if call and call.is_preflight:
            cls._answer_preflight(call.routing)
        super()._pre_dispatch(rule, args)
        if call:
            # Odoo's dispatcher knows one origin alone.
            headers = request.future_response.headers
            headers.remove("Access-Control-Allow-Origin")
            headers.remove("Access-Control-Allow-Methods")
            headers.extend(cls._cors_headers(call.routing))

    @classmethod
    def _answer_preflight(cls, routing: dict) -> None:
        request.session.can_save = False  # a preflight has no cookie, and gets none
        headers = [
            *cls._cors_headers(routing),
            *cross_site.preflight_headers(
                routing["methods"],
                request.httprequest.headers.get("Access-Control-Request-Headers"),
            ),
        ]
        werkzeug.exceptions.abort(Response(status=204, headers=headers))

    @classmethod
    def _cors_headers(cls, routing: dict) -> list[tuple[str, str]]:
        """:return: the headers of any answer to a rule"""
        return cross_site.answer_headers(
            routing.get("cors"),
            request.httprequest.headers.get("Origin"),
            routing["auth"] == "user_endpoint",
        )
