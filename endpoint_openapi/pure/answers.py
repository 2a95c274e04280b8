"""The answers that an endpoint gives beside the good one: components of a document."""

from . import texts
from .parameters import described

_TEXT = {"type": "string"}
ERROR = {
    "title": "Error",
    "description": "The one object that every refusal is answered with.",
    "type": "object",
    "required": ["name", "message", "arguments", "context", "debug"],
    "properties": {
        "name": {**_TEXT, "description": "Name of the exception."},
        "message": {**_TEXT, "description": "What is wrong, for people."},
        "arguments": {"type": "array", "items": {}},
        "context": {"type": "object"},
        "debug": {**_TEXT, "description": "Empty, but on a developer's server."},
        "detail": {
            "description": "Where the request does not fit: every place.",
            "type": "array",
            "maxItems": 100,
            "items": {"$ref": "#/components/schemas/ErrorDetail"},
        },
        "truncated": {"type": "boolean", "description": "There were more details."},
        "code": {"description": "A name of the error, for programs."},
        "details": {"description": "What else the endpoint says of the error."},
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
            "description": "The keyword of the schema that it does not fit, or "
            "json_invalid, xml_invalid, xml_schema.",
        },
    },
}
#: headers by the name of their component
HEADERS = {
    "Accept": {"description": "What is taken instead (RFC 9110 §15.5.16)."},
    "Deprecation": {"description": "Since when it is deprecated (RFC 9745)."},
    "Sunset": {"description": "From when on it may be gone (RFC 8594)."},
    "WWW-Authenticate": {"description": "How to authenticate (RFC 9110 §11.6.1)."},
}
#: status -> (name of the component, description, names of headers)
_ANSWERS = {
    400: ("BadRequest", "The request does not fit, or was refused.", ()),
    401: ("Unauthorized", "No credentials, or wrong ones.", ("WWW-Authenticate",)),
    403: ("Forbidden", "The user lacks a right.", ()),
    404: ("NotFound", "There is no such record.", ()),
    413: ("ContentTooLarge", "The body is too large.", ()),
    415: ("UnsupportedMediaType", "The body is of another type.", ("Accept",)),
    500: ("InternalServerError", "It failed; the message has the id in the log.", ()),
}


def statuses(endpoint):
    """:return: list of the statuses with which a request may be refused"""
    if endpoint.route_type == "jsonrpc":
        return [415]  # the rest is in its envelope, with status 200
    found = [400]
    if endpoint.security:
        found.append(401)
    found += [403, 404]
    if endpoint.content_type:
        found += [413, 415]
    return [*found, 500]


def response(status, components, has_path_parameters=False):
    """
    :param int status: one of :func:`statuses`
    :param bool has_path_parameters: what does not fit them is no path of ours, and
        Odoo answers, in HTML
    :param dict components: of the document; what is referred to is added
    :return: Reference Object
    """
    name, description, headers = _ANSWERS[status]
    made = {"description": description}
    if headers:
        made["headers"] = {each: header(each, components) for each in headers}
    made["content"] = error_content(components)
    if status == 404 and has_path_parameters:
        name += "Path"
        made["content"]["text/html"] = {"schema": {"type": "string"}}
    components["responses"][name] = made
    return {"$ref": f"#/components/responses/{name}"}


def empty(endpoint, answer, components):
    """
    :param answer: :class:`~.source.Answer`
    :return: Response Object
    """
    made = {"description": texts.markdown(answer.description)}
    if found := headers(endpoint, answer.headers, components):
        made["headers"] = found
    return made


def headers(endpoint, own, components):
    """
    :param own: tuple of :class:`~.source.Header`
    :return: dict of the headers of a good answer
    """
    names = ["Deprecation"] if endpoint.deprecated else []
    names += ["Sunset"] if endpoint.sunset else []
    return {
        **{each.name: described(each) for each in own},
        **{name: header(name, components) for name in names},
    }


def error_content(components):
    """:return: Media Type Objects of the error object"""
    components["schemas"].update(Error=ERROR, ErrorDetail=DETAIL)
    return {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}


def header(name, components):
    """:return: Reference Object of a header, which is added to the components"""
    components["headers"][name] = {**HEADERS[name], "schema": _TEXT}
    return {"$ref": f"#/components/headers/{name}"}
