"""What the panel *Try it* is filled with: an example call that suits the endpoint."""

import json
from contextlib import suppress
from typing import Any

from lxml import etree

from odoo import models

from odoo.addons.endpoint.validation import query, xml_schema
from odoo.addons.endpoint_route_handler.routing import grammar

from .. import valid_example

_TEXTS = {
    "text/plain": "text",
    "text/csv": "name,quantity\nChair,1\n",
    "application/x-www-form-urlencoded": "name=Chair&quantity=1",
}
_XSD_ELEMENT = "{http://www.w3.org/2001/XMLSchema}element"
_EXAMPLE_FIELDS = ["name", "method", "path", "query", "headers", "body"]


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def web_try_defaults(self, changes: dict) -> dict[str, Any]:
        """
        :param changes: values in the form, as for ``web_save``; ``self`` is empty for a
            new record
        :return: ``methods``; ``routes``; ``path_parameters`` of the first route, each
            with ``name``, ``converter``, ``example``; ``query``, each with ``name``,
            ``type``, ``required``, ``example``; ``content_type``; ``body``, an example;
            ``auth_type``; ``examples``, the saved calls; ``base_url``
        """
        self._check_try_access()
        # As saving does: a route begins with “/”.
        record = self.new(self._clean_vals(changes), origin=self)
        routings = record.route and [
            rule.routing for rule in record._prepare_endpoint_rules()
        ]
        routes = [route for each in routings or () for route in each["routes"]]
        methods = [method for each in routings or () for method in each["methods"]]
        methods = list(dict.fromkeys(methods)) or [record.request_method or "GET"]
        return {
            "methods": methods,
            "routes": list(dict.fromkeys(routes)),
            "path_parameters": record._try_path_parameters(routes),
            "query": record._try_query(),
            "content_type": record._media_type_of_bodies(),
            "body": record._try_body(methods),
            "auth_type": record.auth_type,
            "examples": self.example_ids.read(_EXAMPLE_FIELDS, load=None),
            "base_url": self.get_base_url(),
        }

    def _try_path_parameters(self, routes):
        try:
            arguments = grammar.arguments(routes[0]) if routes else []
        except ValueError:
            return []  # malformed, as the form says at save
        return [
            {
                "name": argument.name,
                "converter": argument.converter,
                "example": self._try_argument(argument),
            }
            for argument in arguments
        ]

    def _try_argument(self, argument):
        """:return: text that the converter accepts"""
        if argument.converter in ("model", "models"):
            model = self.env.get(argument.args[0] if argument.args else "")
            record = model is not None and model.sudo().search([], limit=1)
            return str(record.id) if record else "1"
        if argument.converter == "int":
            return str(max(1, argument.options.get("min") or 1))
        if argument.converter == "any" and argument.args:
            return str(argument.args[0])
        size = argument.options.get("length") or argument.options.get("minlength") or 1
        if argument.converter in ("default", "string"):
            return "x" * int(size)
        return grammar.example(f"/<{argument.converter}:{argument.name}>")[1:]

    def _try_query(self):
        try:
            parameters = query.load(self.query_parameters or "")
        except ValueError:
            return []
        return [
            {
                "name": parameter.name,
                "type": parameter.schema["type"],
                "required": parameter.required,
                "example": _query_text(parameter),
            }
            for parameter in parameters
        ]

    def _try_body(self, methods: list[str]) -> str:
        """:return: an example of a body, made from the schema; empty for none"""
        media_type = self._media_type_of_bodies()
        if not set(methods).intersection(self._methods_with_body()):
            return ""
        if media_type == "application/json":
            return self._try_json()
        if media_type == "application/xml":
            return _xml_example(self.request_content_schema)
        return _TEXTS.get(media_type, "")

    def _try_json(self):
        value = {}
        with suppress(ValueError):  # unusable, as the form says at save
            if (schema := self._schema_of_bodies()) is not None:
                value = valid_example.make(schema)[1]
        if self.route_type == "jsonrpc":
            value = {"jsonrpc": "2.0", "method": "call", "params": value, "id": 1}
        return json.dumps(value, indent=2, ensure_ascii=False)


def _query_text(parameter):
    value = parameter.shown.get("example", parameter.default)
    if value is None:
        value = valid_example.make(parameter.schema)[1]
    values = value if isinstance(value, list) else [value]
    return ",".join(
        json.dumps(each) if isinstance(each, bool) else str(each) for each in values
    )


def _xml_example(schema):
    """:return: the first element that an XML Schema declares, without its content"""
    try:
        declared = xml_schema.parse((schema or "").encode()).find(_XSD_ELEMENT)
    except xml_schema.InvalidXML:
        declared = None
    name = "root" if declared is None else declared.get("name") or "root"
    return etree.tostring(etree.Element(name), encoding="unicode")
