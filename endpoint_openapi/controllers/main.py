"""Serves the document and the page to users who may see them."""

from urllib.parse import quote

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, NotFound, Unauthorized

from odoo import http
from odoo.http import Response, request

from odoo.addons.endpoint_route_handler import errors
from odoo.addons.endpoint_route_handler.proxy import path_prefix

from ..models.endpoint_openapi import DEFAULT_PREFIX, MEDIA_TYPES

# Swagger UI sets inline styles on its elements, and has images in its style sheet.
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)


class OpenapiDispatcher(http.HttpDispatcher):
    """For programs: errors are JSON, with the same error object as endpoints."""

    routing_type = "endpoint_openapi"

    def handle_error(self, exc: Exception) -> Response:
        status, body, headers, is_failure = errors.describe(exc)
        if is_failure:
            return super().handle_error(exc)
        return self.request.make_json_response(body, headers, status=status)


def _route(*paths, **options):
    # ``endpoint_openapi``: models/ir_http replaces the default prefix in these routes
    return http.route(
        [DEFAULT_PREFIX + path for path in paths],
        auth="endpoint_docs",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
        endpoint_openapi=True,
        **options,
    )


class OpenapiController(http.Controller):
    @_route(
        "/openapi.<any(json,yaml):form>",
        "/<path:group>/openapi.<any(json,yaml):form>",
        type="endpoint_openapi",
    )
    def openapi(self, form, group=None, **_params) -> Response:
        """Send the document of all endpoints, or of one group."""
        self._check_audience()
        base = path_prefix(request.httprequest)
        text = request.env["endpoint.openapi"]._document(group, form, base)
        return self._conditional(text.body, MEDIA_TYPES[form], text.etag)

    @_route("/xsd/<string:operation_id>.xsd", type="endpoint_openapi")
    def xml_schema(self, operation_id, **_params) -> Response:
        """Send an XML Schema that the document links."""
        self._check_audience()
        text = request.env["endpoint.openapi"]._xml_schema(operation_id)
        if text is None:
            raise NotFound()
        return self._conditional(text.encode(), "application/xml")

    @_route("/docs", type="http")
    def docs(self, group=None, **_params) -> Response:
        """Send the page, or a redirect to the login page."""
        openapi = request.env["endpoint.openapi"]
        base = path_prefix(request.httprequest)
        url = base + openapi._prefix()
        try:
            self._check_audience()
        except Unauthorized:
            return request.redirect_query("/web/login", {"redirect": f"{url}/docs"})
        if group:
            if not openapi._has_group(group):
                raise NotFound()
            url += f"/{quote(group, safe='')}"
        values = {"document_url": f"{url}/openapi.json", "base": base}
        response = request.render("endpoint_openapi.docs", values)
        response.headers["Content-Security-Policy"] = _CSP
        response.headers["Cache-Control"] = "private, no-cache"
        return response

    def _check_audience(self):
        """
        :raise NotFound: nobody may see the documentation
        :raise Unauthorized: internal users may, and the caller is not logged in
        :raise Forbidden: only internal users may, and the caller is not one
        """
        audience = request.env["endpoint.openapi"]._audience()
        if audience == "nobody":
            raise NotFound()
        if audience == "public" or request.env.user._is_internal():
            return
        if request.env.user._is_public():
            raise Unauthorized(
                "Log in, or send an API key.",
                www_authenticate=WWWAuthenticate("bearer"),
            )
        raise Forbidden("The documentation is for internal users.")

    def _conditional(self, body, media_type, etag=None):
        """:return: response, or 304 if the caller already has it (RFC 9110 §13.1.2)"""
        response = request.make_response(
            body,
            [
                ("Content-Type", f"{media_type}; charset=utf-8"),
                ("Cache-Control", "private, no-cache"),  # revalidate each time
                ("Vary", "Cookie, Authorization"),
            ],
        )
        if etag:
            response.set_etag(etag)
        else:
            response.add_etag()
        return response.make_conditional(request.httprequest.environ)
