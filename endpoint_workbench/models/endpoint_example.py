"""Saved example calls of endpoints: what *Try it* offers and exported tests send."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# RFC 9110 §5.6.2: the syntax of methods and header names.
_TOKEN = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
_NOT_IN_PATH = re.compile(r"[\s?#<>]")
_NOT_IN_QUERY = re.compile(r"[\s#]")
# RFC 9110 §5.5
_NOT_IN_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class EndpointExample(models.Model):
    _name = "endpoint.example"
    _inherit = "endpoint.part.mixin"
    _description = "Endpoint Example"
    _order = "sequence, id"

    name = fields.Char(
        required=True, help="What the call shows, such as “A new order”."
    )
    sequence = fields.Integer(default=10)
    res_model = fields.Char(index=True)
    res_id = fields.Many2oneReference(index=True)
    method = fields.Char(required=True, default="GET")
    path = fields.Char(
        required=True, help="The path with its parameters filled in, such as /orders/7."
    )
    query = fields.Char(help="The query string without “?”, such as page=2&size=10.")
    headers = fields.Text(help="One header per line, such as “X-Shop: Paris”.")
    body = fields.Text(help="The body as text.")
    status = fields.Integer(
        "Expected status",
        help="The HTTP status of the response. 0: not known yet.",
    )

    @api.onchange("method")
    def _onchange_method(self):
        self.method = (self.method or "").strip().upper()

    @api.onchange("path")
    def _onchange_path(self):
        """Split a pasted URL."""
        path = re.sub(r"^\w+://[^/]*", "", (self.path or "").strip())
        self.path, mark, query = path.partition("#")[0].partition("?")
        if mark:
            self.query = query

    @api.constrains("method", "path", "query", "headers", "status")
    def _check_call(self):
        for example in self:
            if problem := example._find_problem():
                raise ValidationError(
                    self.env._(
                        "Example “%(name)s”: %(problem)s",
                        name=example.name,
                        problem=problem,
                    )
                )

    def _find_problem(self) -> str | None:
        """:return: why the call cannot be sent, and what to do"""
        if not _TOKEN.fullmatch(self.method):
            return self.env._("write the method as one word, such as POST.")
        if not self.path.startswith("/"):
            return self.env._("begin the path with “/”, such as /orders/7.")
        for text, pattern in ((self.path, _NOT_IN_PATH), (self.query, _NOT_IN_QUERY)):
            if found := pattern.search(text or ""):
                return self._describe_character(found[0])
        if self.status and not 100 <= self.status <= 599:
            return self.env._("the expected status must be 100 to 599, or 0.")
        for line in (self.headers or "").split("\n"):
            name, colon, value = line.partition(":")
            if line.strip() and not (colon and _TOKEN.fullmatch(name)):
                return self.env._(
                    "write the header “%s” as name, colon, value, such as "
                    "“X-Shop: Paris”.",
                    line,
                )
            if _NOT_IN_VALUE.search(value):
                return self.env._(
                    "the header “%s” contains a control character. Remove it.", name
                )
        return None

    def _describe_character(self, character: str) -> str:
        """:return: why the path or the query cannot contain it"""
        if character in "<>":
            return self.env._(
                "fill in the parameters of the path, such as /orders/7 for "
                "/orders/<int:id>."
            )
        if character == "?":
            return self.env._("write what follows “?” in the query.")
        return self.env._(
            "in the path and the query, write %(space)s for a space and %(hash)s for "
            "“#”.",
            space="%20",
            hash="%23",
        )
