"""Odoo's routing map, with the endpoint rules behind it."""

import logging
import time
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import BuildError, Map, MapAdapter, Rule

from odoo.modules.registry import Registry
from odoo.sql_db import BaseCursor
from odoo.tools.lru import LRU

from ..exceptions import EndpointMethodNotAllowed
from .index import Match, RuleIndex
from .store import RuleStore

_logger = logging.getLogger("odoo.addons.endpoint_route_handler.routing")

# A method that no rule can have.
_NO_METHOD = "-"
_PREFLIGHT_METHOD = "HTTP_ACCESS_CONTROL_REQUEST_METHOD"
# As many as Odoo caches for other data per record; the least recently used goes.
_SNAPSHOTS = 8192
# Seconds until unreadable tables are read again.
_RETRY_AFTER = 1


class EndpointMap:
    """Matches Odoo's routes first, then the rules of an index. All other attributes of
    a werkzeug map come from Odoo's map.

    ``snapshots`` is for other data to invalidate when a record changes: a value loaded
    before a change is stored in a map that is no longer used.

    :param Map core: the result of ``ir.http.routing_map()`` without this addon
    :param RuleIndex index:
    :param int change: of the rules, because a replica may show it later
    """

    def __init__(self, core: Map, index: RuleIndex, change: int = 0) -> None:
        # werkzeug sorts lazily and in place, which races with matching threads: sort
        # now.
        core.update()
        self.core = core
        self.index = index
        self.change = change
        #: when to read the rules again, on the monotonic clock; None: with the next map
        self.retry_at: float | None = 0
        self.snapshots = LRU(_SNAPSHOTS)
        #: literal endpoint paths that no route of Odoo matches, with any method
        self.free_paths: set[str] = set()

    @classmethod
    def of(cls, core: Map, change: int, registry: Registry) -> "EndpointMap":
        """The map for Odoo's map, which keeps it: Odoo drops its map after each change
        of the rules. The rules are read after that, in a new transaction, so they are
        never older than Odoo's map.
        """
        endpoint_map = getattr(core, "endpoint_map", None)
        if endpoint_map is not None and endpoint_map.change == change:
            return endpoint_map.refresh(registry)
        # Other threads find it once it has read the rules.
        endpoint_map = cls(core, RuleStore.of(registry).index, change)
        core.endpoint_map = endpoint_map.refresh(registry)
        return endpoint_map

    def __getattr__(self, name: str) -> Any:
        return getattr(self.core, name)

    def refresh(self, registry: Registry) -> "EndpointMap":
        """Read the rules. If they cannot be read, try again after a while."""
        if self.retry_at is not None and self.retry_at <= time.monotonic():
            # Set before reading, so that other threads do not wait meanwhile.
            self.retry_at = time.monotonic() + _RETRY_AFTER
            index = RuleStore.of(registry).refresh(registry)
            if index is not None:
                self.index, self.retry_at = index, None
        return self

    def bind(self, *args: Any, **kwargs: Any) -> "EndpointMapAdapter":
        return EndpointMapAdapter(self, self.core.bind(*args, **kwargs))

    def bind_to_environ(
        self, environ: dict, *args: Any, **kwargs: Any
    ) -> "EndpointMapAdapter":
        core = self.core.bind_to_environ(environ, *args, **kwargs)
        return EndpointMapAdapter(self, core, environ.get(_PREFLIGHT_METHOD))

    def iter_rules(self, endpoint: Any = None) -> Iterator[Rule]:
        """Yield all rules. Builds every endpoint rule: do not call it per request."""
        parts = [bucket.iter_rules(self.converters) for bucket in self.index.buckets()]
        for rule in chain(self.core.iter_rules(), *parts):
            if endpoint is None or rule.endpoint is endpoint:
                yield rule

    @property
    def _rules(self) -> list[Rule]:
        return list(self.iter_rules())


class UncommittedMap(EndpointMap):
    """A map with the rules that a transaction sees, including its own changes.

    :param shared: the map of all other transactions
    """

    # The index is read lazily: checks at save need only Odoo's map.
    # pylint: disable-next=super-init-not-called
    def __init__(self, shared: EndpointMap, cr: BaseCursor) -> None:
        self.core = shared.core
        self.snapshots = shared.snapshots
        self.free_paths = set()
        self._cr = cr

    @cached_property
    def index(self) -> RuleIndex:
        return RuleStore.of(Registry(self._cr.dbname)).index_of_transaction(self._cr)


class EndpointMapAdapter(MapAdapter):
    """An :class:`EndpointMap` bound to a request, or to a server name.

    :param core: the adapter of Odoo's map
    :param preflight_method: the method that a preflight asks for, or None
    """

    def __init__(
        self,
        endpoint_map: EndpointMap,
        core: MapAdapter,
        preflight_method: str | None = None,
    ) -> None:
        super().__init__(endpoint_map, *_bound_to(core))
        self.core = core
        self.preflight_method = preflight_method

    def match(
        self,
        path_info=None,
        method=None,
        return_rule=False,
        query_args=None,
        websocket=None,
    ):
        path = self.path_info if path_info is None else path_info
        path = "/" + path.lstrip("/")
        method = (method or self.default_method).upper()
        # A failed match in Odoo's map takes longer than everything that follows.
        if path not in self.map.free_paths:
            try:
                return self.core.match(path, method, return_rule, query_args, websocket)
            except NotFound:
                if self.map.index.has_literal(path):  # to limit the size of the set
                    self.map.free_paths.add(path)
        rule, values = self._match_endpoint(path, method)
        return (rule if return_rule else rule.endpoint), values

    def _match_endpoint(self, path: str, method: str) -> Match:
        """Detect that no rule of the path has the method. ``ir.http._refuse_method``
        turns this into 405, 204 for OPTIONS, or 404 if the rules are hidden.

        :raise EndpointMethodNotAllowed: rules match the path, none the method
        :raise NotFound: no rule matches the path
        """
        if method == "OPTIONS":
            # A preflight concerns the endpoint that the browser asks for. Any other
            # OPTIONS request asks only for the methods.
            wanted = self.preflight_method or _NO_METHOD
            match, _allowed = self._match_in_buckets(path, wanted)
            if match and "OPTIONS" in match[0].methods:
                return match
            method = _NO_METHOD
        match, allowed = self._match_in_buckets(path, method)
        if match:
            return match
        # A converter that rejects the value is only called if the method matches.
        others = {other: self._match_in_buckets(path, other)[0] for other in allowed}
        handlers = {name: match[0].endpoint for name, match in others.items() if match}
        if handlers:
            raise EndpointMethodNotAllowed(handlers)
        raise NotFound()

    def _match_in_buckets(
        self, path: str, method: str
    ) -> tuple[Match | None, set[str]]:
        """:return: (match or None, methods of the rules that match except for it)"""
        allowed: set[str] = set()
        for bucket in self.map.index.candidates(path):
            try:
                return bucket.match(path, method, self.map.core.converters), allowed
            except MethodNotAllowed as exc:
                allowed.update(exc.valid_methods)
            except (NotFound, ValueError):
                continue  # ValueError: <int:…> of more digits than Python reads
            except Exception as exc:  # converters of any module can raise anything
                _report_failure(str(bucket.rules), type(exc).__name__)
        return None, allowed

    def build(self, endpoint, *args, **kwargs):
        try:
            return self.core.build(endpoint, *args, **kwargs)
        except BuildError:
            rule = next(self.map.iter_rules(endpoint), None)
            if rule is None or rule.map is self.map.core:
                raise
            small_map = Map([rule.empty()], converters=self.map.core.converters)
            adapter = MapAdapter(small_map, *_bound_to(self.core))
            return adapter.build(endpoint, *args, **kwargs)


def _bound_to(adapter: MapAdapter) -> tuple:
    """:return: the arguments an adapter was created with, except its map"""
    return (
        adapter.server_name,
        adapter.script_name,
        adapter.subdomain,
        adapter.url_scheme,
        adapter.path_info,
        adapter.default_method,
        adapter.query_args,
    )


@lru_cache(maxsize=1024)  # once per process
def _report_failure(rules: str, problem: str) -> None:
    _logger.warning("%s cannot be matched: %s", rules, problem)
