"""The endpoints of bench/cases.py as hand-written controllers."""

import datetime
import hmac
import json

from werkzeug.exceptions import BadRequest, Unauthorized

from odoo import http
from odoo.http import request

from ..schemas import ORDER, POST

ADMIN = 2
SECRET = b"only in the databases of a run"


def valid_body(schema):
    """The body of the request.

    :raise BadRequest: lists all errors
    """
    try:
        body = json.loads(request.httprequest.get_data())
    except ValueError as error:
        raise BadRequest(str(error)) from error
    if errors := [error.message for error in schema.iter_errors(body)]:
        raise BadRequest("\n".join(errors))
    return body


def route(path, method, auth="public"):
    """A route with the default settings of an endpoint."""
    return http.route(path, methods=[method], auth=auth, csrf=False, cors="*")


class BenchController(http.Controller):
    @route("/bench/controller/hello", "GET")
    def hello(self, **params):
        return request.make_json_response({"hello": "world"})

    @route("/bench/controller/by_key", "GET", auth="bearer")
    def by_key(self, **params):
        return request.make_json_response({"user": request.env.user.login})

    @route("/bench/controller/signed", "POST")
    def signed(self, **params):
        httprequest = request.httprequest
        data = httprequest.get_data()
        digest = hmac.digest(SECRET, data, "sha256").hex()
        sent = httprequest.headers.get("X-Hub-Signature-256", "")
        if not hmac.compare_digest(f"sha256={digest}", sent):
            raise Unauthorized()
        request.update_env(user=ADMIN)
        commits = json.loads(data)["commits"]
        user = request.env.user.login
        return request.make_json_response({"user": user, "commits": len(commits)})

    @http.route("/bench/controller/stateless", auth="public", save_session=False)
    def stateless(self, **params):
        """The same without a session, which endpoints do not create either."""
        return request.make_json_response({"hello": "world"})

    @route("/bench/controller/partners", "GET")
    def partners(self, **params):
        request.update_env(user=ADMIN)
        partners = request.env["res.partner"].search([], limit=10, order="id")
        return request.make_json_response(partners.read(["name", "email"]))

    @route("/bench/controller/snippet", "GET")
    def snippet(self, **params):
        start = datetime.date(2026, 1, 31)
        rate = 0.035
        balance = 12000.0
        months = 12
        plan = []
        paid = 0.0
        for month in range(months):
            interest = round(balance * rate / 12, 2)
            principal = round(12000.0 / months, 2)
            due = start + datetime.timedelta(days=30 * month)
            plan.append(
                {
                    "due": due.isoformat(),
                    "interest": interest,
                    "amount": round(interest + principal, 2),
                }
            )
            balance -= principal
            paid += interest + principal
        return request.make_json_response({"plan": plan, "paid": round(paid, 2)})

    @route("/bench/controller/post", "POST")
    def post(self, **params):
        body = valid_body(POST)
        return request.make_json_response({"sum": body["quantity"] * 3})

    @route("/bench/controller/order", "POST")
    def order(self, **params):
        order = valid_body(ORDER)
        total = sum(line["quantity"] * line["price"] for line in order["lines"])
        return request.make_json_response(
            {"reference": order["reference"], "total": round(total, 2)}
        )
