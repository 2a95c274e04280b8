"""Builds the OpenAPI 3.1 document: plain data in, a dict out."""

import re
from collections.abc import Iterable

from odoo.addons.endpoint.pure.credentials import HEADER
from odoo.addons.endpoint_route_handler.routing import grammar

from .authored import Authored, one_line
from .components import make_titles_unique, pascal_case
from .operation import operation_object, tag_object
from .parameters import parse_route, path_shape, rename_parameters
from .source import Endpoint

OPENAPI = "3.1.0"
#: methods of a Path Item Object (OpenAPI 3.1 §4.8.9)
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
#: name -> Security Scheme Object, for Odoo's own authentication methods
SECURITY_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An endpoint key from an administrator, or, where the endpoint "
        "accepts it, an API key from the user's preferences.",
    },
    "key_header": {
        "type": "apiKey",
        "in": "header",
        "name": HEADER,
        "description": "The same key in a header of its own.",
    },
    "key_password": {
        "type": "http",
        "scheme": "basic",
        "description": "The same key as the password, with any user name.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session_id",
        "description": "The session of a user who is logged in to Odoo.",
    },
}


def build(
    endpoints: Iterable[Endpoint],
    group: str | None = None,
    ids: dict | None = None,
    schemes: dict | None = None,
    xsd_url: str = "xsd/{}.xsd",
    server_url: str = "/",
) -> dict:
    """
    :param group: show only the endpoints of this group
    :param ids: the result of :func:`operation_ids` for all endpoints, if ``endpoints``
        is only a part of them
    :param schemes: more Security Scheme Objects by name
    :param xsd_url: of XML Schemas, with ``{}`` for the operation's id
    :param server_url: base URL of the paths in the document
    :return: what JSON can represent: a valid document, whatever the endpoints contain
    """
    endpoints = sorted(endpoints, key=lambda endpoint: endpoint.order)
    ids = operation_ids(endpoints) if ids is None else ids
    if group is not None:
        endpoints = [endpoint for endpoint in endpoints if endpoint.group == group]
    builder = _Builder(ids, {**SECURITY_SCHEMES, **(schemes or {})}, xsd_url)
    for endpoint in endpoints:
        builder.add(endpoint)
    make_titles_unique(builder.components["schemas"])
    return {
        "openapi": OPENAPI,
        "info": builder.info(group, bool(endpoints)),
        "servers": [{"url": server_url}],
        "tags": [builder.tags[name] for name in sorted(builder.tags)],
        "paths": dict(sorted(builder.paths.items())),
        "components": {
            kind: dict(sorted(components.items()))
            for kind, components in builder.components.items()
            if components
        },
    }


def operation_ids(endpoints: Iterable[Endpoint]) -> dict[tuple[str, str], str]:
    """Name all operations, not only those of one document, so that an operation has the
    same name in each document. If two routes yield one name, the older endpoint has it.

    :return: names by (key, route)
    """
    names, taken = {}, set()
    for endpoint in sorted(endpoints, key=lambda endpoint: endpoint.order):
        number = endpoint.key.partition(":")[2].replace("#", "-")
        for position, route in enumerate(endpoint.routes):
            name = _operation_id(endpoint.method, route)
            if name in taken:
                name = f"{name}-{number}"
            if name in taken:
                name = f"{name}-{position}"
            while name in taken:
                name += "-"
            taken.add(name)
            names[endpoint.key, route] = name
    return names


def _operation_id(method, route):
    """
    >>> _operation_id("GET", "/demo/countries/<model('res.country'):country>")
    'get-demo-countries-country'
    """
    text = "".join(getattr(part, "name", part) for part in grammar.parse(route))
    words = re.findall(r"[a-z0-9]+", f"{method} {text}".lower())
    # Not joined with “_”, which Swagger UI reads as a space in links to operations.
    return "-".join(words)


class _Builder:
    def __init__(self, ids, schemes, xsd_url):
        self.ids = ids
        self.schemes = schemes
        self.xsd_url = xsd_url
        self.paths = {}
        self.tags = {}
        self.notes = []
        kinds = ("schemas", "responses", "headers", "securitySchemes")
        self.components = {kind: {} for kind in kinds}
        self._templates = {}  # shape of a path -> the path that has it

    def add(self, endpoint):
        if endpoint.method.lower() not in _METHODS:
            for route in endpoint.routes:
                reason = f"OpenAPI does not support the method {endpoint.method}"
                self._leave_out(endpoint, route, reason)
            return
        first_id = self.ids[endpoint.key, endpoint.routes[0]]
        authored = Authored(self.components, pascal_case(first_id))
        operation = operation_object(endpoint, authored, self.xsd_url.format(first_id))
        for route in endpoint.routes:
            self._add_route(endpoint, route, operation)
        for name in endpoint.security:
            self.components["securitySchemes"][name] = self.schemes.get(name) or {
                "type": "http",
                "scheme": name,
                "description": "An authentication method that another addon provides.",
            }

    def _add_route(self, endpoint, route, operation):
        method = endpoint.method.lower()
        path, parameters = parse_route(route)
        template = self._templates.setdefault(path_shape(path), path)
        item = self.paths.setdefault(template, {})
        if method in item:
            other = item[method]["operationId"]
            self._leave_out(endpoint, route, f"in OpenAPI, its path equals {other}'s")
            return
        operation_id = self.ids[endpoint.key, route]
        item[method] = {"operationId": operation_id, **operation}
        parameters = rename_parameters(parameters, template) + operation["parameters"]
        if parameters:
            item[method]["parameters"] = parameters
        else:
            del item[method]["parameters"]
        tag = tag_object(endpoint)
        self.tags[tag["name"]] = tag

    def _leave_out(self, endpoint, route, reason):
        operation = one_line(f"{endpoint.method} {route}").replace("`", "'")
        self.notes.append(f"Not shown: `{operation}`: {reason}.")

    def info(self, group, has_endpoints):
        """:return: Info Object (OpenAPI 3.1 §4.8.2)"""
        title, place = "Endpoints", ""
        if group is not None:
            title = f"Endpoints: {one_line(group)}"
            place = f" in the group {one_line(group)!r}"
        parts = [
            "HTTP endpoints of this Odoo server. All errors have the same body, Error."
        ]
        if not has_endpoints:
            parts.append(f"You cannot access any endpoints{place}.")
        return {
            "title": title,
            "version": "1",
            "description": "\n\n".join([*parts, *self.notes]),
            "license": {
                "name": "Proprietary",
                "identifier": "LicenseRef-Proprietary",
            },
        }
