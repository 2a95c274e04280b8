"""One endpoint as an Operation Object (OpenAPI 3.1 §4.8.10)."""

from odoo.addons.endpoint.pure.media_type import FORMS
from odoo.addons.endpoint.validation import query

from .authored import Authored, markdown, one_line
from .parameters import header_parameter, query_parameter
from .responses import responses_object
from .source import Endpoint


def tag_object(endpoint: Endpoint) -> dict:
    """:return: Tag Object of the endpoint's group (OpenAPI 3.1 §4.8.22)"""
    if group := one_line(endpoint.group):
        return {"name": group, "description": f"Endpoints of the group {group}."}
    return {
        "name": "Other endpoints",
        "description": "Endpoints without a group.",
    }


def operation_object(endpoint: Endpoint, authored: Authored, xsd_url: str) -> dict:
    """
    :param authored: adds the author's schemas and examples
    :param xsd_url: URL of the XML Schema of the body
    :return: Operation Object without the route-dependent parts: ``operationId`` and the
        parameters of the path
    """
    name = one_line(endpoint.name) or f"{endpoint.method} {endpoint.routes[0]}"
    operation = {"tags": [tag_object(endpoint)["name"]], "summary": name}
    parameters = [
        *_query_parameters(endpoint, authored),
        *map(header_parameter, endpoint.request_headers),
    ]
    body = _request_body(endpoint, authored, xsd_url)
    responses = responses_object(endpoint, authored)
    if description := _description(endpoint, authored.notes):
        operation["description"] = description
    if endpoint.deprecated:
        operation["deprecated"] = True
    if endpoint.sunset:
        operation["x-sunset"] = endpoint.sunset
    operation["parameters"] = parameters
    if body:
        operation["requestBody"] = body
    operation["responses"] = responses
    operation["security"] = [{scheme: []} for scheme in endpoint.security]
    return operation


def _description(endpoint, notes):
    parts = [markdown(endpoint.description)]
    if endpoint.deprecated:
        sunset = f"; may be unavailable from {endpoint.sunset}"
        parts.append(
            f"**Deprecated** since {endpoint.deprecated}"
            f"{sunset if endpoint.sunset else ''}."
        )
    if endpoint.allowed_groups:
        names = ", ".join(map(one_line, endpoint.allowed_groups))
        parts.append(markdown(f"Callers must be in one of these groups: {names}."))
    if endpoint.query_strict:
        parts.append("Query parameters that are not listed are refused (400).")
    if endpoint.content_type and endpoint.max_size:
        parts.append(f"Bodies over {endpoint.max_size:g} MiB are refused (413).")
    return "\n\n".join(filter(None, [*parts, *notes]))


def _query_parameters(endpoint, authored):
    try:
        return list(map(query_parameter, query.load(endpoint.query)))
    except ValueError as exc:
        authored.leave_out("query parameters", exc)
        return []


def _request_body(endpoint, authored, xsd_url):
    media_type = endpoint.content_type
    if not media_type:
        return None
    if media_type == "application/json" or media_type in FORMS:
        schema = authored.json_schema(endpoint.request_schema, "request")
        if endpoint.route_type == "jsonrpc":
            schema = _json_rpc(schema)
        elif media_type in FORMS:
            schema = schema or {"type": "object"}
    else:
        schema = {"type": "string"}
    if media_type == "application/octet-stream":
        schema["format"] = "binary"  # of OpenAPI 3.0, but generators still rely on it
    if media_type == "application/xml":
        schema["contentMediaType"] = media_type
        if endpoint.request_schema:
            schema["externalDocs"] = {"description": "XML Schema", "url": xsd_url}
    example = authored.example(endpoint.request_example, media_type, "request")
    is_required = media_type != "*/*"
    content = {media_type: {"schema": schema, **example}}
    if endpoint.form_schema:
        form = authored.json_schema(endpoint.form_schema, "form")
        content["multipart/form-data"] = {"schema": form}
    return {"required": is_required, "content": content}


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
