"""One endpoint under one route: an Operation Object (OpenAPI 3.1 §4.8.10)."""

from odoo.addons.endpoint.validation import query

from .authored import Authored, markdown, one_line
from .components import pascal_case
from .parameters import header_parameter, query_parameter
from .responses import responses_object
from .source import Endpoint

UNGROUPED = "Endpoints without a group"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def tag(endpoint: Endpoint) -> str:
    """:return: the name of the tag that the endpoint's operations have"""
    return one_line(endpoint.group) or UNGROUPED


def tag_description(endpoint: Endpoint) -> str:
    if one_line(endpoint.group):
        return f"The endpoints of the group {one_line(endpoint.group)}."
    return "Their records name no group."


class Operations:
    """Makes the operations of one endpoint. They share the schemas, which are added to
    the components once.

    :param endpoint:
    :param components: of the document, added to
    :param operation_id: of the first route; names the schemas
    :param xsd_url: URL of the XML Schema of the body
    """

    def __init__(
        self, endpoint: Endpoint, components: dict, operation_id: str, xsd_url: str
    ):
        self.endpoint = endpoint
        self.authored = Authored(components, pascal_case(operation_id))
        self.xsd_url = xsd_url
        self.parameters = [
            *self._query_parameters(),
            *map(header_parameter, endpoint.request_headers),
        ]
        self.body = self._request_body()
        self.responses = responses_object(endpoint, self.authored)

    def make(self, operation_id: str, path_parameters: list[dict]) -> dict:
        """
        :param path_parameters: Parameter Objects
        :return: Operation Object
        """
        endpoint = self.endpoint
        operation = {
            "operationId": operation_id,
            "tags": [tag(endpoint)],
            "summary": one_line(endpoint.name)
            or f"{endpoint.method} {endpoint.routes[0]}",
        }
        if description := self._description():
            operation["description"] = description
        if endpoint.deprecated:
            operation["deprecated"] = True
        if endpoint.sunset:
            operation["x-sunset"] = endpoint.sunset
        if path_parameters or self.parameters:
            operation["parameters"] = [*path_parameters, *self.parameters]
        if self.body:
            operation["requestBody"] = self.body
        operation["responses"] = self.responses
        operation["security"] = [{scheme: []} for scheme in endpoint.security]
        return operation

    def _description(self):
        endpoint = self.endpoint
        parts = [markdown(endpoint.description)]
        if endpoint.deprecated:
            sunset = f"; may be unavailable from {endpoint.sunset}"
            parts.append(
                f"**Deprecated** since {endpoint.deprecated}"
                f"{sunset if endpoint.sunset else ''}."
            )
        if endpoint.query_strict:
            parts.append("Query parameters that are not listed are refused (400).")
        if endpoint.content_type and endpoint.max_size:
            parts.append(f"Bodies over {endpoint.max_size:g} MiB are refused (413).")
        return "\n\n".join(filter(None, [*parts, *self.authored.notes]))

    def _query_parameters(self):
        try:
            return list(map(query_parameter, query.load(self.endpoint.query)))
        except ValueError as exc:
            self.authored.leave_out("The query parameters", exc)
            return []

    def _request_body(self):
        endpoint = self.endpoint
        if not endpoint.content_type:
            return None
        media = {"schema": self._request_schema()}
        media |= self.authored.example(
            endpoint.request_example, endpoint.content_type, "request"
        )
        return {"required": True, "content": {endpoint.content_type: media}}

    def _request_schema(self):
        endpoint = self.endpoint
        is_form = endpoint.content_type in _FORMS
        if endpoint.content_type == "application/json" or is_form:
            schema = self.authored.json_schema(
                endpoint.request_schema, "Request", "of the body"
            )
            if endpoint.route_type == "jsonrpc":
                return _json_rpc(schema)
            return schema or ({"type": "object"} if is_form else {})
        schema = {"type": "string"}
        if endpoint.content_type == "application/xml":
            schema["contentMediaType"] = "application/xml"
            if endpoint.request_schema:
                schema["externalDocs"] = {
                    "description": "XML Schema",
                    "url": self.xsd_url,
                }
        return schema


def _json_rpc(params):
    """:return: JSON Schema of a request (JSON-RPC 2.0 §4)"""
    properties = {
        "jsonrpc": {"const": "2.0"},
        "method": {"type": "string"},
        "params": params or {"type": "object"},
        "id": {"type": ["integer", "string", "null"]},
    }
    return {
        "type": "object",
        "required": ["jsonrpc", "params"],
        "properties": properties,
    }
