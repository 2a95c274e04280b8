"""The responses of an endpoint: Responses Object (OpenAPI 3.1 §4.8.16)."""

from http import HTTPStatus

from .authored import Authored, markdown, parse_errors
from .parameters import header_object
from .source import Endpoint

_TEXT = {"type": "string"}
ERROR = {
    "title": "Error",
    "description": "The body of every error response.",
    "type": "object",
    "required": ["name", "message", "arguments", "context", "debug"],
    "properties": {
        "name": {**_TEXT, "description": "Name of the exception."},
        "message": {**_TEXT, "description": "What is wrong, for humans."},
        "arguments": {"type": "array", "items": {}},
        "context": {"type": "object"},
        "debug": {**_TEXT, "description": "Empty, except on a development server."},
        "detail": {
            "description": "All validation errors of the request.",
            "type": "array",
            "maxItems": 100,
            "items": {"$ref": "#/components/schemas/ErrorDetail"},
        },
        "truncated": {"type": "boolean", "description": "There were more details."},
        "code": {"description": "Name of the error, for programs."},
        "details": {"description": "More about the error, as defined by the endpoint."},
    },
}
DETAIL = {
    "title": "ErrorDetail",
    "type": "object",
    "required": ["loc", "msg", "type"],
    "properties": {
        "loc": {
            "description": "The location: body or query, then names and positions.",
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
    500: (
        "InternalServerError",
        "The request failed; the message contains its id in the log.",
        (),
    ),
}


def responses_object(endpoint: Endpoint, authored: Authored) -> dict[str, dict]:
    """
    :param authored: adds the author's schemas and examples
    :return: Response and Reference Objects by status
    """
    components = authored.components
    components["schemas"].update(Error=ERROR, ErrorDetail=DETAIL)
    responses = {endpoint.status: _success(endpoint, authored)}
    for answer in endpoint.further_answers:
        responses[answer.status] = {
            "description": markdown(answer.description),
            **_headers(endpoint, answer.headers, components),
        }
    try:
        authored_errors = parse_errors(endpoint.errors)
    except ValueError as exc:
        authored.leave_out("list of errors", exc)
        authored_errors = ()
    for status, description in authored_errors:
        description = markdown(description) or _phrase(status)
        responses[status] = {"description": description, "content": _ERROR_CONTENT}
    for status in _refusals(endpoint):
        if status not in responses:
            responses[status] = _refusal(status, endpoint, components)
    return {str(status): responses[status] for status in sorted(responses)}


def _success(endpoint, authored):
    response = {
        "description": _phrase(endpoint.status),
        **_headers(endpoint, endpoint.response_headers, authored.components),
    }
    if endpoint.status in (204, 304):  # without a body (RFC 9110 §6.4.1)
        return response
    is_json_rpc = endpoint.route_type == "jsonrpc"
    media_type = endpoint.response_type
    if endpoint.response_schema or is_json_rpc:
        media_type = media_type or "application/json"
    schema = authored.json_schema(endpoint.response_schema, "response")
    if is_json_rpc:
        schema = _json_rpc(schema)
    media = {"schema": schema} if schema else {}
    media |= authored.example(endpoint.response_example, media_type, "response")
    texts = {each: {"schema": _TEXT} for each in endpoint.response_types}
    return {**response, "content": {media_type or "*/*": media, **texts}}


def _headers(endpoint, own_headers, components):
    """:return: member ``headers`` of a successful response, if it has any"""
    headers = {header.name: header_object(header) for header in own_headers}
    if endpoint.deprecated:
        headers["Deprecation"] = _header("Deprecation", components)
    if endpoint.sunset:
        headers["Sunset"] = _header("Sunset", components)
    return {"headers": headers} if headers else {}


def _header(name, components):
    """:return: Reference Object of a header, which is added to the components"""
    components["headers"][name] = {"description": _HEADERS[name], "schema": _TEXT}
    return {"$ref": f"#/components/headers/{name}"}


def _refusals(endpoint):
    """:return: statuses with which Odoo may refuse a request"""
    if endpoint.route_type == "jsonrpc":
        return [415]  # other errors are in the envelope, with status 200
    statuses = [400, 403, 404, 500]
    if endpoint.security:
        statuses.append(401)
    if endpoint.content_type:
        statuses += [413, 415]
    return statuses


def _refusal(status, endpoint, components):
    """:return: Reference Object of a response, which is added to the components"""
    name, description, headers = _REFUSALS[status]
    response = {"description": description, "content": _ERROR_CONTENT}
    if headers:
        response["headers"] = {name: _header(name, components) for name in headers}
    if status == 404 and any("<" in route for route in endpoint.routes):
        # Odoo responds with HTML if a path parameter has the wrong type.
        name += "Path"
        response["content"] = {**_ERROR_CONTENT, "text/html": {"schema": _TEXT}}
    components["responses"][name] = response
    return {"$ref": f"#/components/responses/{name}"}


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
