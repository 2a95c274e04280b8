from odoo import http
from odoo.http import request


class PlainController(http.Controller):
    @http.route("/routing_plain/hello", auth="public", csrf=False)
    def hello(self):
        return request.make_json_response({"hello": "world"})

    @http.route("/routing_plain/user", auth="public", csrf=False)
    def user(self):
        # Reads as much of the user as an endpoint's snippet could.
        return request.make_json_response({"user": request.env.user.id})
