"""The document: its contents, its audience, and its cache."""

import hashlib
import json
import logging
import re
from collections.abc import MutableMapping
from contextlib import closing
from typing import NamedTuple

from odoo import SUPERUSER_ID, api, models

from odoo.addons.endpoint.validation import yaml_text
from odoo.addons.endpoint_route_handler import replica

from ..pure.document import build, operation_ids
from ..pure.operation import tag_object
from ..pure.source import Endpoint

_logger = logging.getLogger(__name__)

AUDIENCE_PARAMETER = "endpoint_openapi.audience"
PREFIX_PARAMETER = "endpoint_openapi.prefix"
DEFAULT_PREFIX = "/endpoint"
MEDIA_TYPES = {"json": "application/json", "yaml": "application/yaml"}  # RFC 9512
_AUDIENCES = ("nobody", "internal", "public")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+")


class Text(NamedTuple):
    """A document in the form in which it is sent."""

    etag: str
    body: bytes
    base: str


class Access(NamedTuple):
    """Ids of what an endpoint requires of a caller, or of what a user has."""

    companies: frozenset[int]
    groups: frozenset[int]  # one of them suffices


class Collection(NamedTuple):
    """All endpoints in service, regardless of who may see them."""

    endpoints: list[tuple[Access, Endpoint]]
    ids: dict[tuple[str, str], str]  # as operation_ids returns them
    schemes: dict[str, dict]  # Security Scheme Objects of other addons
    required: Access  # everything that any endpoint requires

    def visible(self, access: Access) -> list[Endpoint]:
        return [
            endpoint
            for required, endpoint in self.endpoints
            if required.companies <= access.companies
            and (not required.groups or required.groups & access.groups)
        ]


class EndpointOpenapi(models.AbstractModel):
    _name = "endpoint.openapi"
    _description = "OpenAPI document of the endpoints"

    @api.model
    def _prefix(self) -> str:
        """:return: the path of the document and the page, without a trailing slash"""
        params = self.env["ir.config_parameter"].sudo()
        value = params.get_param(PREFIX_PARAMETER) or DEFAULT_PREFIX
        if not _PATH.fullmatch(value):
            # An invalid route would break all of Odoo's routes.
            _logger.warning(
                "%s is not a path: %r; using %s",
                PREFIX_PARAMETER,
                value,
                DEFAULT_PREFIX,
            )
            return DEFAULT_PREFIX
        return value

    @api.model
    def _audience(self) -> str:
        """:return: who may see the document: ``nobody``, ``internal``, ``public``"""
        params = self.env["ir.config_parameter"].sudo()
        value = params.get_param(AUDIENCE_PARAMETER)
        return value if value in _AUDIENCES else "nobody"

    @api.model
    def _document(
        self, group: str | None = None, form: str = "json", base: str = ""
    ) -> Text:
        """Build the document for the current user, or take it from the cache.

        :param group: a route group; None for all
        :param form: ``json`` or ``yaml``
        :param base: path under which a proxy publishes this server
        """
        cache = self._cache()
        collection = self._collection(cache)
        access = self._access_of_user(collection)
        prefix = self._prefix()
        # Cache only one document with a base: callers may be able to send any base.
        key = ("endpoint_openapi", prefix, access, group, form, bool(base))
        text = cache.get(key)
        if text is None or text.base != base:
            document = build(
                collection.visible(access),
                group=group,
                ids=collection.ids,
                schemes=collection.schemes,
                xsd_url=f"{base}{prefix}/xsd/{{}}.xsd",
                server_url=base or "/",
            )
            dump = yaml_text.dump if form == "yaml" else json.dumps
            body = dump(document).encode()
            text = Text(hashlib.sha256(body).hexdigest()[:32], body, base)
            # Callers can make up group names: do not cache unknown ones.
            if group is None or any(e.group == group for _, e in collection.endpoints):
                cache[key] = text
        return text

    @api.model
    def _has_group(self, group: str) -> bool:
        """:return: whether the current user may see an endpoint of the group"""
        return any(endpoint.group == group for endpoint in self._visible_endpoints())

    @api.model
    def _xml_schema(self, operation_id: str) -> str | None:
        """:return: XML Schema of the body of an operation that the current user may
        see; None if there is none
        """
        ids = self._collection(self._cache()).ids
        for endpoint in self._visible_endpoints():
            if endpoint.content_type == "application/xml" and any(
                ids[endpoint.key, route] == operation_id for route in endpoint.routes
            ):
                return endpoint.request_schema or None
        return None

    @api.model
    def _operation_of(self, record) -> tuple[str, ...]:
        """:return: (tag, operation id) of a record; empty if it is not shown"""
        collection = self._collection(self._cache())
        key = record._endpoint_registry_unique_key()
        for _required, endpoint in collection.endpoints:
            if endpoint.key.partition("#")[0] == key:
                operation_id = collection.ids[endpoint.key, endpoint.routes[0]]
                return tag_object(endpoint)["name"], operation_id
        return ()

    # ------------------------------------------------------------
    # Read the endpoints
    # ------------------------------------------------------------

    @api.model
    def _cache(self) -> MutableMapping:
        """:return: a cache that every process drops when an endpoint changes. Fetch it
        before reading data, so that it never contains data read before a change.
        """
        return self.env["ir.http"].routing_map().snapshots

    @api.model
    def _collection(self, cache: MutableMapping) -> Collection:
        key = ("endpoint_openapi",)
        if (collection := cache.get(key)) is None:
            # The request's transaction may have begun before the change that dropped
            # the cache: read in a new one.
            with closing(replica.primary_cursor(self.env.registry)) as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                collection = cache[key] = env[self._name]._collect()
        return collection

    @api.model
    def _collect(self) -> Collection:
        endpoints, schemes = [], {}
        for name in self._documented_models():
            records = self.env[name].search(
                [("active", "=", True), ("registry_sync", "=", True)], order="id"
            )
            records._load_served_values()
            schemes.update(records._openapi_security_schemes())
            for record in records:
                required = Access(
                    frozenset(record.company_id.ids), frozenset(record.group_ids.ids)
                )
                for endpoint in record._openapi_endpoints():
                    endpoints.append((required, record._openapi_describe(endpoint)))
        ids = operation_ids(endpoint for _required, endpoint in endpoints)
        named = [required for required, _endpoint in endpoints]
        required = Access(
            frozenset().union(*(each.companies for each in named)),
            frozenset().union(*(each.groups for each in named)),
        )
        return Collection(endpoints, ids, schemes, required)

    @api.model
    def _documented_models(self) -> list[str]:
        """:return: names of the stored models that inherit ``endpoint.mixin``"""
        mixin = self.env.registry["endpoint.mixin"]
        names = self.env["endpoint.endpoint"]._get_endpoint_route_consumer_models()
        return sorted(n for n in names if issubclass(self.env.registry[n], mixin))

    @api.model
    def _access_of_user(self, collection: Collection) -> Access:
        """:return: the required companies and groups that the current user has. Users
        with the same ones share a document.
        """
        user, required = self.env.user, collection.required
        return Access(
            required.companies.intersection(user._get_company_ids()),
            required.groups.intersection(user._get_group_ids()),
        )

    @api.model
    def _visible_endpoints(self) -> list[Endpoint]:
        collection = self._collection(self._cache())
        return collection.visible(self._access_of_user(collection))
