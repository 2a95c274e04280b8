"""One endpoint under one route: an Operation Object (OpenAPI 3.1 §4.8.10)."""

from http import HTTPStatus

from odoo.addons.endpoint.validation import query

from . import answers, json_rpc, texts
from .authored import Authored
from .checks import parse_errors
from .identifiers import pascal
from .parameters import header_object, parameter_object

UNGROUPED = "Endpoints without a group"
_NO_CONTENT = (204, 304)


def tag(endpoint):
    """:return: str, the name of the tag that the endpoint's operations have"""
    return texts.one_line(endpoint.group) or UNGROUPED


def tag_description(endpoint):
    if texts.one_line(endpoint.group):
        return f"The endpoints of the group {texts.one_line(endpoint.group)}."
    return "Their records name no group."


class Operations:
    """Makes the operations of one endpoint; all share the schemas, which are put into
    the components once.

    :param Endpoint endpoint:
    :param dict components: of the document, added to
    :param str operation_id: of the first route; names the schemas
    :param str xsd_url: where the XML Schema of the body is to be had
    """

    def __init__(self, endpoint, components, operation_id, xsd_url):
        self.endpoint = endpoint
        self.components = components
        self.authored = Authored(components, pascal(operation_id))
        self.xsd_url = xsd_url
        self.has_path_parameters = any("<" in route for route in endpoint.routes)
        self.parameters = [
            *self._query_parameters(),
            *map(header_object, endpoint.request_headers),
        ]
        self.body = self._request_body()
        self.responses = self._responses()

    def make(self, operation_id, path_parameters, notes=()):
        """
        :param str operation_id:
        :param list path_parameters: Parameter Objects
        :param notes: more that the description has to say
        :return: Operation Object
        """
        endpoint = self.endpoint
        name = (
            texts.one_line(endpoint.name) or f"{endpoint.method} {endpoint.routes[0]}"
        )
        made = {"operationId": operation_id, "tags": [tag(endpoint)], "summary": name}
        if description := self._description(notes):
            made["description"] = description
        if endpoint.deprecated:
            made["deprecated"] = True
        if endpoint.sunset:
            made["x-sunset"] = endpoint.sunset
        if path_parameters or self.parameters:
            made["parameters"] = [*path_parameters, *self.parameters]
        if self.body:
            made["requestBody"] = self.body
        made["responses"] = self.responses
        made["security"] = [{scheme: []} for scheme in endpoint.security]
        return made

    def _description(self, notes):
        endpoint = self.endpoint
        parts = [texts.markdown(endpoint.description)]
        if endpoint.deprecated:
            ends = (
                f"; it may be gone from {endpoint.sunset} on" if endpoint.sunset else ""
            )
            parts.append(f"**Deprecated** since {endpoint.deprecated}{ends}.")
        if endpoint.query_strict:
            parts.append("Query parameters that are not listed are refused (400).")
        if endpoint.content_type and endpoint.max_size:
            parts.append(
                f"A body of more than {endpoint.max_size:g} MiB is refused (413)."
            )
        return "\n\n".join(filter(None, [*parts, *self.authored.notes, *notes]))

    def _query_parameters(self):
        try:
            found = query.load(self.endpoint.query)
        except ValueError as exc:
            self.authored.say("The query parameters", exc)
            return []
        return [parameter_object(parameter) for parameter in found]

    # ------------------------------------------------------------
    # Request
    # ------------------------------------------------------------

    def _request_body(self):
        endpoint = self.endpoint
        if not endpoint.content_type:
            return None
        media = {"schema": self._request_schema()}
        self.authored.add_example(
            media, "request", endpoint.request_example, endpoint.content_type
        )
        return {"required": True, "content": {endpoint.content_type: media}}

    def _request_schema(self):
        endpoint = self.endpoint
        if endpoint.content_type == "application/xml":
            made = {"type": "string", "contentMediaType": "application/xml"}
            if endpoint.request_schema:
                made["externalDocs"] = {
                    "description": "XML Schema",
                    "url": self.xsd_url,
                }
            return made
        if endpoint.content_type != "application/json":
            is_form = endpoint.content_type == "application/x-www-form-urlencoded"
            return {"type": "object" if is_form else "string"}
        found = self.authored.json_schema(
            endpoint.request_schema, "Request", "of the body"
        )
        if endpoint.route_type != "jsonrpc":
            return found
        return json_rpc.request_schema(found)

    # ------------------------------------------------------------
    # Answers
    # ------------------------------------------------------------

    def _responses(self):
        endpoint = self.endpoint
        made = {str(endpoint.status): self._good_response()}
        for answer in endpoint.further_answers:
            made[str(answer.status)] = answers.empty(endpoint, answer, self.components)
        for status, description in self._own_errors():
            made[str(status)] = {
                "description": texts.markdown(description) or _phrase(status),
                "content": answers.error_content(self.components),
            }
        for status in answers.statuses(endpoint):
            if str(status) not in made:
                made[str(status)] = answers.response(
                    status, self.components, self.has_path_parameters
                )
        return dict(sorted(made.items()))

    def _own_errors(self):
        try:
            return parse_errors(self.endpoint.errors)
        except ValueError as exc:
            self.authored.say("The errors", exc)
            return ()

    def _good_response(self):
        endpoint = self.endpoint
        made = {"description": _phrase(endpoint.status)}
        if headers := answers.headers(
            endpoint, endpoint.response_headers, self.components
        ):
            made["headers"] = headers
        if endpoint.status in _NO_CONTENT:
            return made
        kind = endpoint.response_type
        if endpoint.response_schema or endpoint.route_type == "jsonrpc":
            kind = kind or "application/json"
        media = {}
        if found := self._response_schema():
            media["schema"] = found
        self.authored.add_example(media, "response", endpoint.response_example, kind)
        # Nobody said what it is: anything.
        made["content"] = {kind or "*/*": media}
        return made

    def _response_schema(self):
        endpoint = self.endpoint
        found = self.authored.json_schema(
            endpoint.response_schema, "Response", "of the answer"
        )
        if endpoint.route_type != "jsonrpc":
            return found
        error = answers.error_content(self.components)["application/json"]["schema"]
        return json_rpc.response_schema(found, error)


def _phrase(status):
    try:
        return f"{HTTPStatus(status).phrase}."
    except ValueError:
        return f"Status {status}."
