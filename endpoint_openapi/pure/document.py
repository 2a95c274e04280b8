"""The OpenAPI document (OpenAPI 3.1): plain data in, a dict out."""

from . import routes, texts
from .identifiers import operation_ids
from .operation import Operations, tag, tag_description

OPENAPI = "3.1.0"
#: what a Path Item Object has a place for (OpenAPI 3.1 §4.8.9)
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
#: name -> Security Scheme Object, for Odoo's own ways to authenticate
SECURITY_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key of an Odoo user, made in the user's preferences.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session_id",
        "description": "The session of a user who is logged in to Odoo.",
    },
}


def build(
    endpoints, group=None, ids=None, schemes=None, xsd_url="xsd/{}.xsd", server="/"
):
    """
    :param endpoints: iterable of :class:`~.source.Endpoint`
    :param str group: show this group alone
    :param dict ids: what :func:`~.identifiers.operation_ids` gives for all endpoints,
        where ``endpoints`` are not all
    :param dict schemes: more Security Scheme Objects by name
    :param str xsd_url: of XML Schemas, ``{}`` being the operation's id
    :param str server: URL that the paths are relative to
    :return: dict that JSON can carry: valid, whatever the endpoints hold
    """
    endpoints = sorted(endpoints, key=lambda each: each.order)
    ids = operation_ids(endpoints) if ids is None else ids
    if group is not None:
        endpoints = [each for each in endpoints if each.group == group]
    builder = _Builder(ids, {**SECURITY_SCHEMES, **(schemes or {})}, xsd_url)
    for endpoint in endpoints:
        builder.add(endpoint)
    return {
        "openapi": OPENAPI,
        "info": builder.info(group, bool(endpoints)),
        "servers": [{"url": server}],
        "tags": [builder.tags[name] for name in sorted(builder.tags)],
        "paths": dict(sorted(builder.paths.items())),
        "components": {
            kind: dict(sorted(found.items()))
            for kind, found in builder.components.items()
            if found
        },
    }


class _Builder:
    def __init__(self, ids, schemes, xsd_url):
        self.ids = ids
        self.schemes = schemes
        self.xsd_url = xsd_url
        self.paths = {}
        self.tags = {}
        self.notes = []
        self.components = {
            "schemas": {},
            "responses": {},
            "headers": {},
            "securitySchemes": {},
        }
        self._templates = {}  # shape of a path -> the path that has it

    def add(self, endpoint):
        method = endpoint.method.lower()
        if method not in _METHODS:
            for route in endpoint.routes:
                why = f"OpenAPI has no place for the method {endpoint.method}"
                self._leave_out(endpoint, route, why)
            return
        first_id = self.ids[endpoint.key, endpoint.routes[0]]
        operations = Operations(
            endpoint, self.components, first_id, self.xsd_url.format(first_id)
        )
        for route in endpoint.routes:
            self._add_route(endpoint, route, method, operations)
        for name in endpoint.security:
            self.components["securitySchemes"][name] = self.schemes.get(
                name, _unknown_scheme(name)
            )

    def _add_route(self, endpoint, route, method, operations):
        path, parameters = routes.parse(route)
        template = self._templates.setdefault(routes.shape(path), path)
        item = self.paths.setdefault(template, {})
        if method in item:
            other = item[method]["operationId"]
            why = f"for OpenAPI its path is that of {other}"
            self._leave_out(endpoint, route, why)
            return
        parameters = routes.rename(path, parameters, template)
        item[method] = operations.make(self.ids[endpoint.key, route], parameters)
        self.tags[tag(endpoint)] = {
            "name": tag(endpoint),
            "description": tag_description(endpoint),
        }

    def _leave_out(self, endpoint, route, why):
        where = texts.one_line(f"{endpoint.method} {route}").replace("`", "'")
        self.notes.append(f"Not shown: `{where}`: {why}.")

    def info(self, group, any_endpoint):
        title = "Endpoints" if group is None else f"Endpoints: {texts.one_line(group)}"
        parts = ["HTTP endpoints of this Odoo. Every refusal is one error object."]
        if not any_endpoint:
            parts.append(
                "There is no endpoint that you may see."
                if group is None
                else f"There is no group {texts.one_line(group)!r} that you may see."
            )
        return {
            "title": title,
            "version": "1",
            "description": "\n\n".join([*parts, *self.notes]),
            "license": {
                "name": "As the operator of this Odoo allows",
                "identifier": "LicenseRef-operator",
            },
        }


def _unknown_scheme(name):
    return {
        "type": "http",
        "scheme": name,
        "description": "A way to authenticate that another addon adds.",
    }
