"""The responses of an endpoint: Responses Object (OpenAPI 3.1 §4.8.16)."""

from http import HTTPStatus

from .authored import Authored, markdown, parse_errors
from .parameters import header_object
from .source import Endpoint

_TEXT = {"type": "string"}
ERROR = {
    "title": "Error",
    "description": "The body of every refusal.",
    "type": "object",
    "required": ["name", "message", "arguments", "context", "debug"],
    "properties": {
        "name": {**_TEXT, "description": "Name of the exception."},
        "message": {**_TEXT, "description": "What is wrong, for people."},
        "arguments": {"type": "array", "items": {}},
        "context": {"type": "object"},
        "debug": {**_TEXT, "description": "Empty, except on a development server."},
        "detail": {
            "description": "All places where the request is not valid.",
            "type": "array",
            "maxItems": 100,
            "items": {"$ref": "#/components/schemas/ErrorDetail"},
        },
        "truncated": {"type": "boolean", "description": "There were more details."},
        "code": {"description": "Name of the error, for programs."},
        "details": {"description": "More about the error, as the endpoint defines."},
    },
}
DETAIL = {
    "title": "ErrorDetail",
    "type": "object",
    "required": ["loc", "msg", "type"],
    "properties": {
        "loc": {
            "description": "The place: body or query, then names and positions.",
            "type": "array",
            "items": {"type": ["string", "integer"]},
        },
        "msg": _TEXT,
        "type": {
            **_TEXT,
            "description": "The schema keyword that failed, or json_invalid, "
            "xml_invalid, xml_schema.",
        },
    },
}
_ERROR_CONTENT = {
    "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}
}
#: name of the header and of its component -> description
_HEADERS = {
    "Accept": "Accepted media types (RFC 9110 §15.5.16).",
    "Deprecation": "Date of the deprecation (RFC 9745).",
    "Sunset": "Date from which it may be unavailable (RFC 8594).",
    "WWW-Authenticate": "How to authenticate (RFC 9110 §11.6.1).",
}
#: status -> (name of the component, description, names of headers)
_REFUSALS = {
    400: ("BadRequest", "The request is not valid, or was refused.", ()),
    401: ("Unauthorized", "Credentials are missing or wrong.", ("WWW-Authenticate",)),
    403: ("Forbidden", "The user lacks an access right.", ()),
    404: ("NotFound", "The record does not exist.", ()),
    413: ("ContentTooLarge", "The body is too large.", ()),
    415: ("UnsupportedMediaType", "The body has another media type.", ("Accept",)),
    500: ("InternalServerError", "It failed; the message has the id in the log.", ()),
}


def responses_object(endpoint: Endpoint, authored: Authored) -> dict[str, dict]:
    """
    :param authored: gets the author's schemas and examples
    :return: Response and Reference Objects by status
    """
    return _Responses(endpoint, authored).make()


class _Responses:
    def __init__(self, endpoint, authored):
        self.endpoint = endpoint
        self.authored = authored
        self.components = authored.components
        self.is_json_rpc = endpoint.route_type == "jsonrpc"

    def make(self):
        endpoint = self.endpoint
        self.components["schemas"].update(Error=ERROR, ErrorDetail=DETAIL)
        responses = {endpoint.status: self._success()}
        for answer in endpoint.further_answers:
            responses[answer.status] = self._described(
                markdown(answer.description), answer.headers
            )
        for status, description in self._authored_errors():
            responses[status] = {
                "description": markdown(description) or _phrase(status),
                "content": _ERROR_CONTENT,
            }
        for status in self._refusals():
            if status not in responses:
                responses[status] = self._refusal(status)
        return {str(status): responses[status] for status in sorted(responses)}

    def _success(self):
        endpoint = self.endpoint
        response = self._described(_phrase(endpoint.status), endpoint.response_headers)
        if endpoint.status in (204, 304):  # without a body (RFC 9110 §6.4.1)
            return response
        media_type = endpoint.response_type
        if endpoint.response_schema or self.is_json_rpc:
            media_type = media_type or "application/json"
        schema = self.authored.json_schema(
            endpoint.response_schema, "Response", "of the response"
        )
        if self.is_json_rpc:
            schema = _json_rpc(schema)
        media = {"schema": schema} if schema else {}
        media |= self.authored.example(
            endpoint.response_example, media_type, "response"
        )
        response["content"] = {media_type or "*/*": media}
        return response

    def _described(self, description, own_headers):
        """:return: Response Object of a success, with its headers"""
        endpoint = self.endpoint
        headers = {header.name: header_object(header) for header in own_headers}
        if endpoint.deprecated:
            headers["Deprecation"] = self._header("Deprecation")
        if endpoint.sunset:
            headers["Sunset"] = self._header("Sunset")
        response = {"description": description}
        return {**response, "headers": headers} if headers else response

    def _authored_errors(self):
        try:
            return parse_errors(self.endpoint.errors)
        except ValueError as exc:
            self.authored.leave_out("The errors", exc)
            return ()

    def _refusals(self):
        """:return: statuses that Odoo may refuse a request with"""
        if self.is_json_rpc:
            return [415]  # the others are in the envelope, with status 200
        statuses = [400, 403, 404, 500]
        if self.endpoint.security:
            statuses.append(401)
        if self.endpoint.content_type:
            statuses += [413, 415]
        return statuses

    def _refusal(self, status):
        name, description, headers = _REFUSALS[status]
        response = {"description": description}
        if headers:
            response["headers"] = {name: self._header(name) for name in headers}
        response["content"] = _ERROR_CONTENT
        if status == 404 and any("<" in route for route in self.endpoint.routes):
            # Odoo answers in HTML if a path parameter has the wrong type.
            name += "Path"
            response["content"] = {**_ERROR_CONTENT, "text/html": {"schema": _TEXT}}
        self.components["responses"][name] = response
        return {"$ref": f"#/components/responses/{name}"}

    def _header(self, name):
        """:return: Reference Object of a header, which is added to the components"""
        header = {"description": _HEADERS[name], "schema": _TEXT}
        self.components["headers"][name] = header
        return {"$ref": f"#/components/headers/{name}"}


def _json_rpc(result):
    """:return: JSON Schema of a response (JSON-RPC 2.0 §5)"""
    error = {
        "code": {"type": "integer"},
        "message": _TEXT,
        "data": _ERROR_CONTENT["application/json"]["schema"],
    }
    properties = {
        "jsonrpc": {"const": "2.0"},
        "id": {"type": ["integer", "string", "null"]},
        "result": result,
        "error": {"type": "object", "properties": error},
    }
    return {"type": "object", "required": ["jsonrpc"], "properties": properties}


def _phrase(status):
    try:
        return f"{HTTPStatus(status).phrase}."
    except ValueError:
        return f"Status {status}."
