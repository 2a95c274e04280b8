from werkzeug.exceptions import NotFound

from odoo import http


class EndpointNotFoundController(http.Controller):
    """The handler of routes that name none."""

    def auto_not_found(self, endpoint_route, /, **params):
        """:raise NotFound: always"""
        raise NotFound()
