from werkzeug.exceptions import NotFound

from odoo import http


class EndpointNotFoundController(http.Controller):
    """The default handler of rules that name no handler."""

    def auto_not_found(self, endpoint_route, /, **params):
        """:raise NotFound: always"""
        raise NotFound()
