"""The document: what is read of the records, for whom, and how long it is kept."""

import hashlib
import json
from contextlib import closing
from typing import NamedTuple

from odoo import SUPERUSER_ID, api, models

from .. import prefix
from ..pure import document, yaml_text
from ..pure.identifiers import operation_ids
from ..pure.operation import tag

_AUDIENCES = ("nobody", "internal", "public")
MEDIA_TYPES = {"json": "application/json", "yaml": "application/yaml"}  # RFC 9512


class Text(NamedTuple):
    """A document as it is sent."""

    etag: str
    body: bytes


class Collection(NamedTuple):
    """All endpoints that are served, whoever may see them.

    :param list endpoints: pairs (id of a company or False, ``pure.source.Endpoint``)
    :param dict ids: as ``pure.identifiers.operation_ids`` gives them
    :param dict schemes: Security Scheme Objects of other addons
    :param frozenset companies: those that have endpoints
    """

    endpoints: list
    ids: dict
    schemes: dict
    companies: frozenset


class EndpointOpenapi(models.AbstractModel):
    _name = "endpoint.openapi"
    _description = "OpenAPI document of the endpoints"

    @api.model
    def _audience(self):
        """:return: who may see it: ``nobody``, ``internal``, ``public``"""
        params = self.env["ir.config_parameter"].sudo()
        value = params.get_param("endpoint_openapi.audience")
        return value if value in _AUDIENCES else "nobody"

    @api.model
    def _document(self, group=None, form="json"):
        """The document for the user of the environment, made once until a record
        changes.

        :param str group: a route group; None for all
        :param str form: ``json`` or ``yaml``
        :return: :class:`Text`
        """
        kept = self._kept()
        collection = self._collection(kept)
        visible = self._visible_companies(collection)
        path = prefix.get(self.env)
        key = ("endpoint_openapi", path, visible, group, form)
        if (text := kept.get(key)) is None:
            text = self._make(collection, visible, group, form, path)
            # Names of groups come from strangers: keep what there is alone.
            if group is None or any(e.group == group for _, e in collection.endpoints):
                kept[key] = text
        return text

    @api.model
    def _kept(self):
        """:return: what is forgotten, on every process, when an endpoint changes. To be
        asked for before anything is read: what is older than it never lands in it.
        """
        return self.env["ir.http"].routing_map().snapshots

    @api.model
    def _collection(self, kept):
        """:return: :class:`Collection`"""
        key = ("endpoint_openapi",)
        if (collection := kept.get(key)) is None:
            # In a transaction of its own: that of the request may be older than the
            # change which made us look.
            with closing(self.env.registry.cursor(readonly=True)) as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                collection = env[self._name]._collect()
            kept[key] = collection
        return collection

    @api.model
    def _collect(self):
        endpoints, schemes = [], {}
        for name in self._documented_models():
            records = self.env[name].search(
                [("active", "=", True), ("registry_sync", "=", True)], order="id"
            )
            schemes.update(records._openapi_security_schemes())
            for record in records:
                for endpoint in record._openapi_endpoints():
                    described = record._openapi_describe(endpoint)
                    endpoints.append((record.company_id.id, described))
        ids = operation_ids(endpoint for _company, endpoint in endpoints)
        companies = frozenset(company for company, _endpoint in endpoints if company)
        return Collection(endpoints, ids, schemes, companies)

    @api.model
    def _documented_models(self):
        """:return: names of the stored models that inherit ``endpoint.mixin``"""
        mixin = self.env.registry["endpoint.mixin"]
        names = self.env["endpoint.endpoint"]._get_endpoint_route_consumer_models()
        return sorted(n for n in names if issubclass(self.env.registry[n], mixin))

    @api.model
    def _visible_companies(self, collection):
        """:return: frozenset of the companies whose endpoints the user may see, of
        those that have some: users of different companies share a document
        """
        return collection.companies.intersection(self.env.user._get_company_ids())

    @api.model
    def _visible(self, collection, companies):
        return [
            endpoint
            for company, endpoint in collection.endpoints
            if not company or company in companies
        ]

    @api.model
    def _make(self, collection, companies, group, form, path):
        made = document.build(
            self._visible(collection, companies),
            group=group,
            ids=collection.ids,
            schemes=collection.schemes,
            xsd_url=f"{path}/xsd/{{}}.xsd",
        )
        text = yaml_text.dump(made) if form == "yaml" else json.dumps(made)
        body = text.encode()
        return Text(hashlib.sha256(body).hexdigest()[:32], body)

    @api.model
    def _xml_schema(self, operation_id):
        """:return: str, the XML Schema of the body of an operation that the user may
        see; None where there is none
        """
        collection = self._collection(self._kept())
        visible = self._visible_companies(collection)
        for endpoint in self._visible(collection, visible):
            if endpoint.content_type == "application/xml" and any(
                collection.ids[endpoint.key, route] == operation_id
                for route in endpoint.routes
            ):
                return endpoint.request_schema or None
        return None

    @api.model
    def _place_of(self, record):
        """:return: (tag, operation's id) of a record; None where it is not shown"""
        collection = self._collection(self._kept())
        key = record._endpoint_registry_unique_key()
        for _company, endpoint in collection.endpoints:
            if endpoint.key.partition("#")[0] == key:
                return tag(endpoint), collection.ids[endpoint.key, endpoint.routes[0]]
        return None
