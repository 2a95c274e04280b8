"""Saved example calls of endpoints: what *Try it* offers and exported tests send."""

from odoo import fields, models


class EndpointExample(models.Model):
    _name = "endpoint.example"
    _description = "Endpoint Example"
    _order = "sequence, id"

    name = fields.Char(
        required=True, help="What the call shows, such as “A new order”."
    )
    sequence = fields.Integer(default=10)
    res_model = fields.Char("Model", required=True, index=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Endpoint", model_field="res_model", required=True, index=True, readonly=True
    )
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
