"""Endpoints to begin with."""

from odoo import fields, models


class EndpointTemplate(models.Model):
    _name = "endpoint.template"
    _description = "Endpoint Template"
    _order = "sequence, id"
    #: its methods create endpoints, see ``rpc.py`` of ``endpoint``
    _is_closed_over_rpc = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    summary = fields.Char(
        required=True, translate=True, help="What the endpoint does, in one sentence."
    )
    icon = fields.Char(required=True, help="A Font Awesome class, such as fa-heart.")
    route = fields.Char(required=True)
    exec_mode = fields.Char("Handler", required=True, default="code")
    field_values = fields.Json(
        required=True, help="More values of the endpoint, by field."
    )
    code_snippet = fields.Text("Code")
    request_content_schema = fields.Text("Body schema")
    query_parameters = fields.Text("Query parameters")
    example_values = fields.Json(required=True, help="Values of the example call.")

    def action_use(self) -> dict:
        """Create an endpoint that is not synced.

        :return: the action that opens its form
        """
        self.ensure_one()
        name = self.env.context.get("endpoint_model") or "endpoint.endpoint"
        record = self._make_endpoint(name)
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _make_endpoint(self, model: str = "endpoint.endpoint") -> models.BaseModel:
        """
        :param model: name of a model that inherits ``endpoint.mixin``
        :return: a new record with an example, active and not synced
        """
        self.ensure_one()
        endpoints = self.env[model]
        route, path = self._free_route(endpoints)
        example = {"name": self.name, **self.example_values, "path": path}
        return endpoints.create(
            {
                "name": self.name,
                "route": route,
                "exec_mode": self.exec_mode,
                "code_snippet": self.code_snippet,
                "request_content_schema": self.request_content_schema,
                "query_parameters": self.query_parameters,
                "example_ids": [(0, 0, example)],
                **self.field_values,
            }
        )

    def _free_route(self, endpoints: models.BaseModel) -> tuple[str, str]:
        """:return: (a route that nothing serves yet, the path of the example)"""
        number = 1
        while True:
            route, path = (
                endpoints._clean_route_text(_numbered(each, number))
                for each in (self.route, self.example_values["path"])
            )
            if endpoints._is_route_free(route):
                return route, path
            number += 1


def _numbered(path: str, number: int) -> str:
    """
    >>> _numbered("/orders/<int:number>", 2)
    '/orders-2/<int:number>'
    """
    first, slash, rest = path[1:].partition("/")
    return f"/{first}-{number}{slash}{rest}" if number > 1 else path
