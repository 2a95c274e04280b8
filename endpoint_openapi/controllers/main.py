"""The document and the page, for those who may see them."""

from urllib.parse import quote

from werkzeug.exceptions import Forbidden, NotFound, Unauthorized

from odoo import http
from odoo.http import request

from .. import prefix
from ..models.endpoint_openapi import MEDIA_TYPES

# Swagger UI sets styles on its elements, and has pictures in its style sheet.
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)


def _route(*paths):
    # ``endpoint_openapi``: the prefix is that of the system parameter (models/ir_http)
    return http.route(
        [prefix.DEFAULT + path for path in paths],
        type="http",
        auth="endpoint_docs",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
        endpoint_openapi=True,
    )


class OpenapiController(http.Controller):
    @_route(
        "/openapi.<any(json,yaml):form>", "/<path:group>/openapi.<any(json,yaml):form>"
    )
    def openapi(self, form, group=None, **_params):
        """The document, of all endpoints or of one group."""
        self._check_audience()
        text = request.env["endpoint.openapi"]._document(group, form)
        return self._conditional(text.body, MEDIA_TYPES[form], text.etag)

    @_route("/xsd/<string:operation_id>.xsd")
    def xml_schema(self, operation_id, **_params):
        """The XML Schema that the document links."""
        self._check_audience()
        text = request.env["endpoint.openapi"]._xml_schema(operation_id)
        if text is None:
            raise NotFound()
        return self._conditional(text.encode(), "application/xml")

    @_route("/docs")
    def docs(self, group=None, **_params):
        """The page. Who has to log in first is sent there."""
        try:
            self._check_audience()
        except Unauthorized:
            url = f"{prefix.get(request.env)}/docs"
            return request.redirect_query("/web/login", {"redirect": url})
        part = f"/{quote(group)}" if group else ""
        url = f"{prefix.get(request.env)}{part}/openapi.json"
        response = request.render("endpoint_openapi.docs", {"document_url": url})
        response.headers["Content-Security-Policy"] = _CSP
        response.headers["Cache-Control"] = "private, no-cache"
        return response

    def _check_audience(self):
        """
        :raise NotFound: nobody may see it
        :raise Unauthorized: internal users may, and this is nobody
        :raise Forbidden: this is no internal user
        """
        audience = request.env["endpoint.openapi"]._audience()
        if audience == "nobody":
            raise NotFound()
        if audience == "public" or request.env.user._is_internal():
            return
        if request.env.user._is_public():
            raise Unauthorized("Log in, or send an API key.")
        raise Forbidden("The documentation is for internal users.")

    def _conditional(self, body, media_type, etag=None):
        """:return: a response, 304 where the caller has it (RFC 9110 §13.1.2)"""
        response = request.make_response(
            body,
            [
                ("Content-Type", f"{media_type}; charset=utf-8"),
                # Each time it is asked whether it is still the same.
                ("Cache-Control", "private, no-cache"),
                ("Vary", "Cookie, Authorization"),
            ],
        )
        if etag:
            response.set_etag(etag)
        else:
            response.add_etag()
        return response.make_conditional(request.httprequest.environ)
